'use client';
import { useQuery } from '@tanstack/react-query';
import { appErrorOf } from '@/app/_client/app-error';
import { useTRPC } from '@/app/_client/trpc';
import { Drawer } from '@/components/ui/drawer';
import { ErrorState } from '@/components/ui/error-state';
import { GroupPlate } from '@/components/ui/group-plate';
import { Skeleton } from '@/components/ui/skeleton';
import { declaredKey } from '@/domain/declared-stock/rules';
import { useDeclaredWords } from './declared-words';
import { inOrder } from './entry';

type DayDrawerProps = { id: string; day: string; onClose: () => void };

/** What was said of one day: the newest revision first, each with who, when and why. */
export function DayDrawer({ id, day, onClose }: DayDrawerProps) {
  const { t, format, find, name, unitOf } = useDeclaredWords();
  const trpc = useTRPC();
  const query = useQuery(trpc.declaredStock.get.queryOptions({ id }));
  const title = t('drawer.title', { day });
  return (
    <Drawer title={title} label={title} onClose={onClose}>
      {query.data ? (
        query.data.revisions.map((one) => (
          <section key={one.revision} className="border-b border-line-2 px-4 py-2.5">
            <h3 className="text-13 font-bold">
              {one.revision === 1 ? t('drawer.first') : t('drawer.correction', { count: one.revision - 1 })}
            </h3>
            <p className="text-12 text-ink-2">
              {format.clauses([one.declaredBy, format.dateTime(one.declaredAt), t(`drawer.entry.${one.entry}`)])}
            </p>
            {one.reason && (
              <p className="text-13">
                <span className="text-ink-3">{t('drawer.reason')}</span> {one.reason}
              </p>
            )}
            <table className="mt-1.5 w-full text-13">
              <tbody>
                {inOrder(one.cells).map((cell) => {
                  const component = find(cell.component);
                  return (
                    <tr key={declaredKey(cell)} className="h-7 border-t border-line">
                      <td>{component ? name(component) : cell.component}</td>
                      <td className="w-14">
                        <GroupPlate abo={cell.abo} rhd={cell.rhd} size="xs" />
                      </td>
                      <td className="w-24 text-right font-bold">
                        {format.amount(cell.amount)}{' '}
                        <span className="text-12 font-normal text-ink-3">{component && unitOf(component)}</span>
                      </td>
                    </tr>
                  );
                })}
              </tbody>
            </table>
          </section>
        ))
      ) : query.error ? (
        <ErrorState
          requestId={appErrorOf(query.error).requestId}
          onRetry={() => void query.refetch()}
          isRetrying={query.isFetching}
        />
      ) : (
        <Skeleton lines={8} />
      )}
    </Drawer>
  );
}
