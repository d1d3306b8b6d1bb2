import { PlanPage } from '../_parts/plan-page';

export default function NewAutologousTransfusionPage() {
  return <PlanPage />;
}
