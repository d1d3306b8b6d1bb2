'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'use-intl';
import { useTRPC } from '@/app/_client/trpc';
import { isSending, useCommand } from '@/app/_client/use-command';
import { readFailure } from '@/components/record/failure';
import { StampedPaper, useStampedPrint } from '@/components/record/stamped-paper';
import { Barcode } from '@/components/ui/barcode';
import { EmptyState } from '@/components/ui/empty-state';
import { personRecord } from '@/domain/people/record';

/** Badges on one sheet. A code is made when it is printed, stands on that paper only, and voids the badge before it. */
export function BadgeSheet({ ids }: { ids: readonly string[] }) {
  const t = useTranslations('people');
  const trpc = useTRPC();
  const router = useRouter();
  const client = useQueryClient();
  const query = useQuery(trpc.people.badgeSheet.queryOptions({ ids: [...ids] }));
  const command = useCommand(trpc.people.issueBadges.mutationOptions());
  const { people = [], orgName = '' } = query.data ?? {};
  const { stamp, isPrinting, print } = useStampedPrint(async () => {
    const { badges } = await command.send({ ids: people.map(({ id }) => id) });
    command.beginAnew();
    return new Map(badges.map(({ id, badge }) => [id, badge]));
  });

  async function printOnce() {
    if (await print()) await client.invalidateQueries({ queryKey: trpc.people.pathKey() });
  }

  return (
    <StampedPaper
      definition={personRecord}
      title={t('badges.title')}
      tools={
        <span className="text-14 text-ink-2">
          {t('badges.count', { count: people.length })}　{t('badges.hint')}
        </span>
      }
      pageRule="size:A4;margin:10mm"
      isStamped={stamp !== null}
      isLoaded={query.data !== undefined}
      isReady={people.length > 0}
      isPrinting={isPrinting || isSending(command)}
      mayLeave={!isSending(command) || command.isLate}
      failures={[command.failure, query.error && !query.data ? readFailure(query.error) : null]}
      onPrint={() => void printOnce()}
      onBack={() => router.push(ids.length === 1 ? `/people?open=${ids[0]}` : '/people')}
    >
      {query.data && people.length === 0 && <EmptyState title={t('badges.nobody')} />}
      <ul className="mx-auto grid w-[190mm] grid-cols-2 gap-[4mm] p-4 print:p-0">
        {people.map(({ id, name, staffNo, title, department, hasBadge }) => {
          const badge = stamp?.get(id);
          return (
            <li
              key={id}
              className="flex h-[54mm] break-inside-avoid flex-col border border-ink bg-surface p-[4mm] text-ink"
            >
              <p className="text-12">{orgName}</p>
              <p className="mt-1 text-20 font-bold">{name}</p>
              <p className="text-13">
                {staffNo}　{title}
              </p>
              <p className="text-13">{department}</p>
              <div className="mt-auto">
                {badge ? (
                  <>
                    <Barcode text={badge} label={badge} heightMm={10} className="h-[12mm] w-full" />
                    <p className="text-center font-code text-[9px]">{badge}</p>
                  </>
                ) : (
                  <p className="border border-dashed border-line-3 py-2 text-center text-12 text-ink-3">
                    {t(hasBadge ? 'badges.voids' : 'badges.notYet')}
                  </p>
                )}
              </div>
            </li>
          );
        })}
      </ul>
    </StampedPaper>
  );
}
