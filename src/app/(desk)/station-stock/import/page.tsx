import { ImportRelease } from '../_parts/import-release';

export default function ImportReleasePage() {
  return <ImportRelease />;
}
