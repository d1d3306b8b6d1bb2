import { PlanFigures } from '../_parts/plan-figures';

export default function PlanFiguresPage() {
  return <PlanFigures />;
}
