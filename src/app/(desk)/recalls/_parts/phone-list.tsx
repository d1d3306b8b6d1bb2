'use client';
import { useQuery } from '@tanstack/react-query';
import Phone from 'lucide-react/icons/phone';
import { useTranslations } from 'use-intl';
import { useCityNow } from '@/app/_client/live';
import { useTRPC } from '@/app/_client/trpc';
import { useOpenDialog } from '@/app/_dialogs/dialog-host';
import { Button } from '@/components/ui/button';
import { Icon } from '@/components/ui/icon';
import { Panel } from '@/components/ui/panel';
import { callAfterMinutes } from '@/domain/recalls/fates';
import { useFormat } from '@/i18n/provider';
import { ClassMark } from './class-mark';
import { NoteCall } from './recall-dialogs';
import type { HouseToCall } from './recall-types';

const askedEveryMs = 30_000;

/** Houses that have not acknowledged for ten minutes: whom to call, and who was called. Nothing where there is none. */
export function PhoneList() {
  const t = useTranslations('recalls.call');
  const trpc = useTRPC();
  const { data = [] } = useQuery(trpc.recalls.toCall.queryOptions({}, { refetchInterval: askedEveryMs }));
  if (data.length === 0) return null;
  return (
    <Panel isFocused title={t('title')} note={t('hint', { minutes: callAfterMinutes })}>
      <ul className="max-h-40 overflow-auto text-13">
        {data.map((house) => (
          <HouseLine key={`${house.recallId} ${house.orgId}`} house={house} />
        ))}
      </ul>
    </Panel>
  );
}

function HouseLine({ house }: { house: HouseToCall }) {
  const t = useTranslations('recalls.call');
  const detail = useTranslations('recalls.detail');
  const format = useFormat();
  const now = useCityNow(30_000);
  const open = useOpenDialog();
  const { phone, nightPhone, lastCalledAt } = house;
  const time = (at: Date) => (now ? format.dayTime(at, now) : format.dateTime(at));
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-3 py-1 last:border-b-0">
      <ClassMark recallClass={house.recallClass} />
      <strong>{house.name}</strong>
      <span className="flex items-center gap-1.5 text-14 font-bold">
        <Icon of={Phone} size={14} />
        {phone || nightPhone
          ? [phone && `${t('day')} ${phone}`, nightPhone && `${t('night')} ${nightPhone}`].filter(Boolean).join(' ')
          : t('noPhone')}
      </span>
      <span>{house.no}</span>
      <span>{t('open', { count: house.bagCount })}</span>
      {now && (
        <span className="text-ink-2">
          {detail('waitingSince', {
            at: time(house.soundedAt),
            age: format.age((now.getTime() - house.soundedAt.getTime()) / 1000),
          })}
        </span>
      )}
      {lastCalledAt && (
        <span className="text-ink-2">
          {t('last', { at: time(lastCalledAt), reached: house.lastReached || detail('nobody') })}
        </span>
      )}
      <Button
        size="sm"
        className="ml-auto"
        onClick={() => open((close) => <NoteCall id={house.recallId} house={house} onClose={close} />)}
      >
        {t('note')}
      </Button>
    </li>
  );
}
