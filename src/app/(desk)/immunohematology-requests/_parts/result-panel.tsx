'use client';
import Plus from 'lucide-react/icons/plus';
import X from 'lucide-react/icons/x';
import { useTranslations } from 'use-intl';
import { AntibodiesInput } from '@/app/_patients/antibodies-input';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Icon } from '@/components/ui/icon';
import { IconButton } from '@/components/ui/icon-button';
import { SegmentedControl } from '@/components/ui/segmented-control';
import { Select } from '@/components/ui/select';
import { TextInput } from '@/components/ui/text-input';
import {
  type Grade,
  grades,
  itemOf,
  methods,
  type Reading,
  reportedAbos,
  reportedRhds,
  titres,
} from '@/domain/immunohematology-requests/items';
import type { TestResult } from '@/domain/immunohematology-requests/schema';

/** A result as it is typed: with antigens that nobody has read yet. */
export type ResultValue = Omit<TestResult, 'antigens'> & {
  antigens: { antigen: string; isPresent: boolean | null }[];
};

type ResultPanelProps = {
  value: ResultValue;
  isExtra: boolean;
  faults: readonly string[];
  onValueChange: (value: ResultValue) => void;
  onRemove: (() => void) | null;
};

const notRead = 'none' as const;

/** One item: how it was done, what reacted, and the answer by its own table. */
export function ResultPanel({ value, isExtra, faults, onValueChange, onRemove }: ResultPanelProps) {
  const t = useTranslations('immunohematology-requests');
  const { test } = value;
  const item = itemOf(test);
  const name = t(`options.tests.${test}`);
  const change = (part: Partial<ResultValue>) => onValueChange({ ...value, ...part });
  const setGrade = (reading: Reading, grade: Grade | typeof notRead) => {
    const { [reading]: _, ...others } = value.grades;
    change({ grades: grade === notRead ? others : { ...others, [reading]: grade } });
  };
  return (
    <section aria-label={name} className="border border-line-2 bg-surface p-3">
      <header className="mb-2 flex items-center gap-3">
        <h2 className="text-14 font-bold">{name}</h2>
        {isExtra && <span className="text-12 text-ink-3">{t('extraTest')}</span>}
        {onRemove && <IconButton label={t('removeTest', { test: name })} icon={<Icon of={X} />} onClick={onRemove} />}
      </header>
      {faults.length > 0 && (
        <div role="alert" className="mb-2 text-12 text-stop">
          {faults.map((fault) => (
            <p key={fault}>{fault}</p>
          ))}
        </div>
      )}
      <div className="flex flex-wrap items-start gap-x-4 gap-y-2">
        <Field label={t('method')} layout="top" className="w-36">
          <Select
            items={methods.map((method) => ({ value: method, label: t(`options.method.${method}`) }))}
            value={value.method}
            onValueChange={(method) => change({ method })}
          />
        </Field>
        {item.readings.map((reading) => (
          <Field key={reading} label={t(`options.reading.${reading}`)} layout="top" className="w-24">
            <Select<Grade | typeof notRead>
              items={[
                { value: notRead, label: t('notRead') },
                ...grades.map((grade) => ({ value: grade, label: t(`options.grade.${grade}`) })),
              ]}
              value={value.grades[reading] ?? notRead}
              onValueChange={(grade) => setGrade(reading, grade)}
            />
          </Field>
        ))}
      </div>
      <div className="mt-2 flex flex-wrap items-start gap-x-4 gap-y-2">
        {item.outcomes.length > 0 && (
          <Field label={t('outcome')} layout="top" isGroup>
            <SegmentedControl
              items={item.outcomes.map((outcome) => ({ value: outcome, label: t(`options.outcome.${outcome}`) }))}
              value={value.outcome}
              onValueChange={(outcome) => change({ outcome })}
            />
          </Field>
        )}
        {item.answer === 'group' && (
          <>
            <Field label={t('abo')} layout="top" isGroup>
              <SegmentedControl
                items={reportedAbos.map((abo) => ({ value: abo, label: t(`options.abo.${abo}`) }))}
                value={value.abo}
                onValueChange={(abo) => change({ abo })}
              />
            </Field>
            {test !== 'abo' && (
              <Field label={t('rhd')} layout="top" isGroup>
                <SegmentedControl
                  items={reportedRhds.map((rhd) => ({ value: rhd, label: t(`options.rhd.${rhd}`) }))}
                  value={value.rhd}
                  onValueChange={(rhd) => change({ rhd })}
                />
              </Field>
            )}
          </>
        )}
        {(item.answer === 'antibodies' || item.answer === 'titre') && (
          <Field label={t('antibodiesOf')} layout="top" className="w-80">
            <AntibodiesInput value={value.antibodies} onValueChange={(antibodies) => change({ antibodies })} />
          </Field>
        )}
        {item.answer === 'titre' &&
          (['igm', 'igg'] as const).map((kind) => (
            <Field key={kind} label={t(kind)} layout="top" className="w-28">
              <Select
                items={titres.map((titre) => ({ value: titre, label: titre }))}
                value={value[kind]}
                onValueChange={(titre) => change({ [kind]: titre })}
              />
            </Field>
          ))}
        {item.answer === 'antigens' && <AntigensInput value={value} change={change} />}
        <Field label={t('note')} layout="top" isOptional className="min-w-64 flex-1">
          <TextInput value={value.note} maxLength={200} onValueChange={(note) => change({ note })} />
        </Field>
      </div>
    </section>
  );
}

type AntigensInputProps = { value: ResultValue; change: (part: Partial<ResultValue>) => void };

/** Antigens that an item always types stand there by name; others are written. */
function AntigensInput({ value, change }: AntigensInputProps) {
  const t = useTranslations('immunohematology-requests');
  const fixed = itemOf(value.test).antigens ?? [];
  const set = (at: number, part: Partial<ResultValue['antigens'][number]>) =>
    change({ antigens: value.antigens.map((one, index) => (index === at ? { ...one, ...part } : one)) });
  return (
    <div className="flex flex-wrap items-start gap-3">
      {value.antigens.map(({ antigen, isPresent }, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place while its antigen is being typed
        <div key={at} className="flex items-end gap-1">
          {!fixed.includes(antigen) && (
            <Field label={`${t('antigensOf')} ${at + 1}`} layout="top" className="w-32">
              <TextInput
                value={antigen}
                maxLength={20}
                placeholder={t('antigenPlace')}
                onValueChange={(typed) => set(at, { antigen: typed })}
              />
            </Field>
          )}
          <Field
            label={fixed.includes(antigen) ? antigen : `${t('outcome')} ${at + 1}`}
            layout="top"
            isGroup
            className="flex-none"
          >
            <SegmentedControl
              items={[
                { value: 'present', label: '+' },
                { value: 'absent', label: '\u2212' },
              ]}
              value={isPresent === null ? null : isPresent ? 'present' : 'absent'}
              onValueChange={(read) => set(at, { isPresent: read === 'present' })}
            />
          </Field>
          {!fixed.includes(antigen) && (
            <IconButton
              label={t('removeAntigen', { antigen: antigen || String(at + 1) })}
              icon={<Icon of={X} />}
              onClick={() => change({ antigens: value.antigens.filter((_, index) => index !== at) })}
            />
          )}
        </div>
      ))}
      {fixed.length === 0 && value.antigens.length < 20 && (
        <Button
          size="sm"
          icon={<Icon of={Plus} />}
          onClick={() => change({ antigens: [...value.antigens, { antigen: '', isPresent: null }] })}
        >
          {t('addAntigen')}
        </Button>
      )}
    </div>
  );
}
