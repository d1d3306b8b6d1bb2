'use client';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { useOpenDialog } from '@/app/_dialogs/dialog-host';
import { Button, buttonClasses } from '@/components/ui/button';
import { DayTime } from '@/components/ui/day-time';
import { Panel } from '@/components/ui/panel';
import { StatusMark } from '@/components/ui/status-mark';
import { useFormat } from '@/i18n/provider';
import { VoidOpening } from './go-live-dialogs';
import type { GoLiveView } from './go-live-types';

const tones = { counting: 'plain', counted: 'plain', posted: 'done', superseded: 'void', void: 'void' } as const;

type RoundsProps = { goLive: GoLiveView; mayVoid: boolean; now: Date | null; actions: ReactNode };

/** 盘点经过: every count of this shelf, also what was counted anew and what was taken back. */
export function Rounds({ goLive, mayVoid, now, actions }: RoundsProps) {
  const t = useTranslations('go-lives.desk');
  const states = useTranslations('go-lives.roundStates');
  const meanings = useTranslations('go-lives.meanings');
  const format = useFormat();
  const open = useOpenDialog();
  return (
    <Panel title={t('rounds')} actions={actions}>
      {goLive.rounds.length === 0 && <p className="px-3 py-2 text-13 text-ink-2">{t('noRounds')}</p>}
      <ul>
        {goLive.rounds.map((round) => (
          <li key={round.id} className="flex items-center gap-3 border-b border-line px-3 py-1.5 text-13 last:border-0">
            <span className="flex-none font-bold">{t('round', { round: round.round })}</span>
            <StatusMark tone={tones[round.state]} stage={round.state === 'counting' ? 1 : 3} className="flex-none">
              {states(round.state)}
            </StatusMark>
            <span className="min-w-0 flex-1">
              {format.clauses([
                round.secondBy
                  ? t('roundBy', { first: round.firstBy, second: round.secondBy })
                  : t('roundByOne', { first: round.firstBy }),
                ...(round.state === 'posted' || round.state === 'void'
                  ? [t('roundCounts', { bags: round.bagCount, held: round.heldCount, left: round.leftCount })]
                  : []),
                ...(round.words ? [round.words] : []),
                ...(round.reason ? [round.reason] : []),
                ...goLive.signatures
                  .filter(({ recordId }) => recordId === round.id)
                  .map(({ meaning, signerName }) =>
                    meaning === 'opening_counted' || meaning === 'opening_second'
                      ? `${meanings(meaning)} ${signerName}`
                      : signerName,
                  ),
              ])}
            </span>
            <span className="flex-none text-ink-3">
              <DayTime at={round.postedAt ?? round.secondAt ?? round.firstAt} now={now ?? undefined} />
            </span>
            {/* Of the count that is to be signed the paper stands beside the signature. */}
            {round.secondBy && round.state !== 'counted' && (
              <a
                href={`/go-lives/${goLive.id}/print?round=${round.id}`}
                target="_blank"
                rel="noreferrer"
                className={buttonClasses('secondary', 'sm')}
              >
                {t('print')}
              </a>
            )}
            {mayVoid && round.state === 'posted' && (
              <Button
                size="sm"
                variant="ghost"
                onClick={() => open((close) => <VoidOpening goLive={goLive} round={round} onClose={close} />)}
              >
                {t('voidOpening')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </Panel>
  );
}
