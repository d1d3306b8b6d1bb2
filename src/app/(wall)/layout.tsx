import type { ReactNode } from 'react';
import { LookFrame } from '@/app/_shell/look-frame';
import { readLook } from '../_server/look';

/** A wall fills its screen; in a look the band lies over it. */
export default async function WallLayout({ children }: { children: ReactNode }) {
  const look = await readLook();
  return (
    <>
      {look && (
        <div className="fixed inset-x-0 top-0 z-40">
          <LookFrame {...look} />
        </div>
      )}
      {children}
    </>
  );
}
