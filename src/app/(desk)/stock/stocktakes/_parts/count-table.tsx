'use client';
import { useQueryClient } from '@tanstack/react-query';
import X from 'lucide-react/icons/x';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { mintUuid } from '@/app/_client/mint-uuid';
import { useTRPC, useTRPCClient } from '@/app/_client/trpc';
import { readFailure } from '@/components/record/failure';
import { useFailureWords } from '@/components/record/violation-words';
import { playTone } from '@/components/scan/scan-sounds';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { DonationNumber } from '@/components/ui/donation-number';
import { EmptyState } from '@/components/ui/empty-state';
import { GroupPlate } from '@/components/ui/group-plate';
import { Icon } from '@/components/ui/icon';
import { IconButton } from '@/components/ui/icon-button';
import { SegmentedControl } from '@/components/ui/segmented-control';
import { Cell, HeadCell, Table, TableFrame, TableHead, TableRow } from '@/components/ui/table';
import { holdReasonOf } from '@/domain/stock/holds';
import type { CountOutcome } from '@/domain/stocktakes/count';
import { placeRecord } from '@/domain/storage-places/record';
import { useFormat } from '@/i18n/provider';
import { useBagWords } from './use-bag-words';
import type { CountRow } from './use-count';

const shown = {
  missing: ['missing', 'still_missing', 'came', 'in_processing'],
  found: ['found', 'left'],
  unexpected: ['wrong_place', 'not_in_stock', 'unknown'],
} as const satisfies Record<string, readonly CountOutcome[]>;
type Shown = keyof typeof shown;
const views = { missing: 'showMissing', found: 'showFound', unexpected: 'showUnexpected' } as const;
const nothings = { missing: 'noneMissing', found: 'noneFound', unexpected: 'noneUnexpected' } as const;

type CountTableProps = {
  rows: readonly CountRow[];
  placeId: string;
  placeCode: string;
  onRemove: (key: string) => void;
};

/** What is still missing, what was found, what should not be here: one list at a time, each with its number in sight. */
export function CountTable({ rows, placeId, placeCode, onRemove }: CountTableProps) {
  const t = useTranslations('stocktakes.desk');
  const [view, setView] = useState<Shown>('missing');
  const of = (name: Shown) => rows.filter(({ outcome }) => (shown[name] as readonly CountOutcome[]).includes(outcome));
  const listed = of(view);
  const { keepHere, failure } = useKeepHere(placeId);
  return (
    <div className="flex min-h-0 flex-1 flex-col gap-1">
      <SegmentedControl
        label={t('columns.why')}
        size="sm"
        className="self-start"
        value={view}
        onValueChange={setView}
        items={(Object.keys(shown) as Shown[]).map((value) => ({
          value,
          label: t(views[value], { count: of(value).length }),
        }))}
      />
      {failure && <Banner tone="stop">{failure}</Banner>}
      <TableFrame label={t(views[view], { count: listed.length })} className="flex-1">
        {listed.length === 0 ? (
          <EmptyState title={t(nothings[view])} />
        ) : (
          <Table>
            <TableHead>
              <HeadCell>{t('columns.donationNo')}</HeadCell>
              <HeadCell>{t('columns.productCode')}</HeadCell>
              <HeadCell>{t('columns.component')}</HeadCell>
              <HeadCell align="center">{t('columns.group')}</HeadCell>
              <HeadCell align="right">{t('columns.amount')}</HeadCell>
              <HeadCell>{t('columns.why')}</HeadCell>
              <HeadCell />
            </TableHead>
            <tbody>
              {listed.map((row) => (
                <CountLine
                  key={row.key}
                  row={row}
                  placeCode={placeCode}
                  onRemove={onRemove}
                  onKeepHere={(unitId) => void keepHere(unitId)}
                />
              ))}
            </tbody>
          </Table>
        )}
      </TableFrame>
    </div>
  );
}

type CountLineProps = {
  row: CountRow;
  placeCode: string;
  onRemove: (key: string) => void;
  onKeepHere: (unitId: string) => void;
};

function CountLine({ row, placeCode, onRemove, onKeepHere }: CountLineProps) {
  const t = useTranslations('stocktakes');
  const states = useTranslations('station-stock.unitStates');
  const reasons = useTranslations('stock.holdReasons');
  const format = useFormat();
  const { bag, outcome, unitId } = row;
  const words = useBagWords();
  const isOwn = words.isOwn(row.donationNo);
  const shownNo = words.number(row.donationNo);
  const said = [t(`outcomes.${outcome}`)];
  if (outcome === 'wrong_place' && bag)
    said.push(bag.storagePlace ? t('desk.standsIn', { place: bag.storagePlace }) : t('desk.standsNowhere'));
  if (bag && outcome !== 'wrong_place' && bag.state !== 'available')
    said.push(bag.isHere ? states(bag.state as 'available') : states('in_transit'));
  if (bag?.state === 'quarantined') said.push(reasons(holdReasonOf(bag.holdReason)));
  const isMissing = outcome === 'missing' || outcome === 'still_missing';
  return (
    <TableRow state={isMissing || outcome === 'found' ? 'plain' : 'warn'}>
      <Cell>
        {isOwn ? <span className="font-code">{row.donationNo}</span> : <DonationNumber donationNo={row.donationNo} />}
      </Cell>
      <Cell className="font-code">{row.productCode}</Cell>
      <Cell>{words.component(bag?.component)}</Cell>
      <Cell align="center">{bag && <GroupPlate abo={bag.abo} rhd={bag.rhd} />}</Cell>
      <Cell align="right">{bag && words.amount(bag)}</Cell>
      <Cell>{format.clauses(said)}</Cell>
      <Cell align="right">
        <span className="inline-flex items-center gap-1">
          {outcome === 'wrong_place' && unitId && !isOwn && (
            <Button
              size="sm"
              aria-label={t('desk.moveHereOf', { donationNo: shownNo })}
              title={placeCode}
              onClick={() => onKeepHere(unitId)}
            >
              {t('desk.moveHere')}
            </Button>
          )}
          {row.isScanned && (
            <IconButton
              label={t('desk.remove', { donationNo: shownNo })}
              icon={<Icon of={X} />}
              onClick={() => onRemove(row.key)}
            />
          )}
        </span>
      </Cell>
    </TableRow>
  );
}

/** A bag of another place is kept here: put here by the verb of the places, and the count follows. */
function useKeepHere(placeId: string) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queries = useQueryClient();
  const say = useFailureWords(placeRecord);
  const [failure, setFailure] = useState<string | null>(null);
  async function keepHere(unitId: string) {
    setFailure(null);
    try {
      await client.storagePlaces.move.mutate({ key: mintUuid(), data: { placeId, unitIds: [unitId] } });
      playTone('ok');
      await queries.invalidateQueries({ queryKey: trpc.stocktakes.open.queryKey({ placeId }) });
    } catch (error) {
      playTone('refuse');
      setFailure(say(readFailure(error)));
    }
  }
  return { keepHere, failure };
}
