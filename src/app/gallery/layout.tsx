import { notFound } from 'next/navigation';
import type { ReactNode } from 'react';
import { isGalleryOpen } from './is-gallery-open';

export const metadata = { title: '部件' };

export default function GalleryLayout({ children }: { children: ReactNode }) {
  if (!isGalleryOpen()) notFound();
  return children;
}
