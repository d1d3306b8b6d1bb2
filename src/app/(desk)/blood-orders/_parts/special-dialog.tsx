'use client';
import { useCallback, useRef, useState } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { mintUuid } from '@/app/_client/mint-uuid';
import { useTRPCClient } from '@/app/_client/trpc';
import { Button } from '@/components/ui/button';
import { Combobox } from '@/components/ui/combobox';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { MultiSelect } from '@/components/ui/multi-select';
import { NumberInput } from '@/components/ui/number-input';
import type { PickerItem } from '@/components/ui/picker-item';
import { Select } from '@/components/ui/select';
import { TextInput } from '@/components/ui/text-input';
import { useKey } from '@/components/ui/use-key';
import { modifiers } from '@/domain/blood/compatibility-types';
import { type BloodComponent, componentCatalogue, componentName } from '@/domain/blood/components';
import { formatGroup, groupColumns, groupKey } from '@/domain/blood/groups';
import { negativeAntigens } from '@/domain/blood-orders/kinds';
import { amountStep } from '@/domain/blood-orders/proposal';
import { useFormat } from '@/i18n/provider';
import { componentOf, useLineWords } from './line-words';
import { isEven, type SpecialLine } from './order-draft';

const components: readonly BloodComponent[] = componentCatalogue;

type SpecialDialogProps = {
  line: SpecialLine | null;
  title: string;
  onSave: (line: SpecialLine) => void;
  onClose: () => void;
};

/** Component and group are never presumed: a default that is overlooked is the wrong blood. */
type Entry = Omit<SpecialLine, 'component' | 'abo' | 'rhd'> & { component: string | null; group: string | null };

const blank = (): Entry => ({
  key: mintUuid(),
  component: null,
  group: null,
  amount: null,
  modifiers: [],
  antigensNegative: [],
  words: '',
  patient: null,
});

