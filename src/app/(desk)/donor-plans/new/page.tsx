import { AllocatePage } from '../_parts/allocate-page';

export default async function AllocateDonorPlanPage({ searchParams }: { searchParams: Promise<{ review?: string }> }) {
  return <AllocatePage reviewId={(await searchParams).review ?? null} />;
}
