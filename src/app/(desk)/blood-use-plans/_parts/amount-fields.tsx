'use client';
import { Field } from '@/components/ui/field';
import { NumberInput } from '@/components/ui/number-input';
import { type QuotaMeasure, quotaMeasures } from '@/domain/blood/measures';
import { usePlanWords } from './use-plan-words';

/** In units; null: empty. */
export type Amounts = Readonly<Record<QuotaMeasure, number | null>>;

type AmountFieldsProps = {
  amounts: Amounts;
  onChange: (amounts: Amounts) => void;
  measures?: readonly QuotaMeasure[];
  hintOf?: (measure: QuotaMeasure) => string | undefined;
};

/** One number for each measure, in its unit. */
export function AmountFields({ amounts, onChange, measures = quotaMeasures, hintOf }: AmountFieldsProps) {
  const words = usePlanWords();
  return (
    <div className="grid grid-cols-2 gap-x-4 gap-y-3">
      {measures.map((measure, index) => {
        const hint = hintOf?.(measure);
        return (
          <Field key={measure} label={words.measure(measure)} layout="top" {...(hint ? { hint } : {})}>
            <NumberInput
              value={amounts[measure]}
              unit={words.unit(measure)}
              autoFocus={index === 0}
              onValueChange={(value) => onChange({ ...amounts, [measure]: value })}
            />
          </Field>
        );
      })}
    </div>
  );
}

export const isTyped = (value: number | null): value is number =>
  value !== null && Number.isFinite(value) && value >= 0 && Number.isInteger(Math.round(value * 1e6) / 1e4);

/** What is typed, in hundredths; empty is left out. */
export function linesOf(amounts: Amounts, measures: readonly QuotaMeasure[] = quotaMeasures) {
  return measures.flatMap((measure) => {
    const value = amounts[measure];
    return value === null || Number.isNaN(value) ? [] : [{ measure, amount: Math.round(value * 100) }];
  });
}
