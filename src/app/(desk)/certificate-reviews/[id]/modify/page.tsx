import { ModifyReview } from '../../_parts/modify-review';

export default async function ModifyReviewPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return <ModifyReview id={id} />;
}
