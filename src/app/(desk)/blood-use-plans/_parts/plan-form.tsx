'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useCityNow } from '@/app/_client/live';
import { useTRPC } from '@/app/_client/trpc';
import { isSending, useCommand } from '@/app/_client/use-command';
import { Page } from '@/app/_shell/page';
import { readFailure } from '@/components/record/failure';
import { FailurePanel } from '@/components/record/failure-panel';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Panel } from '@/components/ui/panel';
import { SegmentedControl } from '@/components/ui/segmented-control';
import { Skeleton } from '@/components/ui/skeleton';
import { Textarea } from '@/components/ui/textarea';
import { toast } from '@/components/ui/toast-host';
import { useKey } from '@/components/ui/use-key';
import { quotaMeasures } from '@/domain/blood/measures';
import { bloodUsePlanRecord } from '@/domain/blood-use-plans/record';
import { useFormat } from '@/i18n/provider';
import { AmountFields, type Amounts, isTyped, linesOf } from './amount-fields';
import type { Plan } from './plan-types';
import { usePlanWords } from './use-plan-words';

const nothingTyped: Amounts = { red_cells: null, platelets: null, plasma: null, cryo: null };

/** 编制 or 修改: null is a new plan. */
export function PlanForm({ planId }: { planId: string | null }) {
  const t = useTranslations('blood-use-plans');
  const trpc = useTRPC();
  const format = useFormat();
  const now = useCityNow(60_000);
  const plan = useQuery({
    ...trpc.bloodUsePlans.get.queryOptions({ id: planId ?? '' }),
    enabled: planId !== null,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  const title = t(planId ? 'modifyTitle' : 'registerTitle');
  const isReady = now !== null && (planId === null || plan.data !== undefined);
  if (plan.error)
    return (
      <Page title={title}>
        <FailurePanel definition={bloodUsePlanRecord} failure={readFailure(plan.error)} />
      </Page>
    );
  if (!isReady || !now)
    return (
      <Page title={title}>
        <Skeleton lines={8} />
      </Page>
    );
  return (
    <Planning
      key={planId ?? 'new'}
      title={title}
      plan={plan.data ?? null}
      year={Number(format.date(now).slice(0, 4))}
    />
  );
}

function Planning({ title, plan, year: thisYear }: { title: string; plan: Plan | null; year: number }) {
  const t = useTranslations('blood-use-plans');
  const words = usePlanWords();
  const router = useRouter();
  const trpc = useTRPC();
  const client = useQueryClient();
  const [year, setYear] = useState(plan?.year ?? thisYear);
  const [amounts, setAmounts] = useState<Amounts>(() =>
    plan
      ? { ...nothingTyped, ...Object.fromEntries(plan.lines.map(({ measure, asked }) => [measure, asked / 100])) }
      : nothingTyped,
  );
  const [remark, setRemark] = useState(plan?.remark ?? '');
  const proposal = useQuery(trpc.bloodUsePlans.proposal.queryOptions({ year }));
  const register = useCommand(trpc.bloodUsePlans.register.mutationOptions());
  const modify = useCommand(trpc.bloodUsePlans.modify.mutationOptions());
  const command = plan ? modify : register;
  const lines = linesOf(amounts);
  const days = proposal.data?.[0]?.days ?? 0;
  const missing = command.isUnanswered
    ? null
    : lines.length === 0 || quotaMeasures.some((measure) => amounts[measure] !== null && !isTyped(amounts[measure]))
      ? t('needAmount')
      : null;
  const mayDraft = plan === null || plan.state === 'draft';
  const back = () => router.push(plan ? `/blood-use-plans?open=${plan.id}` : '/blood-use-plans');
  function send(isSubmitted: boolean) {
    if (missing || isSending(command) || command.state === 'saved') return;
    const body = { year, lines, remark: remark.trim(), isSubmitted };
    const sending = command.isUnanswered
      ? command.sendAgain()
      : plan
        ? modify.send({ ...body, id: plan.id, version: plan.version })
        : register.send(body);
    void sending.then(
      ({ id, no, state }) => {
        toast(state === 'draft' ? t('saved') : t('sent', { no: no ?? '' }));
        void client.invalidateQueries({ queryKey: trpc.bloodUsePlans.pathKey() });
        router.push(`/blood-use-plans?open=${id}`);
      },
      () => undefined,
    );
  }
  useKey('Ctrl Enter', () => void send(true), { reach: 'form' });
  useKey('Esc', back);
  return (
    <Page
      title={title}
      note={plan?.no ?? undefined}
      scroll="page"
      actions={
        <>
          {mayDraft && (
            <Button disabledReason={missing} onClick={() => send(false)}>
              {t('saveDraft')}
            </Button>
          )}
          <Button
            variant="primary"
            kbd="Ctrl Enter"
            disabledReason={missing}
            isPending={isSending(command)}
            onClick={() => send(true)}
          >
            {t('submit')}
          </Button>
        </>
      }
    >
      <Banner tone="info">{t('note')}</Banner>
      {command.failure && <FailurePanel definition={bloodUsePlanRecord} failure={command.failure} />}
      <Panel isPadded className="max-w-[720px]">
        <div className="flex flex-col gap-4">
          <Field label={t('year')} isGroup>
            <SegmentedControl
              items={[thisYear, thisYear + 1, thisYear + 2].map((value) => ({
                value: String(value),
                label: String(value),
              }))}
              value={String(year)}
              onValueChange={(value) => setYear(Number(value))}
            />
          </Field>
          <AmountFields
            amounts={amounts}
            onChange={setAmounts}
            hintOf={(measure) => {
              const line = proposal.data?.find((one) => one.measure === measure);
              if (!line || line.proposed === null) return undefined;
              return `${t('columns.lastYear')} ${words.amount(measure, line.lastYear)}, ${t('columns.proposed')} ${words.amount(measure, line.proposed)}`;
            }}
          />
          <div className="flex flex-wrap items-center gap-3 text-12 text-ink-2">
            {days > 0 ? (
              <>
                <Button
                  size="sm"
                  onClick={() =>
                    setAmounts((before) => ({
                      ...before,
                      ...Object.fromEntries(
                        (proposal.data ?? []).flatMap(({ measure, proposed }) =>
                          proposed === null ? [] : [[measure, proposed / 100]],
                        ),
                      ),
                    }))
                  }
                >
                  {t('useProposal')}
                </Button>
                <span>
                  {t('lastYearOf', { year: String(year - 1), days })} {t('proposalNote')}
                </span>
              </>
            ) : (
              <span>{t('noLastYear')}</span>
            )}
          </div>
          <Field label={t('remark')} layout="top" isOptional>
            <Textarea rows={2} maxLength={200} value={remark} onValueChange={setRemark} />
          </Field>
        </div>
      </Panel>
    </Page>
  );
}
