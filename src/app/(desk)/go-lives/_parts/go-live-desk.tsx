'use client';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useMemo, useState } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { useCityNow } from '@/app/_client/live';
import { useTRPC } from '@/app/_client/trpc';
import { useOpenDialog } from '@/app/_dialogs/dialog-host';
import { Page } from '@/app/_shell/page';
import { readFailure } from '@/components/record/failure';
import { HistoryPanel } from '@/components/record/history-panel';
import { StateMark } from '@/components/record/state-mark';
import { useFailureWords } from '@/components/record/violation-words';
import { Button } from '@/components/ui/button';
import { ErrorState } from '@/components/ui/error-state';
import { Panel } from '@/components/ui/panel';
import { Skeleton } from '@/components/ui/skeleton';
import { Tabs } from '@/components/ui/tabs';
import { useKey } from '@/components/ui/use-key';
import { goLiveRecord } from '@/domain/go-lives/record';
import { Conditions } from './conditions';
import { WithdrawGoLive } from './go-live-dialogs';
import { type GoLiveRights, type GoLiveView, openRoundOf } from './go-live-types';
import { HouseCodes } from './house-codes';
import { OpeningStep } from './opening-step';
import { StartStep } from './start-step';
import { TrialStep } from './trial-step';

const steps = ['preparing', 'trial', 'live'] as const;
type Step = (typeof steps)[number];

/** Where the next thing to do is. A count that has begun is to be finished first, also during the trial. */
function stepOf({ isOwn, state, rounds, conditions }: GoLiveView): Step {
  if (!isOwn && state === 'trial') return 'trial';
  if (state === 'live' || state === 'withdrawn') return 'live';
  if (state !== 'trial' || rounds.some((round) => round.state === 'counting' || round.state === 'counted'))
    return 'preparing';
  return conditions.every(({ code, isMet }) => isMet || code === 'differences') ? 'live' : 'trial';
}

/** One going live: three steps, the one with the next thing to do in front. */
export function GoLiveDesk({ id, rights }: { id: string; rights: GoLiveRights }) {
  const t = useTranslations('go-lives');
  const words = useFailureWords(goLiveRecord);
  const trpc = useTRPC();
  const { data, error, isFetching, refetch } = useQuery(trpc.goLives.get.queryOptions({ id }));
  if (data) return <Shown goLive={data} rights={rights} />;
  const failure = error ? readFailure(error) : null;
  return (
    <Page title={t('title')}>
      {failure ? (
        <ErrorState
          hint={words(failure)}
          requestId={failure.requestId}
          onRetry={() => void refetch()}
          isRetrying={isFetching}
        />
      ) : (
        <Skeleton lines={8} />
      )}
    </Page>
  );
}

function Shown({ goLive, rights }: { goLive: GoLiveView; rights: GoLiveRights }) {
  const t = useTranslations('go-lives');
  const record = useTranslations('record');
  const locale = useLocale();
  const trpc = useTRPC();
  const router = useRouter();
  const open = useOpenDialog();
  const now = useCityNow(30_000);
  const [chosen, setChosen] = useState<{ step: Step; at: Step } | null>(null);
  const [reason, setReason] = useState('');
  // Words are of one count: the next begins without.
  const [typed, setTyped] = useState({ roundId: '', words: '' });
  const next = stepOf(goLive);
  // What somebody looked up gives way when the next thing is another one.
  const step = chosen && chosen.at === next ? chosen.step : next;
  const { isOwn } = goLive;
  const roundId = openRoundOf(goLive)?.id ?? '';
  const history = useQuery({ ...trpc.goLives.history.queryOptions({ id: goLive.id }), enabled: isOwn });
  const isOpen = goLive.state === 'preparing' || goLive.state === 'trial';
  useKey('Esc', () => router.push('/go-lives'));
  const keys = useMemo(
    () => [
      { keys: 'Ctrl Enter', label: t('desk.keys.submit') },
      { keys: 'Esc', label: t('desk.keys.back') },
    ],
    [t],
  );
  const organisation = goLive.organisations[goLive.orgId];
  const name = (locale === 'en' ? organisation?.en : organisation?.zh) ?? goLive.orgId;
  const hasPosted = goLive.rounds.some(({ state }) => state === 'posted');
  return (
    <Page
      title={t('desk.title', { no: goLive.no, name })}
      note={<StateMark definition={goLiveRecord} state={goLive.state} />}
      tabs={
        <Tabs
          label={t('stepsLabel')}
          value={step}
          onValueChange={(value) => setChosen({ step: value, at: next })}
          items={steps.map((value, index) => ({ value, label: `${index + 1} ${t(`steps.${value}`)}` }))}
        />
      }
      keys={keys}
      actions={
        isOwn &&
        isOpen &&
        rights.mayWithdraw &&
        !hasPosted && (
          <Button size="dense" onClick={() => open((close) => <WithdrawGoLive goLive={goLive} onClose={close} />)}>
            {t('desk.withdraw')}
          </Button>
        )
      }
    >
      <div className="flex min-h-0 flex-1 gap-3">
        <div className="flex min-h-0 min-w-0 flex-1 flex-col gap-2 overflow-auto">
          {step === 'preparing' && (
            <>
              <OpeningStep
                goLive={goLive}
                rights={rights}
                now={now}
                words={typed.roundId === roundId ? typed.words : ''}
                onWords={(words) => setTyped({ roundId, words })}
              />
              <HouseCodes codes={goLive.codes} gaps={goLive.gaps} mayMap={isOwn && isOpen && rights.mayMap} />
            </>
          )}
          {step === 'trial' && <TrialStep goLive={goLive} rights={rights} now={now} />}
          {step === 'live' && (
            <StartStep goLive={goLive} rights={rights} now={now} words={reason} onWords={setReason} />
          )}
        </div>
        <div className="flex w-[320px] flex-none flex-col gap-2 overflow-auto">
          {isOwn && isOpen && (
            <Panel title={t('desk.conditions')} isPadded>
              <Conditions conditions={goLive.conditions} />
            </Panel>
          )}
          {isOwn && (
            <Panel title={record('history')} isPadded>
              <HistoryPanel
                definition={goLiveRecord}
                entries={history.data ?? []}
                organisations={goLive.organisations}
                now={now ?? undefined}
              />
            </Panel>
          )}
        </div>
      </div>
    </Page>
  );
}
