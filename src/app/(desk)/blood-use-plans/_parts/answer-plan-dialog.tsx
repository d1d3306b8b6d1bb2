'use client';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useTRPC } from '@/app/_client/trpc';
import { useCommand } from '@/app/_client/use-command';
import { ChangedMeanwhile, useSeenVersion } from '@/app/_dialogs/changed-meanwhile';
import { CommandDialog } from '@/app/_dialogs/command-dialog';
import { Field } from '@/components/ui/field';
import { Textarea } from '@/components/ui/textarea';
import type { QuotaMeasure } from '@/domain/blood/measures';
import { bloodUsePlanRecord } from '@/domain/blood-use-plans/record';
import { AmountFields, type Amounts, isTyped, linesOf } from './amount-fields';
import type { Plan } from './plan-types';
import { usePlanAround } from './use-plan-around';
import { usePlanWords } from './use-plan-words';

type AnswerPlanDialogProps = { plan: Plan; step: 'review' | 'approve'; onClose: () => void };

/** 审核 or 批准: the amounts as they were asked, or others with a word why. */
export function AnswerPlanDialog({ plan, step, onClose }: AnswerPlanDialogProps) {
  const t = useTranslations('blood-use-plans');
  const words = usePlanWords();
  const trpc = useTRPC();
  const measures = plan.lines.map(({ measure }) => measure);
  const asked = (measure: QuotaMeasure) => {
    const line = plan.lines.find((one) => one.measure === measure);
    return (step === 'approve' ? (line?.reviewed ?? line?.asked) : line?.asked) ?? 0;
  };
  const [amounts, setAmounts] = useState<Amounts>(
    () =>
      Object.fromEntries(
        (['red_cells', 'platelets', 'plasma', 'cryo'] as const).map((measure) => [
          measure,
          measures.includes(measure) ? asked(measure) / 100 : null,
        ]),
      ) as Amounts,
  );
  const [remark, setRemark] = useState('');
  const review = useCommand(trpc.bloodUsePlans.review.mutationOptions());
  const approve = useCommand(trpc.bloodUsePlans.approve.mutationOptions());
  const command = step === 'review' ? review : approve;
  const seen = useSeenVersion(command, plan.version);
  const { history, refresh } = usePlanAround(plan.id);
  const isChanged = measures.some((measure) => amounts[measure] !== asked(measure) / 100);
  const note = remark.trim();
  const missing = !measures.every((measure) => isTyped(amounts[measure]))
    ? t('needAmount')
    : isChanged && note.length < 2
      ? t('needRemark')
      : null;
  return (
    <CommandDialog
      command={command}
      definition={bloodUsePlanRecord}
      title={t(step === 'review' ? 'reviewTitle' : 'approveTitle', { no: plan.no ?? '' })}
      {...(step === 'approve' ? { description: t('approveHint') } : {})}
      isDirty={isChanged || note !== ''}
      missing={missing}
      actionLabel={t(step)}
      onSend={() =>
        command.send({ id: plan.id, version: seen.version, lines: linesOf(amounts, measures), remark: note })
      }
      onDone={refresh}
      onClose={onClose}
      meanwhile={<ChangedMeanwhile definition={bloodUsePlanRecord} seen={seen} history={history} />}
    >
      <div className="flex flex-col gap-3">
        <AmountFields
          amounts={amounts}
          onChange={setAmounts}
          measures={measures}
          hintOf={(measure) => {
            const line = plan.lines.find((one) => one.measure === measure);
            return line ? `${t('columns.asked')} ${words.amount(measure, line.asked)}` : undefined;
          }}
        />
        <Field label={t('remark')} layout="top" isOptional={!isChanged}>
          <Textarea rows={2} maxLength={200} value={remark} onValueChange={setRemark} />
        </Field>
      </div>
    </CommandDialog>
  );
}
