'use client';
import { useQuery } from '@tanstack/react-query';
import Plus from 'lucide-react/icons/plus';
import Link from 'next/link';
import { parseAsString, useQueryState } from 'nuqs';
import { useTranslations } from 'use-intl';
import { useCityNow } from '@/app/_client/live';
import { useTRPC } from '@/app/_client/trpc';
import { useOpenDialog } from '@/app/_dialogs/dialog-host';
import { Page } from '@/app/_shell/page';
import { readFailure } from '@/components/record/failure';
import { useFailureWords } from '@/components/record/violation-words';
import { Button, buttonClasses } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { Icon } from '@/components/ui/icon';
import { Skeleton } from '@/components/ui/skeleton';
import { StatusMark } from '@/components/ui/status-mark';
import { Cell, HeadCell, Table, TableFrame, TableHead, TableRow } from '@/components/ui/table';
import { placeRecord } from '@/domain/storage-places/record';
import { celsiusDecimals, isHandOverdue, isReadingOverdue, readEveryHours } from '@/domain/storage-places/temperatures';
import { useFormat } from '@/i18n/provider';
import type { ListedPlace } from '@/server/modules/storage-places/list';
import type { Unplaced } from '@/server/modules/storage-places/unplaced';
import { StockTabs } from '../../_parts/stock-tabs';
import { MonthDialog } from './month-dialog';
import { MovePanel } from './move-panel';
import { PlaceDialog } from './place-dialog';
import { PlaceDrawer } from './place-drawer';
import { TemperatureDialog } from './temperature-dialog';

export type PlaceRights = {
  mayRegister: boolean;
  mayModify: boolean;
  mayMove: boolean;
  mayRead: boolean;
  mayImport: boolean;
  mayCount: boolean;
};

/** 储存位置: what stands in each fridge and what its last count found; bags are put into them by scanning. */
export function PlacesPage(rights: PlaceRights) {
  const t = useTranslations('storage-places');
  const stock = useTranslations('stock');
  const trpc = useTRPC();
  const words = useFailureWords(placeRecord);
  const { data, error, refetch, isFetching } = useQuery(trpc.storagePlaces.list.queryOptions({}));
  const unplaced = useQuery(trpc.storagePlaces.unplaced.queryOptions({})).data ?? null;
  const open = useOpenDialog();
  const [openId, setOpenId] = useQueryState('open', parseAsString);
  const opened = data?.find(({ id }) => id === openId);
  const edit = (place: ListedPlace | null) => open((close) => <PlaceDialog place={place} onClose={close} />);
  const read = (place: ListedPlace) => open((close) => <TemperatureDialog place={place} onClose={close} />);
  const failure = error ? readFailure(error) : null;
  return (
    <Page
      title={stock('title')}
      tabs={<StockTabs current="places" />}
      // Beside the drawer there is room for the list alone.
      actions={
        !opened && (
          <>
            <Link href="/stock/stocktakes" className={buttonClasses('secondary', 'dense')}>
              {t('stocktakes')}
            </Link>
            <a
              href="/storage-places/labels"
              target="_blank"
              rel="noreferrer"
              className={buttonClasses('secondary', 'dense')}
            >
              {t('labels')}
            </a>
            {rights.mayImport && (
              <Link href="/stock/places/import" className={buttonClasses('secondary', 'dense')}>
                {t('recorder.open')}
              </Link>
            )}
            {rights.mayRegister && (
              <Button size="dense" icon={<Icon of={Plus} />} onClick={() => edit(null)}>
                {t('create')}
              </Button>
            )}
          </>
        )
      }
      drawer={
        opened && (
          <PlaceDrawer
            key={opened.id}
            place={opened}
            rights={rights}
            onModify={edit}
            onRead={read}
            onClose={() => void setOpenId(null)}
          />
        )
      }
    >
      {rights.mayMove && data && data.length > 0 && <MovePanel places={data} />}
      {data && data.length > 0 ? (
        <TableFrame label={t('title')} className="flex-1">
          <PlaceTable
            places={data}
            unplaced={unplaced}
            rights={rights}
            openId={opened?.id ?? null}
            onOpen={(id) => void setOpenId(id)}
            onModify={edit}
            onRead={read}
            onPrint={(place) => open((close) => <MonthDialog place={place} onClose={close} />)}
          />
        </TableFrame>
      ) : (
        <div className="flex-1 border border-line-2 bg-surface">
          {data ? (
            <EmptyState title={t('empty')} hint={t('emptyHint')} />
          ) : failure ? (
            <ErrorState
              hint={words(failure)}
              requestId={failure.requestId}
              onRetry={() => void refetch()}
              isRetrying={isFetching}
            />
          ) : (
            <Skeleton lines={8} />
          )}
        </div>
      )}
    </Page>
  );
}

