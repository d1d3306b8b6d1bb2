'use client';
import type { ReactNode } from 'react';
import { useRelabelledSentence } from './use-relabelled';

type RelabelledNoteProps = {
  label: { readonly donationNo: string; readonly productCode?: string | undefined };
  className?: string;
  /** What is said of any other label. */
  children?: ReactNode;
};

/** Beside a label under which no bag was found: the one that its bag bears now, where it was relabelled. */
export function RelabelledNote({ label, className = '', children = null }: RelabelledNoteProps) {
  const sentence = useRelabelledSentence(label);
  return sentence ? <span className={className}>{sentence}</span> : children;
}
