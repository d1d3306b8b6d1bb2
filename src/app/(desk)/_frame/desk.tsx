'use client';
import dynamic from 'next/dynamic';
import { useRouter } from 'next/navigation';
import { NuqsAdapter } from 'nuqs/adapters/next/app';
import { type ReactNode, useCallback, useEffect, useMemo, useState } from 'react';
import { useTranslations } from 'use-intl';
import { LiveProvider } from '@/app/_client/live';
import { ConnectedLiveBanner, ConnectedLivePill } from '@/app/_client/live-pill';
import { TrpcProvider } from '@/app/_client/trpc';
import { useViewStore } from '@/app/_client/use-view-store';
import { DialogHost } from '@/app/_dialogs/dialog-host';
import { listItems } from '@/app/_shell/current-entry';
import { DeskFrame } from '@/app/_shell/desk-frame';
import type { DeskFrameData } from '@/app/_shell/frame-types';
import { LookBand } from '@/app/_shell/look-band';
import { DeskLookStamp } from '@/app/_shell/look-stamp';
import { PracticeBand } from '@/app/_shell/practice-band';
import { DeskPracticeStamp } from '@/app/_shell/practice-stamp';
import { TypedAhead } from '@/app/_shell/typed-ahead';
import { SessionGuard, useSessionActions } from '@/app/(auth)/_parts/session-guard';
import { DrawnForProvider, useDrawnFor } from '@/components/record/drawn-for';
import { ListViewStoreProvider } from '@/components/record/list-views';
import { soundAsPractice } from '@/components/scan/scan-sounds';
import { sayLost, useScanner } from '@/components/scan/use-scanner';
import { OnDemand } from '@/components/ui/on-demand';
import type { Viewer } from '@/domain/live/affected';
import type { Heartbeat } from '@/domain/live/protocol';
import { isOfBag } from '@/domain/units/read-label';
import { PaperHead } from './paper-head';
import { ReadAgain } from './read-again';

const ExerciseBar = dynamic(() => import('@/app/(desk)/exercises/_parts/exercise-bar'), { ssr: false });
const RecallAlarm = dynamic(() => import('@/app/(desk)/recalls/_parts/recall-alarm'), { ssr: false });
const FindPalette = dynamic(() => import('@/app/_shell/find-palette'), { ssr: false });

type DeskProps = {
  drawnFor: string;
  data: DeskFrameData;
  heartbeat: Heartbeat | null;
  viewer: Viewer;
  isLocked: boolean;
  secondsToLock: number;
  children: ReactNode;
};

/** The living frame: session guard, one live connection per tab, and the band's buttons. */
export function Desk({ drawnFor, data, isLocked, secondsToLock, ...rest }: DeskProps) {
  const router = useRouter();
  const [unlocks, setUnlocks] = useState(0);
  return (
    <NuqsAdapter>
      <SessionGuard
        drawnFor={drawnFor}
        name={data.session.personName}
        organisation={data.session.organisationName}
        secondsToLock={secondsToLock}
        isLocked={isLocked}
        onUnlocked={() => {
          router.refresh();
          setUnlocks((count) => count + 1);
        }}
      >
        <DrawnForProvider value={drawnFor}>
          <ConnectedDesk data={data} unlocks={unlocks} {...rest} />
        </DrawnForProvider>
      </SessionGuard>
    </NuqsAdapter>
  );
}

type ConnectedDeskProps = Omit<DeskProps, 'drawnFor' | 'isLocked' | 'secondsToLock'> & { unlocks: number };

function ConnectedDesk({ data, heartbeat, viewer, unlocks, children }: ConnectedDeskProps) {
  const drawnFor = useDrawnFor();
  const { lock, signOut, switchMembership, recheck } = useSessionActions();
  const t = useTranslations('shell');
  // The label that the palette opens with; null: it is closed.
  const [sought, setSought] = useState<string | null>(null);
  const [isPaletteThere, setIsPaletteThere] = useState(false);
  const standPalette = useCallback(() => setIsPaletteThere(true), []);
  const typeAhead = useCallback((change: (text: string) => string) => setSought((text) => change(text ?? '')), []);
  const closePalette = () => {
    setSought(null);
    setIsPaletteThere(false);
  };
  const router = useRouter();
  const { mayViewAs } = data;
  const isPractice = data.dataKind === 'practice';
  useEffect(() => soundAsPractice(isPractice), [isPractice]);
  // The heading stands in the menu of the practice city alone.
  const practises = listItems(data.menu).some(({ key }) => key === 'exercises');
  const actions = useMemo(
    () => ({
      onFind: () => setSought(''),
      onLock: lock,
      onSignOut: signOut,
      onSwitchMembership: switchMembership,
      ...(mayViewAs ? { onViewAs: () => router.push('/people/view-as') } : {}),
    }),
    [lock, signOut, switchMembership, mayViewAs, router],
  );
  useScanner({
    on: 'frame',
    isEnabled: listItems(data.menu).some(({ key }) => key === 'units'),
    onScan: (text) => (isOfBag(text) ? setSought(text) : sayLost(t('scanUnasked'))),
  });
  return (
    <TrpcProvider drawnFor={drawnFor} onSignedOut={recheck}>
      <LiveProvider initial={heartbeat} viewer={viewer} drawnFor={drawnFor} onSignedOut={recheck}>
        <ReadAgain unlocks={unlocks} />
        <ListViewStoreProvider value={useViewStore}>
          <DeskFrame
            data={data}
            actions={actions}
            livePill={<ConnectedLivePill />}
            aboveBand={
              <>
                {isPractice && <PracticeBand drawnFor={drawnFor} onGone={recheck} />}
                {data.look && <LookBand roleName={data.look.roleName} drawnFor={drawnFor} onGone={recheck} />}
              </>
            }
            paperHead={<PaperHead data={data} />}
          >
            {isPractice && <DeskPracticeStamp />}
            {data.look && <DeskLookStamp roleName={data.look.roleName} who={data.session.personName} />}
            {practises && (
              <OnDemand>
                <ExerciseBar />
              </OnDemand>
            )}
            {data.alarm && (
              <OnDemand>
                <RecallAlarm mayOpen={data.alarm.mayOpen} mayAcknowledge={data.alarm.mayAcknowledge} />
              </OnDemand>
            )}
            <ConnectedLiveBanner {...(data.dutyPhone ? { dutyPhone: data.dutyPhone } : {})} />
            <DialogHost>{children}</DialogHost>
            {sought !== null && (
              <OnDemand onMissing={closePalette}>
                {!isPaletteThere && <TypedAhead onType={typeAhead} />}
                <FindPalette
                  menu={data.menu}
                  pages={data.pages}
                  scanned={sought}
                  onThere={standPalette}
                  onClose={closePalette}
                />
              </OnDemand>
            )}
          </DeskFrame>
        </ListViewStoreProvider>
      </LiveProvider>
    </TrpcProvider>
  );
}
