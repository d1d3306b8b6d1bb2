import { ImportPeople } from '../_parts/import-people';

export default function ImportPeoplePage() {
  return <ImportPeople />;
}
