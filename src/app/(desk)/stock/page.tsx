import type { Metadata } from 'next';
import { Prefetched, prefetchActor } from '@/app/_server/prefetch';
import { groupColumns } from '@/domain/blood/groups';
import { readTranslations } from '@/i18n/server';
import { LiveStock } from './_parts/live-stock';

export async function generateMetadata(): Promise<Metadata> {
  const t = await readTranslations('stock');
  return { title: t('title') };
}

type StockPageProps = { searchParams: Promise<{ org?: string; cell?: string }> };

/** `rbc-lr.O.positive`, as it stands in the address. */
function readCell(text: string | undefined) {
  const [component, abo, rhd] = text?.split('.') ?? [];
  const group = groupColumns.find((candidate) => candidate.abo === abo && candidate.rhd === rhd);
  return component && group ? { component, ...group } : null;
}

export default async function StockPage({ searchParams }: StockPageProps) {
  const { org, cell } = await searchParams;
  const actor = await prefetchActor();
  const input = org ? { orgId: org } : {};
  const place = readCell(cell);
  return (
    <Prefetched
      ask={(trpc) => [
        trpc.stock.matrix.queryOptions(input),
        ...(place ? [trpc.stock.cellBags.queryOptions({ ...place, ...input })] : []),
      ]}
    >
      <LiveStock isOffice={actor?.orgKind === 'blood_office'} />
    </Prefetched>
  );
}
