'use client';
import { useLocale, useTranslations } from 'use-intl';
import { Combobox } from '@/components/ui/combobox';
import { DateTimeInput } from '@/components/ui/date-time-input';
import { Field } from '@/components/ui/field';
import { Panel } from '@/components/ui/panel';
import { SegmentedControl } from '@/components/ui/segmented-control';
import { Select } from '@/components/ui/select';
import { TextInput } from '@/components/ui/text-input';
import { deliveryMethods, priorities } from '@/domain/blood-orders/kinds';
import { useFormat } from '@/i18n/provider';
import type { OrderDraft } from './order-draft';
import type { OrderDesk } from './order-types';

type OrderHeadProps = {
  draft: OrderDraft;
  desk: OrderDesk;
  now: Date | null;
  firstSlot: string | null;
  onChange: (part: Partial<OrderDraft>) => void;
  /** A change keeps its station. */
  isStationFixed: boolean;
};

/** To whom, how pressing, by which delivery; and how long that can still be ordered. */
export function OrderHead({ draft, desk, now, firstSlot, onChange, isStationFixed }: OrderHeadProps) {
  const t = useTranslations('blood-orders');
  const priorityWords = useTranslations('blood-orders.options.priority');
  const methodWords = useTranslations('blood-orders.options.deliveryMethod');
  const format = useFormat();
  const locale = useLocale();
  const station = desk.stations.find(({ id }) => id === draft.stationId);
  const slots = station?.slots ?? [];
  const at = now ?? desk.now;
  const slot = slots.find(({ arrivesAt }) => arrivesAt.toISOString() === draft.neededAt);
  const nameOf = (one: OrderDesk['stations'][number]) => (locale === 'en' ? one.nameEn : one.name);
  const minutes = slot ? Math.floor((slot.orderBy.getTime() - at.getTime()) / 60_000) : null;
  return (
    <Panel isPadded>
      <div className="grid grid-cols-[minmax(0,1.3fr)_auto_minmax(0,0.8fr)_minmax(0,1.4fr)] items-start gap-x-4 gap-y-2">
        <Field label={t('station')} layout="top" density="dense">
          <Combobox
            items={desk.stations.map((one) => ({ value: one.id, label: nameOf(one), code: one.id }))}
            value={station ? { value: station.id, label: nameOf(station) } : null}
            onValueChange={(item) => onChange({ stationId: item?.value ?? '' })}
            isReadOnly={isStationFixed}
          />
        </Field>
        <Field label={t('fields.priority')} layout="top" density="dense" isGroup>
          <SegmentedControl
            size="sm"
            items={priorities.map((value) => ({ value, label: priorityWords(value) }))}
            value={draft.priority}
            onValueChange={(priority) =>
              onChange(
                // What presses waits for no lorry of the day; its time is now, or is said.
                priority === 'routine'
                  ? { priority, deliveryMethod: 'slot', neededAt: firstSlot }
                  : draft.priority === 'routine'
                    ? { priority, deliveryMethod: 'express', neededAt: null }
                    : { priority },
              )
            }
          />
        </Field>
        <Field label={t('fields.deliveryMethod')} layout="top" density="dense">
          <Select
            items={deliveryMethods.map((value) => ({ value, label: methodWords(value) }))}
            value={draft.deliveryMethod}
            onValueChange={(deliveryMethod) =>
              onChange({ deliveryMethod, neededAt: deliveryMethod === 'slot' ? firstSlot : null })
            }
          />
        </Field>
        {draft.deliveryMethod === 'slot' ? (
          <Field label={t('slot')} layout="top" density="dense">
            <Select
              items={slots.map(({ arrivesAt, orderBy }) => ({
                value: arrivesAt.toISOString(),
                label: t('slotOf', { at: format.dayTime(arrivesAt, at) }),
                note: t('orderBy', { at: format.dayTime(orderBy, at) }),
              }))}
              value={draft.neededAt}
              onValueChange={(neededAt) => onChange({ neededAt })}
              {...(slots.length === 0 ? { placeholder: t('noSlots') } : {})}
            />
          </Field>
        ) : (
          <Field label={t('needed')} layout="top" density="dense" isOptional={draft.priority === 'life_threatening'}>
            <DateTimeInput
              value={draft.neededAt ? new Date(draft.neededAt) : null}
              onValueChange={(value) =>
                onChange({ neededAt: value && !Number.isNaN(value.getTime()) ? value.toISOString() : null })
              }
              now={at}
            />
          </Field>
        )}
      </div>
      <div className="mt-1.5 flex flex-wrap items-center gap-x-6 gap-y-1 text-12 text-ink-2">
        {minutes !== null && minutes >= 0 && (
          <span className={minutes < 15 ? 'font-bold text-ink' : undefined}>
            {t('untilClose', { minutes: format.age(minutes * 60) })}
          </span>
        )}
        {station?.dutyPhone && draft.priority !== 'routine' && (
          <span className="font-bold text-ink">{t('phone.call', { phone: station.dutyPhone })}</span>
        )}
        {draft.priority !== 'routine' && (
          <Field label={t('phone.with')} isOptional density="dense" labelWidth={150} className="w-[360px]">
            <TextInput
              value={draft.phonedWith}
              maxLength={40}
              onValueChange={(phonedWith) => onChange({ phonedWith })}
            />
          </Field>
        )}
        <span className="ml-auto">{t('proposalIs')}</span>
      </div>
    </Panel>
  );
}
