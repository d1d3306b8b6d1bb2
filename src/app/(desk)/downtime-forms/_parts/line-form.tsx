'use client';
import { type FormEvent, useEffect, useState } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { Button } from '@/components/ui/button';
import { CodeInput } from '@/components/ui/code-input';
import { DateTimeInput } from '@/components/ui/date-time-input';
import { Field } from '@/components/ui/field';
import { NumberInput } from '@/components/ui/number-input';
import { RadioGroup } from '@/components/ui/radio-group';
import { Select } from '@/components/ui/select';
import { TextInput } from '@/components/ui/text-input';
import { useKey } from '@/components/ui/use-key';
import { type BloodComponent, componentCatalogue, componentName } from '@/domain/blood/components';
import { aboGroups, formatGroup, rhdValues } from '@/domain/blood/groups';
import { discardReasons, lineKinds, paperCrossmatches } from '@/domain/downtime-forms/kinds';
import { useFormat } from '@/i18n/provider';
import type { PaperLine } from './use-paper';

const components: readonly BloodComponent[] = componentCatalogue;
const groups = aboGroups.flatMap((abo) =>
  rhdValues.map((rhd) => ({ value: `${abo}.${rhd}`, label: formatGroup(abo, rhd) })),
);
const patientGroups = aboGroups.flatMap((abo) =>
  (['positive', 'negative'] as const).map((rhd) => ({ value: `${abo}.${rhd}`, label: formatGroup(abo, rhd) })),
);
const kindsId = 'paper-kinds';

function focusKinds() {
  const radios = [...document.querySelectorAll<HTMLElement>(`#${kindsId} [role="radio"]`)];
  (radios.find((radio) => radio.ariaChecked === 'true') ?? radios[0])?.focus();
}

type LineFormProps = {
  line: PaperLine;
  lineNo: number;
  onChange: (change: Partial<PaperLine>) => void;
  missing: string | null;
  onAdd: () => void;
  now: Date | null;
};

