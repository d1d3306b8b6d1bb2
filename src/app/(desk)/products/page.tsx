import type { Metadata } from 'next';
import { prefetchActor } from '@/app/_server/prefetch';
import { ListStateProvider } from '@/components/record/list-state-provider';
import { can } from '@/domain/permissions';
import { readTranslations } from '@/i18n/server';
import { ProductList } from './_parts/product-list';

export async function generateMetadata(): Promise<Metadata> {
  const t = await readTranslations('products');
  return { title: t('title') };
}

export default async function ProductsPage() {
  const actor = await prefetchActor();
  const roles = actor?.roles ?? [];
  // The table is the city's: an office of a district reads it.
  const keeps = actor?.orgKind !== 'blood_office' || actor.district === '';
  return (
    <ListStateProvider>
      <ProductList
        rights={{
          mayRegister: keeps && can(roles, 'products.register'),
          mayModify: keeps && can(roles, 'products.modify'),
          mayRetire: keeps && can(roles, 'products.retire'),
          mayImport: keeps && can(roles, 'products.import'),
          mayExport: can(roles, 'products.export'),
        }}
      />
    </ListStateProvider>
  );
}
