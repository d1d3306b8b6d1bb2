import type { Metadata } from 'next';
import { Prefetched, prefetchActor } from '@/app/_server/prefetch';
import { can } from '@/domain/permissions';
import { readTranslations } from '@/i18n/server';
import { GoLiveDesk } from '../_parts/go-live-desk';

type GoLivePageProps = { params: Promise<{ id: string }> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await readTranslations('go-lives');
  return { title: t('title') };
}

/** One going live in its three steps, the next thing to do in front. */
export default async function GoLivePage({ params }: GoLivePageProps) {
  const { id } = await params;
  const roles = (await prefetchActor())?.roles ?? [];
  return (
    <Prefetched ask={(trpc) => [trpc.goLives.get.queryOptions({ id })]}>
      <GoLiveDesk
        id={id}
        rights={{
          mayCount: can(roles, 'go-lives.count'),
          mayMap: can(roles, 'go-lives.map'),
          mayPost: can(roles, 'go-lives.post'),
          mayVoid: can(roles, 'go-lives.void'),
          mayStart: can(roles, 'go-lives.start'),
          mayWithdraw: can(roles, 'go-lives.withdraw'),
          maySeeOpening: can(roles, 'go-lives.opening'),
          mayDeclare: can(roles, 'declared-stock.declare'),
        }}
      />
    </Prefetched>
  );
}
