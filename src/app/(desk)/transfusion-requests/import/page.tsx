import { ImportRequests } from '../_parts/import-requests';

export default function ImportRequestsPage() {
  return <ImportRequests />;
}
