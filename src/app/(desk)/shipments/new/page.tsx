import { PackingDesk } from '../_parts/packing-desk';

export default function NewShipmentPage() {
  return <PackingDesk />;
}
