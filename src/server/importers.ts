import type { Importer } from './kernel/import-file';
import { noteImporter } from './modules/bag-receipts/announce';
import { donationImporter } from './modules/certificate-reviews/import-donations';
import { declaredImporter } from './modules/declared-stock/import';
import { openingImporter } from './modules/go-lives/count';
import { immunoImporter } from './modules/immunohematology-requests/import';
import { peopleImporter } from './modules/people/import';
import { productImporter } from './modules/products/import';
import { packingImporter } from './modules/shipments/import';
import { releaseImporter } from './modules/station-stock/import';
import { temperatureImporter } from './modules/storage-places/import';
import { requestImporter } from './modules/transfusion-requests/import';

/** Files that may be brought in, one line per module: what the upload route and the templates know. */
export const importers: Readonly<Record<string, Importer>> = {
  'station-stock': releaseImporter as unknown as Importer,
  'bag-receipts': noteImporter as unknown as Importer,
  'certificate-reviews': donationImporter as unknown as Importer,
  'declared-stock': declaredImporter as unknown as Importer,
  'go-lives': openingImporter as unknown as Importer,
  'immunohematology-requests': immunoImporter as unknown as Importer,
  people: peopleImporter as unknown as Importer,
  products: productImporter as unknown as Importer,
  shipments: packingImporter as unknown as Importer,
  'storage-places': temperatureImporter as unknown as Importer,
  'transfusion-requests': requestImporter as unknown as Importer,
};
