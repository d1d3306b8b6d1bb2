import type { ReactNode } from 'react';
import { SignatureBox, type SignatureBoxProps } from './signature-box';

export type SignaturePairProps = {
  first: SignatureBoxProps;
  second: SignatureBoxProps;
  /** What the signatures cover, in words. */
  statement?: ReactNode;
};

/** Two side by side; the second cannot be the first. Put it into a `Panel` with the title. */
export function SignaturePair({ first, second, statement }: SignaturePairProps) {
  return (
    <>
      {statement && <p className="border-b border-line px-3 py-[7px] text-12 leading-[17px] text-ink-2">{statement}</p>}
      <div className="grid grid-cols-2 divide-x divide-line">
        <SignatureBox {...first} />
        <SignatureBox {...second} />
      </div>
    </>
  );
}
