import { EnterResults } from '../../_parts/enter-results';

export default async function EnterResultsPage({ params }: { params: Promise<{ id: string }> }) {
  return <EnterResults id={(await params).id} />;
}
