import type { ReactNode } from 'react';
import { LookFrame } from '@/app/_shell/look-frame';
import { readLook } from '../_server/look';

/** Paper stands alone; in a look it says so. */
export default async function PrintLayout({ children }: { children: ReactNode }) {
  const look = await readLook();
  return (
    <>
      {look && <LookFrame {...look} />}
      {children}
    </>
  );
}
