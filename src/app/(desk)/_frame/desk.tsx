'use client';
import { useRouter } from 'next/navigation';
import { NuqsAdapter } from 'nuqs/adapters/next/app';
import { type ReactNode, useMemo } from 'react';
import { LiveProvider } from '@/app/_client/live';
import { ConnectedLiveBanner, ConnectedLivePill } from '@/app/_client/live-pill';
import { TrpcProvider } from '@/app/_client/trpc';
import { DeskFrame } from '@/app/_shell/desk-frame';
import type { DeskFrameData } from '@/app/_shell/frame-types';
import { SessionGuard, useSessionActions } from '@/app/(auth)/_parts/session-guard';
import type { Viewer } from '@/domain/live/affected';
import type { Heartbeat } from '@/domain/live/protocol';

type DeskProps = {
  data: DeskFrameData;
  heartbeat: Heartbeat | null;
  viewer: Viewer;
  isLocked: boolean;
  secondsToLock: number;
  children: ReactNode;
};

/** The living frame: session guard, one live connection per tab, and the band's buttons. */
export function Desk({ data, isLocked, secondsToLock, ...rest }: DeskProps) {
  const router = useRouter();
  return (
    <NuqsAdapter>
      <SessionGuard
        name={data.session.personName}
        organisation={data.session.organisationName}
        secondsToLock={secondsToLock}
        isLocked={isLocked}
        onUnlocked={() => router.refresh()}
      >
        <ConnectedDesk data={data} {...rest} />
      </SessionGuard>
    </NuqsAdapter>
  );
}

function ConnectedDesk({ data, heartbeat, viewer, children }: Omit<DeskProps, 'isLocked' | 'secondsToLock'>) {
  const { lock, signOut, switchMembership, recheck } = useSessionActions();
  const actions = useMemo(
    () => ({ onLock: lock, onSignOut: signOut, onSwitchMembership: switchMembership }),
    [lock, signOut, switchMembership],
  );
  return (
    <TrpcProvider onSignedOut={recheck}>
      <LiveProvider initial={heartbeat} viewer={viewer} onSignedOut={recheck}>
        <DeskFrame data={data} actions={actions} livePill={<ConnectedLivePill />}>
          <ConnectedLiveBanner {...(data.dutyPhone ? { dutyPhone: data.dutyPhone } : {})} />
          {children}
        </DeskFrame>
      </LiveProvider>
    </TrpcProvider>
  );
}