/** One special line: component, group, amount, for whom, and what the bag must be. What the patient had last time is filled in. */
export function SpecialDialog({ line: known, title, onSave, onClose }: SpecialDialogProps) {
  const t = useTranslations('blood-orders');
  const blood = useTranslations('common.blood');
  const options = useTranslations('products.options.modifiers');
  const words = useLineWords();
  const format = useFormat();
  const locale = useLocale();
  const client = useTRPCClient();
  const [line, setLine] = useState<Entry>(() =>
    known ? { ...known, group: groupKey(known.abo, known.rhd) } : blank(),
  );
  const [remembered, setRemembered] = useState('');
  const change = (part: Partial<Entry>) => setLine((before) => ({ ...before, ...part }));
  const component = line.component === null ? undefined : componentOf(line.component);
  const group = groupColumns.find((one) => groupKey(one.abo, one.rhd) === line.group);
  const isOdd = component ? !isEven(line.amount, component) : false;
  const missing = !component
    ? t('needComponent')
    : !group
      ? t('needGroup')
      : !line.amount || line.amount <= 0
        ? t('needLines')
        : isOdd
          ? t('needAmount')
          : null;

  const groups = useRef(new Map<string, string>());
  const findPatients = useCallback(
    async (text: string): Promise<PickerItem[]> => {
      if (text.trim() === '') return [];
      const found = await client.bloodOrders.patients.query({ text });
      for (const patient of found)
        groups.current.set(patient.id, groupKey(patient.abo as 'A', patient.rhd as 'positive'));
      return found.map(({ id, name, mrn }) => ({ value: id, label: `${name} ${mrn}` }));
    },
    [client],
  );

  /** What memory and register filled in: it goes with the patient. */
  const filled = useRef<Partial<Entry>>(
    known?.patient
      ? {
          component: known.component,
          group: groupKey(known.abo, known.rhd),
          amount: known.amount,
          modifiers: known.modifiers,
          antigensNegative: known.antigensNegative,
          words: known.words,
        }
      : {},
  );
  const asked = useRef(0);
  async function choosePatient(item: PickerItem | null) {
    asked.current += 1;
    const turn = asked.current;
    const own = item ? groups.current.get(item.value) : undefined;
    const isOrderable = groupColumns.some((one) => groupKey(one.abo, one.rhd) === own);
    const before = filled.current;
    filled.current = own && isOrderable ? { group: own } : {};
    setRemembered('');
    setLine((now) => ({
      ...without(now, before),
      patient: item && { id: item.value, label: item.label },
      ...filled.current,
    }));
    if (!item) return;
    try {
      const last = await client.bloodOrders.lastSpecial.query({ patientId: item.value });
      // Somebody else was chosen meanwhile: this is not about him.
      if (!last || turn !== asked.current) return;
      const memory: Partial<Entry> = {
        component: last.component,
        group: filled.current.group ?? groupKey(last.abo, last.rhd),
        amount: last.amount / 100,
        modifiers: last.modifiers,
        antigensNegative: last.antigensNegative as SpecialLine['antigensNegative'],
        words: last.words,
      };
      setLine((now) => {
        const fresh = onlyEmpty(now, memory);
        filled.current = { ...filled.current, ...fresh };
        return { ...now, ...fresh };
      });
      const what = format.clauses([words.name(last.component), formatGroup(last.abo, last.rhd), words.wanted(last)]);
      setRemembered(t('remembered', { at: format.dateTime(last.orderedAt), what }));
    } catch {
      // Nothing is remembered: the line is filled in by hand.
    }
  }

  function save() {
    if (missing) return;
    if (!component || !group) return;
    const { group: _, ...entry } = line;
    onSave({ ...entry, component: component.code, abo: group.abo, rhd: group.rhd, words: line.words.trim() });
    onClose();
  }
  useKey('Ctrl Enter', save, { reach: 'dialog' });

  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={title}
      footer={
        <Button variant="primary" kbd="Ctrl Enter" disabledReason={missing} onClick={save}>
          {t('specialSave')}
        </Button>
      }
    >
      <div className="grid grid-cols-2 gap-3">
        <Field label={t('patient')} layout="top" isOptional className="col-span-2" hint={remembered || undefined}>
          <Combobox
            loadItems={findPatients}
            value={line.patient && { value: line.patient.id, label: line.patient.label }}
            onValueChange={(item) => void choosePatient(item)}
            placeholder={t('patientHint')}
            isClearable
          />
        </Field>
        <Field label={blood('component')} layout="top" className="col-span-2">
          <Select
            items={components.map((one) => ({ value: one.code, label: componentName(one, locale) }))}
            value={line.component}
            onValueChange={(code) => change({ component: code })}
          />
        </Field>
        <Field label={blood('group')} layout="top">
          <Select
            items={groupColumns.map(({ abo, rhd }) => ({ value: groupKey(abo, rhd), label: formatGroup(abo, rhd) }))}
            value={line.group}
            onValueChange={(key) => change({ group: key })}
          />
        </Field>
        <Field
          label={t('amount')}
          layout="top"
          error={
            isOdd && component
              ? t('amountOdd', { step: amountStep(component) / 100, unit: words.unit(component.code) })
              : null
          }
        >
          <NumberInput
            value={line.amount}
            onValueChange={(amount) => change({ amount })}
            unit={component ? words.unit(component.code) : ''}
          />
        </Field>
        <Field label={t('wants')} layout="top" isOptional>
          <MultiSelect
            items={modifiers.map((modifier) => ({ value: modifier, label: options(modifier) }))}
            value={line.modifiers}
            onValueChange={(chosen) => change({ modifiers: chosen })}
            placeholder={t('noWants')}
          />
        </Field>
        <Field label={t('wantsAntigens')} layout="top" isOptional>
          <MultiSelect
            items={negativeAntigens.map((antigen) => ({ value: antigen, label: antigen }))}
            value={line.antigensNegative}
            onValueChange={(chosen) => change({ antigensNegative: chosen })}
            placeholder={t('noWants')}
          />
        </Field>
        <Field label={t('wantsWords')} layout="top" isOptional className="col-span-2">
          <TextInput value={line.words} maxLength={120} onValueChange={(text) => change({ words: text })} />
        </Field>
      </div>
    </Dialog>
  );
}

const isEmpty = (value: unknown) => value === null || value === '' || (Array.isArray(value) && value.length === 0);

/** Of what is remembered, only that for which nothing stands here yet. */
function onlyEmpty(now: Entry, memory: Partial<Entry>): Partial<Entry> {
  return Object.fromEntries(Object.entries(memory).filter(([name]) => isEmpty(now[name as keyof Entry])));
}

/** Takes back what was filled in for another patient, unless somebody has changed it since. */
function without(now: Entry, filled: Partial<Entry>): Entry {
  const empty = blank();
  const kept = Object.entries(filled).filter(([name, value]) => now[name as keyof Entry] === value);
  return { ...now, ...Object.fromEntries(kept.map(([name]) => [name, empty[name as keyof Entry]])) };
}
