'use client';
import { reloadUnlessLeaving } from '@/app/(auth)/_parts/leave';
import { PracticeBand } from './practice-band';
import { PracticeStamp } from './practice-stamp';

/** Of paper, which has no session of its own to ask. */
export function PracticeFrame({ drawnFor }: { drawnFor: string }) {
  return (
    <>
      <div className="sticky top-0 z-40 print:hidden">
        <PracticeBand drawnFor={drawnFor} onGone={reloadUnlessLeaving} />
      </div>
      <PracticeStamp />
    </>
  );
}
