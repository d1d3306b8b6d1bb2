'use client';
import type { ReactNode } from 'react';
import { LiveProvider } from '@/app/_client/live';
import { TrpcProvider } from '@/app/_client/trpc';
import { reloadUnlessLeaving } from '@/app/(auth)/_parts/leave';
import type { Viewer } from '@/domain/live/affected';
import type { Heartbeat } from '@/domain/live/protocol';
import { Stage } from './stage';

type WallFrameProps = { heartbeat: Heartbeat; viewer: Viewer; drawnFor: string | null; children: ReactNode };

/** Dark ground and the live connection. A wall that is nobody any more asks the server, which sends it to the sign-in page. */
export function WallFrame({ heartbeat, viewer, drawnFor, children }: WallFrameProps) {
  const page = drawnFor === null ? {} : { drawnFor };
  return (
    <div data-theme="dark" className="h-screen overflow-hidden bg-bg text-ink">
      <TrpcProvider {...page} onSignedOut={reloadUnlessLeaving}>
        <LiveProvider {...page} initial={heartbeat} viewer={viewer} onSignedOut={reloadUnlessLeaving}>
          <Stage>{children}</Stage>
        </LiveProvider>
      </TrpcProvider>
    </div>
  );
}
