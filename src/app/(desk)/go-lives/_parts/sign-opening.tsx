'use client';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTranslations } from 'use-intl';
import { EntryFrame } from '@/app/_client/entry-frame';
import { useTRPC } from '@/app/_client/trpc';
import { isSending, useCommand } from '@/app/_client/use-command';
import { type Second, SecondPerson } from '@/app/_signing/second-person';
import { Button, buttonClasses } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { TextInput } from '@/components/ui/text-input';
import { useKey } from '@/components/ui/use-key';
import { allSeen, openingCovers } from '@/domain/go-lives/covers';
import { countRows } from '@/domain/go-lives/opening';
import { goLiveRecord } from '@/domain/go-lives/record';
import { refuseCounter } from '@/domain/go-lives/rules';
import { digestOfCovers } from '@/domain/signatures/covers';
import type { GoLiveView, OpeningRowView, RoundView } from './go-live-types';
import { NextPanel } from './next-panel';
import { OpeningRows } from './opening-rows';

type SignOpeningProps = {
  goLive: GoLiveView;
  round: RoundView;
  rows: readonly OpeningRowView[];
  mayPost: boolean;
  recount: ReactNode;
  now: Date | null;
  /** What was typed of bags that are not posted: it stays when another step is looked at. */
  words: string;
  onWords: (words: string) => void;
};

/** Both counts side by side, and the two who counted sign what is posted. */
export function SignOpening({ goLive, round, rows, mayPost, recount, now, words, onWords }: SignOpeningProps) {
  const t = useTranslations('go-lives');
  const trpc = useTRPC();
  const client = useQueryClient();
  const command = useCommand(trpc.goLives.post.mutationOptions());
  const [second, setSecond] = useState<Second | null>(null);
  const counts = countRows(rows);
  const body = { roundId: round.id, seen: allSeen(rows), words: words.trim() };
  const unsettled = counts.left + counts.missing;
  const needsWords = unsettled > 0 && body.words.length < 2;
  const fault = round.isMine ? (needsWords ? t('desk.needsWords') : null) : t('desk.notACounter');
  const covers = fault === null ? digestOfCovers(openingCovers(body)) : null;
  const isAgreed = second?.by === 'token' && second.covers === covers;
  const missing = command.isUnanswered ? null : (fault ?? (isAgreed ? null : t('desk.needsSecond')));

  function send() {
    if (!mayPost || missing || isSending(command)) return;
    const sending = command.isUnanswered
      ? command.sendAgain()
      : second?.by === 'token'
        ? command.send({ id: goLive.id, version: goLive.version, ...body, second: second.token })
        : null;
    void sending?.then(
      () => client.invalidateQueries({ queryKey: trpc.goLives.pathKey() }),
      () => undefined,
    );
  }
  useKey('Ctrl Enter', send, { reach: 'form', isEnabled: mayPost });

  return (
    <EntryFrame command={command} definition={goLiveRecord}>
      <NextPanel
        title={t('next.sign')}
        why={
          <>
            {t('next.signWhy')}
            {counts.posted === 0 && ` ${t('desk.nothingToPost')}`}
            <span className="block font-bold">{t('desk.counts', counts)}</span>
          </>
        }
        actions={
          <>
            <a
              href={`/go-lives/${goLive.id}/print?round=${round.id}`}
              target="_blank"
              rel="noreferrer"
              className={buttonClasses('secondary', 'dense')}
            >
              {t('desk.print')}
            </a>
            {recount}
            {mayPost && (
              <Button
                variant="primary"
                kbd="Ctrl Enter"
                disabledReason={missing}
                isPending={isSending(command)}
                onClick={send}
              >
                {t('desk.post', { count: counts.posted })}
              </Button>
            )}
          </>
        }
      >
        {mayPost && round.isMine && (
          <div className={unsettled > 0 ? 'grid grid-cols-2 gap-4' : ''}>
            {unsettled > 0 && (
              <Field label={t('desk.words')} hint={t('desk.wordsHint', { count: unsettled })} layout="top">
                <TextInput value={words} maxLength={200} onValueChange={onWords} />
              </Field>
            )}
            <SecondPerson
              definition={goLiveRecord}
              covers={covers}
              onSecond={setSecond}
              isPhoneAllowed={false}
              refuse={refuseCounter}
              now={now}
            />
          </div>
        )}
      </NextPanel>
      <OpeningRows rows={rows} organisations={goLive.organisations} />
    </EntryFrame>
  );
}
