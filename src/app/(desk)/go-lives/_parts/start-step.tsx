'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { EntryFrame } from '@/app/_client/entry-frame';
import { useTRPC } from '@/app/_client/trpc';
import { isSending, useCommand } from '@/app/_client/use-command';
import { type Second, SecondPerson } from '@/app/_signing/second-person';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { TextInput } from '@/components/ui/text-input';
import { useKey } from '@/components/ui/use-key';
import { startCovers } from '@/domain/go-lives/covers';
import { goLiveRecord } from '@/domain/go-lives/record';
import { refuseStarter } from '@/domain/go-lives/rules';
import { differingOf } from '@/domain/go-lives/trial';
import { digestOfCovers } from '@/domain/signatures/covers';
import { useFormat } from '@/i18n/provider';
import { type GoLiveRights, type GoLiveView, lastDayOf } from './go-live-types';
import { NextPanel } from './next-panel';
import { DayCells } from './trial-step';

type StartStepProps = {
  goLive: GoLiveView;
  rights: GoLiveRights;
  now: Date | null;
  /** What was typed of a difference that is left: it stays when another step is looked at. */
  words: string;
  onWords: (words: string) => void;
};

/** 上线: two sign the start, or what was signed. */
export function StartStep({ goLive, rights, now, words, onWords }: StartStepProps) {
  const t = useTranslations('go-lives');
  const format = useFormat();
  const { state, isOwn, startedAt, startedBy, secondBy, reason } = goLive;
  if (state === 'withdrawn')
    return <NextPanel title={t('next.withdrawn')} why={reason ? t('next.withdrawnWhy', { reason }) : null} />;
  if (state === 'live')
    return (
      <NextPanel
        title={t('next.live')}
        why={
          <>
            {startedAt &&
              t('next.liveWhy', {
                at: format.dateTime(startedAt),
                first: startedBy ?? '',
                second: secondBy ?? '',
              })}
            {reason && ` ${t('next.liveReason', { reason })}`}
          </>
        }
      />
    );
  if (!isOwn || !rights.mayStart)
    return <NextPanel title={t('next.start')} why={isOwn ? t('next.startWhy') : t('next.officeWait')} />;
  return <SignStart goLive={goLive} now={now} reason={words} onReason={onWords} />;
}

type SignStartProps = {
  goLive: GoLiveView;
  now: Date | null;
  reason: string;
  onReason: (reason: string) => void;
};

function SignStart({ goLive, now, reason, onReason }: SignStartProps) {
  const t = useTranslations('go-lives');
  const trpc = useTRPC();
  const client = useQueryClient();
  const command = useCommand(trpc.goLives.start.mutationOptions());
  const [second, setSecond] = useState<Second | null>(null);
  const last = lastDayOf(goLive);
  const differences = last?.differences ?? 0;
  const isUnmet = goLive.conditions.some(({ code, isMet }) => !isMet && code !== 'differences');
  const body = {
    id: goLive.id,
    version: goLive.version,
    lastDay: last?.day ?? goLive.today,
    differing: last ? differingOf(last) : [],
    reason: reason.trim(),
  };
  const fault = isUnmet ? t('desk.unmet') : differences > 0 && body.reason.length < 2 ? t('desk.needsReason') : null;
  const covers = fault === null ? digestOfCovers(startCovers(body)) : null;
  const isAgreed = second?.by === 'token' && second.covers === covers;
  const missing = command.isUnanswered ? null : (fault ?? (isAgreed ? null : t('desk.needsSecondStart')));

  function send() {
    if (missing || isSending(command)) return;
    const sending = command.isUnanswered
      ? command.sendAgain()
      : second?.by === 'token'
        ? command.send({ ...body, second: second.token })
        : null;
    void sending?.then(
      () => client.invalidateQueries({ queryKey: trpc.goLives.pathKey() }),
      () => undefined,
    );
  }
  useKey('Ctrl Enter', send, { reach: 'form' });

  return (
    <EntryFrame command={command} definition={goLiveRecord}>
      <NextPanel
        title={t('next.start')}
        why={t('next.startWhy')}
        actions={
          <Button
            variant="primary"
            kbd="Ctrl Enter"
            disabledReason={missing}
            isPending={isSending(command)}
            onClick={send}
          >
            {t('desk.start')}
          </Button>
        }
      >
        <div className={differences > 0 ? 'grid grid-cols-2 gap-4' : ''}>
          {differences > 0 && (
            <Field label={t('desk.reason')} layout="top">
              <TextInput value={reason} maxLength={200} onValueChange={onReason} />
            </Field>
          )}
          <SecondPerson
            definition={goLiveRecord}
            covers={covers}
            onSecond={setSecond}
            isPhoneAllowed={false}
            refuse={refuseStarter}
            now={now}
          />
        </div>
      </NextPanel>
      {last && <DayCells day={last} />}
    </EntryFrame>
  );
}
