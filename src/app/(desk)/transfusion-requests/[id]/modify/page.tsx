import { ModifyRequest } from '../../_parts/modify-request';

export default async function ModifyRequestPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return <ModifyRequest id={id} />;
}
