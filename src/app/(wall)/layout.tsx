import type { CSSProperties, ReactNode } from 'react';
import { LookFrame } from '@/app/_shell/look-frame';
import { readLook } from '../_server/look';

/** A wall fills its screen; in a look it fills what the band leaves. */
export default async function WallLayout({ children }: { children: ReactNode }) {
  const look = await readLook();
  if (!look) return children;
  return (
    <div style={{ '--above-stage': '40px' } as CSSProperties}>
      <div className="fixed inset-x-0 top-0 z-40 h-10 overflow-hidden bg-board">
        <LookFrame {...look} />
      </div>
      {children}
    </div>
  );
}
