import { ReviewForm } from '../_parts/review-form';

export default function RegisterReviewPage() {
  return <ReviewForm review={null} />;
}
