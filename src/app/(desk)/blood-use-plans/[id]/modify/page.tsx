import { PlanForm } from '../../_parts/plan-form';

export default async function ModifyPlanPage({ params }: { params: Promise<{ id: string }> }) {
  return <PlanForm planId={(await params).id} />;
}
