import { ImportProducts } from '../_parts/import-products';

export default function ImportProductsPage() {
  return <ImportProducts />;
}
