import { ReleaseDesk } from '../_parts/release-desk';

export default function ReleasePage() {
  return <ReleaseDesk />;
}
