'use client';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { useCityNow } from '@/app/_client/live';
import { useTRPC } from '@/app/_client/trpc';
import { readFailure } from '@/components/record/failure';
import { FailurePanel } from '@/components/record/failure-panel';
import { HistoryPanel } from '@/components/record/history-panel';
import { RecordDetail } from '@/components/record/record-detail';
import { Banner } from '@/components/ui/banner';
import { buttonClasses } from '@/components/ui/button';
import { DayTime } from '@/components/ui/day-time';
import { Drawer } from '@/components/ui/drawer';
import { GroupPlate } from '@/components/ui/group-plate';
import { Skeleton } from '@/components/ui/skeleton';
import { Cell, HeadCell, Table, TableHead, TableRow } from '@/components/ui/table';
import { stocktakeRecord } from '@/domain/stocktakes/record';
import { useFormat } from '@/i18n/provider';
import type { StocktakeLine } from '@/server/modules/stocktakes/load';
import { useBagWords } from './use-bag-words';

const shownFields = [
  'placeCode',
  'createdAt',
  'expectedCount',
  'foundCount',
  'missingCount',
  'unexpectedCount',
  'countedBy',
  'secondBy',
  'dutyMode',
  'startedAt',
];
const meanings = ['stocktake_counted', 'stocktake_second', 'rechecked'] as const;

const isSearched = ({ stateNow, holdReasonNow }: StocktakeLine) =>
  stateNow === 'quarantined' && holdReasonNow === 'under_search';

/** One signed count: what was not as it should be first, what became of it since, who signed. */
export function StocktakeDrawer({ id, onClose }: { id: string; onClose: () => void }) {
  const t = useTranslations('stocktakes');
  const record = useTranslations('record');
  const trpc = useTRPC();
  const now = useCityNow(60_000) ?? undefined;
  const { data, error } = useQuery(trpc.stocktakes.get.queryOptions({ id }));
  const history = useQuery(trpc.stocktakes.history.queryOptions({ id }));
  const searched = data?.lines.filter((line) => line.outcome !== 'found' && isSearched(line)).length ?? 0;
  const foundAgain = data?.lines.filter((line) => line.outcome === 'found' && isSearched(line)).length ?? 0;
  return (
    <Drawer
      title={data?.no ?? t('title')}
      label={data?.no ?? t('title')}
      onClose={onClose}
      width={420}
      footer={
        data && (
          <a
            href={`/stocktakes/${data.id}/print`}
            target="_blank"
            rel="noreferrer"
            className={buttonClasses('secondary', 'md')}
          >
            {t('detail.print')}
          </a>
        )
      }
    >
      {error && <FailurePanel definition={stocktakeRecord} failure={readFailure(error)} />}
      {!data && !error && <Skeleton lines={8} />}
      {data && (
        <>
          {searched + foundAgain > 0 && (
            <Banner tone="warn">
              {searched > 0 && t('detail.missingHint', { count: searched })}{' '}
              {foundAgain > 0 && t('detail.foundAgain', { count: foundAgain })}{' '}
              <Link href="/stock/bags?state=quarantined" className="text-act underline">
                {t('detail.toHeld')}
              </Link>
            </Banner>
          )}
          <div className="border-b border-line px-4 py-3">
            <RecordDetail
              definition={stocktakeRecord}
              record={{ ...data }}
              fields={data.words ? [...shownFields, 'words'] : shownFields}
              organisations={data.organisations}
              now={now}
            />
          </div>
          <StocktakeBags lines={data.lines} />
          <section className="border-t border-line px-4 py-3 text-13">
            <h3 className="mb-1 text-14 font-bold">{t('detail.signatures')}</h3>
            <ul>
              {data.signatures.map(({ meaning, signerName, signedAt }) => {
                const known = meanings.find((one) => one === meaning);
                return (
                  <li key={`${meaning} ${signerName}`} className="flex gap-3">
                    <span className="w-16 text-ink-3">{known ? t(`detail.meanings.${known}`) : meaning}</span>
                    <span>{signerName}</span>
                    <span className="ml-auto text-ink-3">
                      <DayTime at={signedAt} now={now} />
                    </span>
                  </li>
                );
              })}
            </ul>
          </section>
          <section className="px-4 py-3">
            <h3 className="mb-2 text-14 font-bold">{record('history')}</h3>
            <HistoryPanel
              definition={stocktakeRecord}
              entries={history.data ?? []}
              organisations={data.organisations}
              now={now}
            />
          </section>
        </>
      )}
    </Drawer>
  );
}

function StocktakeBags({ lines }: { lines: readonly StocktakeLine[] }) {
  const t = useTranslations('stocktakes');
  const states = useTranslations('station-stock.unitStates');
  const words = useBagWords();
  const format = useFormat();
  return (
    <Table density="tight">
      <TableHead>
        <HeadCell>{t('desk.columns.donationNo')}</HeadCell>
        <HeadCell>{t('desk.columns.component')}</HeadCell>
        <HeadCell align="center">{t('desk.columns.group')}</HeadCell>
        <HeadCell>{t('desk.columns.why')}</HeadCell>
      </TableHead>
      <tbody>
        {lines.map((line) => {
          const said = [t(`outcomes.${line.outcome}`)];
          if (line.outcome === 'wrong_place' && line.storagePlace)
            said.push(t('desk.standsIn', { place: line.storagePlace }));
          if (line.outcome !== 'found' && line.stateNow && line.stateNow !== line.unitState)
            said.push(t('detail.now', { state: states(line.stateNow as 'available') }));
          return (
            <TableRow key={line.lineNo} state={line.outcome === 'found' ? 'plain' : 'warn'}>
              <Cell className="font-code text-12">{words.number(line.donationNo)}</Cell>
              <Cell>{words.short(line.component)}</Cell>
              <Cell align="center">
                {line.abo && line.rhd && <GroupPlate abo={line.abo} rhd={line.rhd} size="xs" />}
              </Cell>
              <Cell wraps>{format.clauses(said)}</Cell>
            </TableRow>
          );
        })}
      </tbody>
    </Table>
  );
}
