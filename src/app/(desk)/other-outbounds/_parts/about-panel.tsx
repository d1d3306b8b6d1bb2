'use client';
import { useEffect } from 'react';
import { useTranslations } from 'use-intl';
import { Combobox } from '@/components/ui/combobox';
import { DateTimeInput } from '@/components/ui/date-time-input';
import { Field } from '@/components/ui/field';
import { Panel } from '@/components/ui/panel';
import type { PickerItem } from '@/components/ui/picker-item';
import { RadioGroup } from '@/components/ui/radio-group';
import { TextInput } from '@/components/ui/text-input';
import { useKey } from '@/components/ui/use-key';
import { type OutboundKind, outboundKindNames, outboundKinds, reasonsOf } from '@/domain/other-outbounds/kinds';
import { isPhone } from '@/domain/phone';
import type { Outbound } from './use-outbound';

type AboutPanelProps = {
  outbound: Outbound;
  change: (next: (before: Outbound) => Outbound) => void;
  destinations: readonly PickerItem[];
  toOrgId: string;
  destroyedAt: Date | null;
  onDestroyedAt: (at: Date | null) => void;
  now: Date | null;
};

const kindsId = 'outbound-kinds';

function focusKinds() {
  const radios = [...document.querySelectorAll<HTMLElement>(`#${kindsId} [role="radio"]`)];
  (radios.find((radio) => radio.ariaChecked === 'true') ?? radios[0])?.focus();
}

/** What it is, why, and where it goes. The kind comes first and has the focus: arrows and Space choose it. */
export function AboutPanel(props: AboutPanelProps) {
  const { outbound, change, destinations, toOrgId, destroyedAt, onDestroyedAt, now } = props;
  const t = useTranslations('other-outbounds');
  const shared = useTranslations('record');
  useEffect(() => {
    // The group knows its answers a frame later; an earlier focus would cost the first arrow.
    const frame = requestAnimationFrame(focusKinds);
    return () => cancelAnimationFrame(frame);
  }, []);
  useKey('F4', (event) => {
    event.preventDefault();
    focusKinds();
  });
  const { kind } = outbound;
  const destination = kind && outboundKinds[kind].destination;
  const choose = (next: OutboundKind) =>
    change((before) => ({
      ...before,
      kind: next,
      reasonCode:
        before.reasonCode && reasonsOf(next).includes(before.reasonCode) ? before.reasonCode : soleReason(next),
    }));

  return (
    <Panel title={t('entry.about')} isPadded>
      <Field label={t('fields.kind')} isGroup>
        <RadioGroup
          id={kindsId}
          isInline
          label={t('fields.kind')}
          items={outboundKindNames.map((value) => ({ value, label: t(`options.kind.${value}`) }))}
          value={kind}
          onValueChange={choose}
        />
      </Field>
      {kind && (
        <>
          <Field label={t('fields.reasonCode')} isGroup className="mt-2">
            <RadioGroup
              isInline
              label={t('fields.reasonCode')}
              items={reasonsOf(kind).map((value) => ({ value, label: t(`options.reasonCode.${value}`) }))}
              value={outbound.reasonCode}
              onValueChange={(reasonCode) => change((before) => ({ ...before, reasonCode }))}
            />
          </Field>
          <div className="mt-2 grid grid-cols-3 gap-x-4 gap-y-2">
            <Field label={t('fields.words')} isOptional={outbound.reasonCode !== 'other'} className="col-span-3">
              <TextInput
                value={outbound.words}
                maxLength={200}
                onValueChange={(words) => change((before) => ({ ...before, words }))}
              />
            </Field>
            {destination && (
              <>
                <Field label={t(destination === 'hospital' ? 'entry.hospital' : 'entry.station')} labelWidth={110}>
                  <Combobox
                    items={destinations}
                    value={destinations.find((item) => item.value === toOrgId) ?? null}
                    onValueChange={(item) => change((before) => ({ ...before, toOrgId: item?.value ?? '' }))}
                  />
                </Field>
                <Field label={t('entry.carrier')} isOptional>
                  <TextInput
                    value={outbound.carrier}
                    maxLength={40}
                    onValueChange={(carrier) => change((before) => ({ ...before, carrier }))}
                  />
                </Field>
                <Field
                  label={t('entry.carrierPhone')}
                  isOptional
                  labelWidth={110}
                  error={isPhone(outbound.carrierPhone) ? null : shared('violations.phone_unreadable')}
                >
                  <TextInput
                    value={outbound.carrierPhone}
                    maxLength={30}
                    inputMode="tel"
                    onValueChange={(carrierPhone) => change((before) => ({ ...before, carrierPhone }))}
                  />
                </Field>
              </>
            )}
            {kind === 'discard' && (
              <>
                <Field label={t('fields.destroyedAt')} isOptional labelWidth={110}>
                  <DateTimeInput value={destroyedAt} now={now ?? undefined} onValueChange={onDestroyedAt} />
                </Field>
                <Field label={t('fields.destroyMethod')} isOptional labelWidth={110} className="col-span-2">
                  <TextInput
                    value={outbound.destroyMethod}
                    maxLength={40}
                    placeholder={t('entry.destroyMethodHint')}
                    onValueChange={(destroyMethod) => change((before) => ({ ...before, destroyMethod }))}
                  />
                </Field>
              </>
            )}
          </div>
        </>
      )}
    </Panel>
  );
}

/** A kind that has one reason only needs no answer. */
function soleReason(kind: OutboundKind): Outbound['reasonCode'] {
  const [first, ...others] = reasonsOf(kind);
  return first && others.length === 0 ? first : null;
}