/** One line of the paper, in the order in which it is written. Enter adds it. */
export function LineForm({ line, lineNo, onChange, missing, onAdd, now }: LineFormProps) {
  const t = useTranslations('downtime-forms');
  const states = useTranslations('stock.states');
  const locale = useLocale();
  const format = useFormat();
  const [at, setAt] = useState<Date | null>(line.occurredAt ? new Date(line.occurredAt) : null);
  const [expiry, setExpiry] = useState<Date | null>(line.expiresAt ? new Date(line.expiresAt) : null);
  useEffect(() => setExpiry(line.expiresAt ? new Date(line.expiresAt) : null), [line.expiresAt]);
  useKey('F4', (event) => {
    event.preventDefault();
    focusKinds();
  });
  const isMoment = (moment: Date | null) => moment !== null && !Number.isNaN(moment.getTime());
  const component = components.find(({ code }) => code === line.known?.component);
  const groupOf = (value: string | null) => {
    const abo = aboGroups.find((name) => value?.startsWith(`${name}.`)) ?? null;
    return { abo, rhd: abo ? (rhdValues.find((name) => value?.endsWith(`.${name}`)) ?? null) : null };
  };
  function submit(event: FormEvent) {
    event.preventDefault();
    if (missing === null) onAdd();
  }
  return (
    <form onSubmit={submit} className="flex flex-col gap-2">
      <Field label={t('entry.kind')} isGroup>
        <RadioGroup
          id={kindsId}
          isInline
          label={t('entry.kind')}
          items={lineKinds.map((value) => ({ value, label: t(`kinds.${value}`) }))}
          value={line.kind}
          onValueChange={(kind) => onChange({ kind })}
        />
      </Field>
      <div className="grid grid-cols-4 gap-x-3 gap-y-2">
        <Field label={t('entry.donation')} layout="top">
          <CodeInput
            value={line.donation}
            onValueChange={(donation) =>
              onChange({ donation, donationNo: donation.trim(), entry: 'hand', known: null })
            }
          />
        </Field>
        <Field label={t('entry.product')} layout="top">
          <CodeInput value={line.productCode} onValueChange={(productCode) => onChange({ productCode })} />
        </Field>
        <Field label={t('entry.group')} layout="top">
          <Select
            value={line.abo ? `${line.abo}.${line.rhd ?? 'unspecified'}` : null}
            onValueChange={(value) => onChange(groupOf(value))}
            items={groups}
          />
        </Field>
        <Field label={t('entry.expiry')} layout="top">
          <DateTimeInput
            value={expiry}
            now={now ?? undefined}
            onValueChange={(moment) => {
              setExpiry(moment);
              if (moment === null || isMoment(moment)) onChange({ expiresAt: moment?.toISOString() ?? null });
            }}
          />
        </Field>
        {line.donation !== '' && line.productCode !== '' && (
          <p className="col-span-4 text-13 text-ink-2">
            {line.known
              ? t('entry.known', {
                  component: component ? componentName(component, locale) : line.known.component,
                  state: states(line.known.state as 'available'),
                  group: formatGroup(line.known.abo, line.known.rhd),
                  expiry: format.dateTime(new Date(line.known.expiresAt)),
                })
              : t('entry.unknown')}
          </p>
        )}
        {line.donation !== '' && !line.known && line.entry === 'hand' && (
          <Field label={t('entry.repeat')} hint={t('entry.repeatHint')} layout="top">
            <CodeInput value={line.repeated} onValueChange={(repeated) => onChange({ repeated })} />
          </Field>
        )}
        <Field label={t('entry.at')} hint={t('entry.atHint')} layout="top">
          <DateTimeInput
            value={at}
            now={now ?? undefined}
            onValueChange={(moment) => {
              setAt(moment);
              onChange({ occurredAt: moment && isMoment(moment) ? moment.toISOString() : null });
            }}
          />
        </Field>
        <Field label={t('entry.first')} hint={t('entry.peopleHint')} layout="top">
          <TextInput value={line.first} maxLength={40} onValueChange={(first) => onChange({ first })} />
        </Field>
        <Field label={t('entry.second')} layout="top" isOptional>
          <TextInput value={line.second} maxLength={40} onValueChange={(second) => onChange({ second })} />
        </Field>
        {line.kind === 'received' && (
          <Field label={t('entry.celsius')} layout="top" isOptional>
            <NumberInput
              value={line.celsius}
              unit="℃"
              onValueChange={(celsius) => onChange({ celsius: Number.isNaN(celsius) ? null : celsius })}
            />
          </Field>
        )}
        {line.kind === 'issued' && (
          <>
            <Field label={t('entry.crossmatch')} layout="top">
              <Select
                value={line.crossmatch}
                onValueChange={(crossmatch) => crossmatch && onChange({ crossmatch })}
                items={paperCrossmatches.map((value) => ({ value, label: t(`crossmatches.${value}`) }))}
              />
            </Field>
            <Field label={t('entry.patient')} layout="top" isOptional>
              <TextInput
                value={line.patientName}
                maxLength={40}
                onValueChange={(patientName) => onChange({ patientName })}
              />
            </Field>
            <Field label={t('entry.mrn')} layout="top" isOptional>
              <CodeInput value={line.mrn} onValueChange={(mrn) => onChange({ mrn })} />
            </Field>
            <Field label={t('entry.patientGroup')} layout="top" isOptional>
              <Select
                value={line.patientAbo ? `${line.patientAbo}.${line.patientRhd ?? 'positive'}` : 'unknown'}
                onValueChange={(value) => {
                  const { abo, rhd } = groupOf(value);
                  onChange({ patientAbo: abo, patientRhd: rhd === 'unspecified' ? null : rhd });
                }}
                items={[{ value: 'unknown', label: t('entry.unknownGroup') }, ...patientGroups]}
              />
            </Field>
            <Field label={t('entry.department')} layout="top" isOptional>
              <TextInput
                value={line.department}
                maxLength={40}
                onValueChange={(department) => onChange({ department })}
              />
            </Field>
          </>
        )}
        {line.kind === 'discarded' && (
          <Field label={t('entry.reason')} layout="top">
            <Select
              value={line.reasonCode}
              onValueChange={(reasonCode) => reasonCode && onChange({ reasonCode })}
              items={discardReasons.map((value) => ({ value, label: t(`reasons.${value}`) }))}
            />
          </Field>
        )}
        <Field label={t('entry.words')} layout="top" isOptional className="col-span-2">
          <TextInput value={line.words} maxLength={200} onValueChange={(words) => onChange({ words })} />
        </Field>
        <span className="col-span-2 flex items-end">
          <Button type="submit" kbd="Enter" disabledReason={missing}>
            {t('entry.saveLine', { line: lineNo })}
          </Button>
        </span>
      </div>
    </form>
  );
}
