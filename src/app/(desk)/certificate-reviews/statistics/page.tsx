import { ReviewStatistics } from '../_parts/review-statistics';

export default function ReviewStatisticsPage() {
  return <ReviewStatistics />;
}
