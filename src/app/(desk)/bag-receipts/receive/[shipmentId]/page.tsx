import { ReceiveDesk } from '../../_parts/receive-desk';

export default async function ReceivePage({ params }: { params: Promise<{ shipmentId: string }> }) {
  const { shipmentId } = await params;
  return <ReceiveDesk shipmentId={shipmentId} />;
}
