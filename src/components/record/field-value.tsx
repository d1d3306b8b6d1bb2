'use client';
import { useLocale } from 'use-intl';
import { DayTime } from '@/components/ui/day-time';
import { GroupPlate, type PlateAbo, type PlateRhd } from '@/components/ui/group-plate';
import { type BloodComponent, componentCatalogue, componentName, formatAmount } from '@/domain/blood/components';
import type { FieldKind, RecordDefinition } from '@/domain/record';
import { nothing } from '@/i18n/format';
import { useFormat } from '@/i18n/provider';
import type { OrganisationName } from '@/server/kernel/list';
import { useRecordWords } from './record-words';
import { StateMark } from './state-mark';
import { YesNo } from './yes-no';

export type RecordRow = Readonly<Record<string, unknown>>;
export type OrganisationNames = Readonly<Record<string, OrganisationName>>;

type FieldValueProps = {
  definition: RecordDefinition;
  name: string;
  row: RecordRow;
  organisations?: OrganisationNames | undefined;
  /** The city's time: instants near it read as 今日, 明日. */
  now?: Date | undefined;
};

const components: readonly BloodComponent[] = componentCatalogue;

/** One value of a record, by the kind its definition gives it. Missing is a dash, never a zero. */
export function FieldValue({ definition, name, row, organisations, now }: FieldValueProps) {
  const words = useRecordWords(definition);
  const format = useFormat();
  const locale = useLocale();
  const value = row[name];
  const kind: FieldKind = definition.fields[name]?.kind ?? 'text';
  if (value === null || value === undefined || value === '') return <span className="text-ink-3">{nothing}</span>;
  switch (kind) {
    case 'state':
      return <StateMark definition={definition} state={String(value)} />;
    case 'instant': {
      const at = value instanceof Date ? value : new Date(String(value));
      return <DayTime at={at} now={now} />;
    }
    case 'organisation': {
      const known = organisations?.[String(value)];
      return <>{known ? (locale === 'en' ? known.en : known.zh) : String(value)}</>;
    }
    case 'code':
      return <span className="font-code">{String(value)}</span>;
    case 'donation':
      return <span className="font-code">{format.donationNumber(String(value))}</span>;
    case 'number':
      return <>{format.number(Number(value))}</>;
    case 'boolean':
      return <YesNo isYes={value === true} />;
    case 'choice':
      return <>{words.option(name, String(value))}</>;
    case 'choices':
      return (
        <>
          {Array.isArray(value)
            ? format.list(value.map((choice) => words.option(name, String(choice)))) || nothing
            : String(value)}
        </>
      );
    case 'component': {
      const component = components.find((candidate) => candidate.code === value);
      return <>{component ? componentName(component, locale) : String(value)}</>;
    }
    case 'amount': {
      const component = components.find((candidate) => candidate.code === row.component);
      return <>{component ? formatAmount(Number(value), component, locale) : format.amount(Number(value))}</>;
    }
    case 'group': {
      const [abo = 'unknown', rhd = 'unspecified'] = String(value).split('.');
      return <GroupPlate abo={abo as PlateAbo} rhd={(rhd === 'unknown' ? 'unspecified' : rhd) as PlateRhd} />;
    }
    case 'day':
    case 'person':
    case 'text':
      return <>{String(value)}</>;
  }
}

/** Figures stand right, plates in the middle, all else left. */
export function alignOf(kind: FieldKind | undefined): 'left' | 'right' | 'center' {
  if (kind === 'number' || kind === 'amount') return 'right';
  return kind === 'group' ? 'center' : 'left';
}
