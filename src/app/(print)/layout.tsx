import type { Metadata } from 'next';
import type { ReactNode } from 'react';
import { LookFrame } from '@/app/_shell/look-frame';
import { PracticeFrame } from '@/app/_shell/practice-frame';
import { readLook } from '../_server/look';
import { readPractice, titleInPractice } from '../_server/practice';

export async function generateMetadata(): Promise<Metadata> {
  return titleInPractice();
}

/** Paper stands alone; of practice, and in a look, it says so. */
export default async function PrintLayout({ children }: { children: ReactNode }) {
  const [look, practice] = await Promise.all([readLook(), readPractice()]);
  return (
    <>
      {practice && <PracticeFrame {...practice} />}
      {look && <LookFrame {...look} />}
      {children}
    </>
  );
}
