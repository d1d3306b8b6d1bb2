import { ModifyImmuno } from '../../_parts/modify-immuno';

export default async function ModifyImmunoPage({ params }: { params: Promise<{ id: string }> }) {
  return <ModifyImmuno id={(await params).id} />;
}
