import { BadgeSheet } from '../_parts/badge-sheet';

export default async function BadgesPage({ searchParams }: { searchParams: Promise<{ ids?: string }> }) {
  const { ids = '' } = await searchParams;
  return <BadgeSheet ids={ids.split(',').filter((id) => id !== '')} />;
}
