import { ImportDonations } from '../_parts/import-donations';

export default function ImportDonationsPage() {
  return <ImportDonations />;
}
