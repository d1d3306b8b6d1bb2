import type { Metadata } from 'next';
import { Prefetched, prefetchActor } from '@/app/_server/prefetch';
import { can } from '@/domain/permissions';
import { readTranslations } from '@/i18n/server';
import { DeclaredDesk } from './_parts/declared-desk';
import { HousesDesk } from './_parts/houses-desk';

export async function generateMetadata(): Promise<Metadata> {
  const t = await readTranslations('declared-stock');
  return { title: t('title') };
}

type DeclaredStockPageProps = { searchParams: Promise<{ org?: string }> };

/** A hospital declares its own; an office sees how every hospital is heard of, and what one of them declared. */
export default async function DeclaredStockPage({ searchParams }: DeclaredStockPageProps) {
  const { org } = await searchParams;
  const actor = await prefetchActor();
  const roles = actor?.roles ?? [];
  if (actor?.orgKind === 'blood_office' && !org)
    return (
      <Prefetched ask={(trpc) => [trpc.declaredStock.houses.queryOptions({})]}>
        <HousesDesk mayAgree={can(roles, 'declared-stock.agree')} mayExport={can(roles, 'declared-stock.export')} />
      </Prefetched>
    );
  const input = org ? { orgId: org } : {};
  return (
    <Prefetched ask={(trpc) => [trpc.declaredStock.open.queryOptions(input)]}>
      <DeclaredDesk
        orgId={org ?? null}
        mayDeclare={!org && can(roles, 'declared-stock.declare')}
        mayExport={can(roles, 'declared-stock.export')}
      />
    </Prefetched>
  );
}
