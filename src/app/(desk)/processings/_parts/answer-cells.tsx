'use client';
import { useLocale, useTranslations } from 'use-intl';
import { Checkbox } from '@/components/ui/checkbox';
import { Cell, HeadCell } from '@/components/ui/table';
import { TextInput } from '@/components/ui/text-input';
import { type BloodComponent, componentCatalogue, formatAmount, formatUnit } from '@/domain/blood/components';
import { kindOf, type ProcessingName } from '@/domain/processings/kinds';
import { type Answer, partsText, readAnswer } from './answers';

const components: readonly BloodComponent[] = componentCatalogue;

export function AnswerHeads({ kind, component }: { kind: ProcessingName; component: string | undefined }) {
  const t = useTranslations('processings.entry.columns');
  const locale = useLocale();
  const known = components.find((candidate) => candidate.code === component);
  const unit = known ? formatUnit(known.unit, locale) : '';
  const { makes } = kindOf(kind);
  return (
    <>
      {makes === 'parts' && <HeadCell>{t('parts', { unit })}</HeadCell>}
      {makes !== 'same' && <HeadCell>{t('loss', { unit })}</HeadCell>}
      <HeadCell align="center">{t('spoiled')}</HeadCell>
    </>
  );
}

type AnswerCellsProps = {
  kind: ProcessingName;
  bag: { id: string; donationNo: string; amount: number; component: string };
  answer: Answer;
  pieces: number;
  onAnswer: (answer: Answer) => void;
};

/** What became of one bag: its parts, what was lost, or that it is spoiled. */
export function AnswerCells({ kind, bag, answer, pieces, onAnswer }: AnswerCellsProps) {
  const t = useTranslations('processings.entry');
  const locale = useLocale();
  const { makes } = kindOf(kind);
  const isSpoiled = answer.isSpoiled ?? false;
  const { isRight, wrongSum } = readAnswer(kind, bag, answer, pieces);
  const component = components.find((candidate) => candidate.code === bag.component);
  return (
    <>
      {makes === 'parts' && (
        <Cell>
          <TextInput
            aria-label={t('partsOf', { donationNo: bag.donationNo })}
            density="dense"
            className="w-40"
            value={isSpoiled ? '' : partsText(bag, answer, pieces)}
            disabled={isSpoiled}
            isInvalid={!isRight}
            onValueChange={(parts) => onAnswer({ ...answer, parts })}
          />
          {wrongSum !== null && component && (
            <span role="alert" className="block text-12 text-stop">
              {t('partsGap', {
                sum: formatAmount(wrongSum, component, locale),
                amount: formatAmount(bag.amount, component, locale),
              })}
            </span>
          )}
        </Cell>
      )}
      {makes !== 'same' && (
        <Cell>
          <TextInput
            aria-label={t('lossOf', { donationNo: bag.donationNo })}
            density="dense"
            className="w-20"
            inputMode="decimal"
            value={answer.loss ?? ''}
            disabled={isSpoiled}
            isInvalid={!isRight}
            onValueChange={(loss) => onAnswer({ ...answer, loss })}
          />
        </Cell>
      )}
      <Cell align="center">
        <Checkbox
          label={t('spoiledOf', { donationNo: bag.donationNo })}
          isChecked={isSpoiled}
          onCheckedChange={(next) => onAnswer({ ...answer, isSpoiled: next })}
        />
      </Cell>
    </>
  );
}