type PlaceTableProps = {
  places: readonly ListedPlace[];
  /** Null: not heard yet. */
  unplaced: Unplaced | null;
  rights: PlaceRights;
  openId: string | null;
  onOpen: (id: string) => void;
  onModify: (place: ListedPlace) => void;
  onRead: (place: ListedPlace) => void;
  onPrint: (place: ListedPlace) => void;
};

function PlaceTable(props: PlaceTableProps) {
  const { places, unplaced, rights, openId, onOpen, onModify, onRead, onPrint } = props;
  const t = useTranslations('storage-places');
  const common = useTranslations('common.action');
  const format = useFormat();
  const now = useCityNow(60_000);
  const at = (when: Date) => (now ? format.dayTime(when, now) : format.dateTime(when));
  return (
    <Table>
      <TableHead>
        <HeadCell>{t('columns.place')}</HeadCell>
        <HeadCell>{t('columns.placeClass')}</HeadCell>
        <HeadCell align="right">{t('columns.bags')}</HeadCell>
        <HeadCell align="right">{t('columns.held')}</HeadCell>
        <HeadCell>{t('temperature.column')}</HeadCell>
        {openId === null && (
          <>
            <HeadCell>{t('columns.lastCount')}</HeadCell>
            <HeadCell>{t('columns.result')}</HeadCell>
            <HeadCell isSticky />
          </>
        )}
      </TableHead>
      <tbody>
        {places.map((place) => (
          <TableRow
            key={place.id}
            state={place.id === openId ? 'chosen' : place.state === 'inactive' ? 'blocked' : 'plain'}
          >
            <Cell>
              <button
                type="button"
                className="inline-block min-w-10 text-left font-code font-bold text-act underline"
                aria-label={t('drawer.open', { place: place.code })}
                onClick={() => onOpen(place.id)}
              >
                {place.code}
              </button>{' '}
              {place.name} {place.isDefault && <span className="text-12 text-ink-3">{t('default')}</span>}
              {place.state === 'inactive' && <StatusMark tone="quiet">{t('states.inactive')}</StatusMark>}
            </Cell>
            <Cell className="text-ink-2">{t(`options.placeClass.${place.placeClass}`)}</Cell>
            <Cell align="right">
              {place.bags > 0 ? (
                <Link
                  className="text-act underline"
                  href={`/stock/bags?place=${encodeURIComponent(place.code)}`}
                  aria-label={t('bagsOf', { place: place.code })}
                >
                  {format.number(place.bags)}
                </Link>
              ) : (
                format.number(0)
              )}
            </Cell>
            <Cell align="right">{place.heldBags > 0 ? format.number(place.heldBags) : ''}</Cell>
            <Cell>
              <PlaceTemperature place={place} now={now} />
            </Cell>
            {openId === null && (
              <>
                <Cell className="text-ink-2">
                  {place.countedAt ? `${at(place.countedAt)} ${place.countedBy ?? ''}` : t('never')}
                </Cell>
                <Cell>
                  <PlaceResult place={place} />
                </Cell>
                <Cell align="right" isSticky>
                  <span className="inline-flex gap-1">
                    <Button
                      size="sm"
                      variant="ghost"
                      aria-label={t('monthly.openOf', { place: place.code })}
                      onClick={() => onPrint(place)}
                    >
                      {t('monthly.open')}
                    </Button>
                    {rights.mayModify && (
                      <Button
                        size="sm"
                        variant="ghost"
                        aria-label={t('modifyOf', { place: place.code })}
                        onClick={() => onModify(place)}
                      >
                        {common('edit')}
                      </Button>
                    )}
                    {rights.mayRead && place.state === 'active' && (
                      <Button
                        size="sm"
                        aria-label={t('temperature.readOf', { place: place.code })}
                        onClick={() => onRead(place)}
                      >
                        {t('temperature.read')}
                      </Button>
                    )}
                    {rights.mayCount && place.state === 'active' && (
                      <Link
                        className={buttonClasses('secondary', 'sm')}
                        href={`/stock/stocktakes/${place.id}`}
                        aria-label={t('countOf', { place: place.code })}
                      >
                        {t('count')}
                      </Link>
                    )}
                  </span>
                </Cell>
              </>
            )}
          </TableRow>
        ))}
        {unplaced && unplaced.bags > 0 && (
          <TableRow state="warn">
            <Cell colSpan={2}>
              <Link className="text-act underline" href="/stock/bags?placing=unplaced">
                {t('unplaced', { count: unplaced.bags })}
              </Link>
            </Cell>
            <Cell align="right">{format.number(unplaced.bags)}</Cell>
            <Cell align="right">{unplaced.heldBags > 0 ? format.number(unplaced.heldBags) : ''}</Cell>
            <Cell colSpan={openId === null ? 3 : 1} />
            {openId === null && <Cell isSticky />}
          </TableRow>
        )}
      </tbody>
    </Table>
  );
}

