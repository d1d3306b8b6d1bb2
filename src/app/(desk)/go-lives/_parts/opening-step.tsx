'use client';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { useOpenDialog } from '@/app/_dialogs/dialog-host';
import { useDrawnFor } from '@/components/record/drawn-for';
import { exportHref } from '@/components/record/export-href';
import { Button, buttonClasses } from '@/components/ui/button';
import { CountAnew } from './go-live-dialogs';
import { type GoLiveRights, type GoLiveView, openRoundOf } from './go-live-types';
import { NextLink } from './next-link';
import { NextPanel } from './next-panel';
import { Rounds } from './rounds';
import { SignOpening } from './sign-opening';

type OpeningStepProps = {
  goLive: GoLiveView;
  rights: GoLiveRights;
  now: Date | null;
  words: string;
  onWords: (words: string) => void;
};

/** 准备: the shelf is counted by two, what both have found is signed and posted. */
export function OpeningStep({ goLive, rights, now, words, onWords }: OpeningStepProps) {
  const t = useTranslations('go-lives');
  const drawnFor = useDrawnFor();
  const open = useOpenDialog();
  const { isOwn, rows } = goLive;
  const isOpen = goLive.state === 'preparing' || goLive.state === 'trial';
  const round = openRoundOf(goLive);
  const mayCount = isOwn && isOpen && rights.mayCount;
  const recount = (
    <Button size="dense" onClick={() => open((close) => <CountAnew goLive={goLive} onClose={close} />)}>
      {t('desk.recount')}
    </Button>
  );
  const toCount = (label: string) => <NextLink href={`/go-lives/${goLive.id}/count`} label={label} />;
  const waits = isOwn ? t('next.readOnly') : t('next.officeWait');
  return (
    <>
      {isOpen && !round && goLive.state === 'preparing' && (
        <NextPanel
          title={t('next.first')}
          why={mayCount ? t('next.firstWhy') : waits}
          actions={mayCount && toCount(t('desk.countFirst'))}
        />
      )}
      {round?.state === 'counting' && (
        <NextPanel
          title={t('next.second')}
          why={mayCount ? t(round.isMine ? 'next.secondOther' : 'next.secondWhy', { who: round.firstBy }) : waits}
          actions={
            mayCount && (
              <>
                {recount}
                {!round.isMine && toCount(t('desk.countSecond'))}
              </>
            )
          }
        />
      )}
      {round?.state === 'counted' && rows && (
        <SignOpening
          key={round.id}
          goLive={goLive}
          round={round}
          rows={rows}
          mayPost={mayCount && rights.mayPost}
          recount={mayCount && recount}
          now={now}
          words={words}
          onWords={onWords}
        />
      )}
      {isOwn && (
        <Rounds
          goLive={goLive}
          mayVoid={isOpen && rights.mayVoid}
          now={now}
          actions={
            <>
              {mayCount && !round && goLive.state === 'trial' && (
                <Link href={`/go-lives/${goLive.id}/count`} className={buttonClasses('secondary', 'sm')}>
                  {t('desk.countMore')}
                </Link>
              )}
              {rights.maySeeOpening && goLive.bagCount + goLive.heldCount > 0 && (
                <a
                  href={exportHref({ module: 'go-live-opening' }, { side: 'owner', filters: {} } as never, drawnFor)}
                  className={buttonClasses('secondary', 'sm')}
                >
                  {t('desk.exportOpening')}
                </a>
              )}
            </>
          }
        />
      )}
    </>
  );
}
