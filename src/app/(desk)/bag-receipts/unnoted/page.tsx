import { UnnotedDesk } from '../_parts/unnoted-desk';

export default function UnnotedPage() {
  return <UnnotedDesk />;
}
