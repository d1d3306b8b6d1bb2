import { ReceiptsDesk } from './_parts/receipts-desk';

export default function BagReceiptsPage() {
  return <ReceiptsDesk />;
}
