import { PlanForm } from '../_parts/plan-form';

export default function DraftPlanPage() {
  return <PlanForm planId={null} />;
}
