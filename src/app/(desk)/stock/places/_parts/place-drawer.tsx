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
import { StateMark } from '@/components/record/state-mark';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { DayTime } from '@/components/ui/day-time';
import { Drawer } from '@/components/ui/drawer';
import { Skeleton } from '@/components/ui/skeleton';
import { placeRecord } from '@/domain/storage-places/record';
import { handHoursApart, handReadings, isHandOverdue } from '@/domain/storage-places/temperatures';
import { useFormat } from '@/i18n/provider';
import type { ListedPlace } from '@/server/modules/storage-places/list';
import type { PlaceRights } from './places-page';

type PlaceDrawerProps = {
  place: ListedPlace;
  rights: Pick<PlaceRights, 'mayModify' | 'mayRead'>;
  onModify: (place: ListedPlace) => void;
  onRead: (place: ListedPlace) => void;
  onClose: () => void;
};

/** One place: what it is, the bags that were put into it or elsewhere last, and what was changed about it. */
export function PlaceDrawer({ place, rights, onModify, onRead, onClose }: PlaceDrawerProps) {
  const t = useTranslations('storage-places');
  const common = useTranslations('common.action');
  const trpc = useTRPC();
  const now = useCityNow(60_000) ?? undefined;
  const mayRead = rights.mayRead && place.state === 'active';
  const history = useQuery(trpc.storagePlaces.history.queryOptions({ id: place.id }));
  return (
    <Drawer
      title={
        <span>
          <span className="font-code">{place.code}</span> {place.name}
        </span>
      }
      label={`${place.code} ${place.name}`}
      status={<StateMark definition={placeRecord} state={place.state} />}
      onClose={onClose}
      width={376}
      footer={
        (rights.mayModify || mayRead) && (
          <>
            {rights.mayModify && <Button onClick={() => onModify(place)}>{common('edit')}</Button>}
            {mayRead && <Button onClick={() => onRead(place)}>{t('temperature.read')}</Button>}
          </>
        )
      }
    >
      {now && place.state === 'active' && isHandOverdue(place, now) && (
        <Banner tone="warn">{t('temperature.handShortHint', { times: handReadings, hours: handHoursApart })}</Banner>
      )}
      <div className="border-b border-line px-4 py-3">
        <RecordDetail
          definition={placeRecord}
          record={{ ...place }}
          fields={['placeClass', 'isDefault', 'createdAt']}
          now={now}
        />
      </div>
      <section className="border-b border-line px-4 py-3">
        <h3 className="mb-2 text-14 font-bold">{t('drawer.moves')}</h3>
        <LastMoves place={place} now={now} />
      </section>
      <section className="px-4 py-3">
        <h3 className="mb-2 text-14 font-bold">{t('drawer.history')}</h3>
        {history.error ? (
          <FailurePanel definition={placeRecord} failure={readFailure(history.error)} />
        ) : (
          <HistoryPanel definition={placeRecord} entries={history.data ?? []} now={now} />
        )}
      </section>
    </Drawer>
  );
}

function LastMoves({ place, now }: { place: ListedPlace; now: Date | undefined }) {
  const t = useTranslations('storage-places.drawer');
  const trpc = useTRPC();
  const format = useFormat();
  const { data, error } = useQuery(trpc.storagePlaces.moves.queryOptions({ id: place.id }));
  if (error) return <FailurePanel definition={placeRecord} failure={readFailure(error)} />;
  if (!data) return <Skeleton lines={4} />;
  if (data.length === 0) return <p className="text-13 text-ink-2">{t('noMoves')}</p>;
  return (
    <ul className="text-13">
      {data.map((move) => (
        <li key={move.id} className="border-t border-line py-1 first:border-t-0">
          <span className="flex gap-2">
            {move.donationNo ? (
              <Link href={`/units/${move.unitId}`} className="font-code text-act underline">
                {format.donationNumber(move.donationNo)}
              </Link>
            ) : (
              <span className="text-ink-3">{t('elsewhere')}</span>
            )}
            <span className="ml-auto">
              {move.from || t('unplaced')} → {move.to || t('unplaced')}
            </span>
          </span>
          <span className="flex gap-2 text-12 text-ink-2">
            <DayTime at={move.at} now={now} />
            <span className="ml-auto">{move.by}</span>
          </span>
        </li>
      ))}
    </ul>
  );
}
