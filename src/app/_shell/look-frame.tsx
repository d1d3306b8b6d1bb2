'use client';
import { reloadUnlessLeaving } from '@/app/(auth)/_parts/leave';
import { LookBand } from './look-band';
import { LookStamp } from './look-stamp';

export type LookFacts = { roleName: string; who: string; drawnFor: string };

/** Of pages outside the desk, which have no session of their own to ask: paper and walls. */
export function LookFrame({ roleName, who, drawnFor }: LookFacts) {
  return (
    <>
      <div className="sticky top-0 z-40 print:hidden">
        <LookBand roleName={roleName} drawnFor={drawnFor} onGone={reloadUnlessLeaving} />
      </div>
      <LookStamp roleName={roleName} who={who} />
    </>
  );
}