/** The last reading, with what is wrong with it: out of range, or too long ago. */
function PlaceTemperature({ place, now }: { place: ListedPlace; now: Date | null }) {
  const t = useTranslations('storage-places.temperature');
  const format = useFormat();
  const { lastCelsius, lastReadAt, isLastOut } = place;
  if (place.state === 'inactive') return null;
  if (lastCelsius === null || lastReadAt === null) return <StatusMark tone="warn">{t('never')}</StatusMark>;
  return (
    <span className="flex items-center gap-2">
      <strong>{t('value', { celsius: format.number(lastCelsius, celsiusDecimals(lastCelsius)) })}</strong>
      {now && <span className="text-12 text-ink-3">{format.dayTime(lastReadAt, now)}</span>}
      {isLastOut && <StatusMark tone="back">{t('out')}</StatusMark>}
      {now && isReadingOverdue(lastReadAt, now) && (
        <StatusMark tone="warn">{t('overdue', { hours: readEveryHours })}</StatusMark>
      )}
      {now && isHandOverdue(place, now) && <StatusMark tone="warn">{t('handShort')}</StatusMark>}
    </span>
  );
}

/** The last count in words, and what is still searched for. */
function PlaceResult({ place }: { place: ListedPlace }) {
  const t = useTranslations('storage-places');
  const format = useFormat();
  if (place.stocktakeId === null) return null;
  const missing = place.missing ?? 0;
  return (
    <span className="flex items-center gap-3">
      <Link className="text-act underline" href={`/stock/stocktakes?open=${place.stocktakeId}`}>
        {format.clauses([
          t('counted', { found: place.found ?? 0 }),
          missing > 0 ? t('countedMissing', { missing }) : t('countedAll'),
        ])}
      </Link>
      {place.underSearch > 0 && <StatusMark tone="hold">{t('underSearch', { count: place.underSearch })}</StatusMark>}
    </span>
  );
}
