import { ImportImmuno } from '../_parts/import-immuno';

export default function ImportImmunoPage() {
  return <ImportImmuno />;
}
