'use client';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useTRPC } from '@/app/_client/trpc';
import { useCommand } from '@/app/_client/use-command';
import { ChangedMeanwhile, useSeenVersion } from '@/app/_dialogs/changed-meanwhile';
import { CommandDialog } from '@/app/_dialogs/command-dialog';
import { Field } from '@/components/ui/field';
import { NumberInput } from '@/components/ui/number-input';
import { Select } from '@/components/ui/select';
import { Textarea } from '@/components/ui/textarea';
import type { QuotaMeasure } from '@/domain/blood/measures';
import { bloodUsePlanRecord } from '@/domain/blood-use-plans/record';
import { leftOf, unsettledOf } from '@/domain/blood-use-plans/rules';
import { type PlanChangeKind, planChangeKinds } from '@/domain/blood-use-plans/schema';
import type { Plan, PlanAccount } from './plan-types';
import { usePlanAround } from './use-plan-around';
import { usePlanWords } from './use-plan-words';

/** 调整, 结转, 结算: what of an approved plan changes, by how much and why. What is over is proposed for settling. */
export function ChangePlanDialog({ plan, onClose }: { plan: Plan; onClose: () => void }) {
  const t = useTranslations('blood-use-plans');
  const words = usePlanWords();
  const trpc = useTRPC();
  const of = (measure: QuotaMeasure, kind: PlanAccount['kind']) =>
    plan.accounts.find((account) => account.measure === measure && account.kind === kind) ?? null;
  const overIn = (measure: QuotaMeasure) => unsettledOf(of(measure, 'overdraft'));
  const measures = plan.lines.map(({ measure }) => measure);
  const firstOver = measures.find((measure) => overIn(measure) > 0);
  const [measure, setMeasure] = useState<QuotaMeasure>(firstOver ?? measures[0] ?? 'red_cells');
  const [kind, setKind] = useState<PlanChangeKind>(firstOver ? 'settle_grant' : 'adjust');
  const [amount, setAmount] = useState<number | null>(firstOver ? overIn(firstOver) / 100 : null);
  const [reason, setReason] = useState('');
  const command = useCommand(trpc.bloodUsePlans.change.mutationOptions());
  const seen = useSeenVersion(command, plan.version);
  const { history, refresh } = usePlanAround(plan.id);
  const own = of(measure, 'plan');
  const before = plan.lastYear.find((account) => account.measure === measure);
  const facts = {
    adjust: { left: words.amount(measure, own ? leftOf(own) : 0) },
    carry: { left: words.amount(measure, before ? leftOf(before) : 0) },
    settle_move: { over: words.amount(measure, overIn(measure)), left: words.amount(measure, own ? leftOf(own) : 0) },
    settle_grant: { over: words.amount(measure, overIn(measure)) },
  }[kind] as Record<string, string>;
  const hundredths = amount === null ? 0 : Math.round(amount * 100);
  const missing =
    amount === null || Number.isNaN(amount) || hundredths === 0
      ? t('needAmount')
      : reason.trim().length < 2
        ? t('needReason')
        : null;
  return (
    <CommandDialog
      command={command}
      definition={bloodUsePlanRecord}
      title={t('changeTitle', { no: plan.no ?? '' })}
      isDirty={reason !== ''}
      missing={missing}
      actionLabel={t('change')}
      onSend={() =>
        command.send({ id: plan.id, version: seen.version, measure, kind, amount: hundredths, reason: reason.trim() })
      }
      onDone={refresh}
      onClose={onClose}
      meanwhile={<ChangedMeanwhile definition={bloodUsePlanRecord} seen={seen} history={history} />}
    >
      <div className="flex flex-col gap-3">
        <Field label={t('changeKind')} layout="top">
          <Select
            items={planChangeKinds.map((value) => ({ value, label: t(`options.kind.${value}`) }))}
            value={kind}
            onValueChange={setKind}
          />
        </Field>
        <div className="grid grid-cols-2 gap-3">
          <Field label={t('columns.measure')} layout="top">
            <Select
              items={measures.map((value) => ({ value, label: words.measure(value) }))}
              value={measure}
              onValueChange={setMeasure}
            />
          </Field>
          <Field label={t('changeAmount')} layout="top">
            <NumberInput value={amount} unit={words.unit(measure)} onValueChange={setAmount} autoFocus />
          </Field>
        </div>
        <p className="text-12 text-ink-2">{t(`changeHints.${kind}`, facts)}</p>
        <Field label={t('changeReason')} layout="top">
          <Textarea rows={2} maxLength={200} value={reason} onValueChange={setReason} />
        </Field>
      </div>
    </CommandDialog>
  );
}
