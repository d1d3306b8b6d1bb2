import type { ReactNode } from 'react';
import type { PrintedCode } from '@/app/_server/bag-codes';
import type { AboGroup, Rhd } from '@/domain/blood/groups';
import { formatGroup } from '@/domain/blood/groups';
import { groupDonationNumber } from '@/i18n/format';

/** One bar code with its text. */
export function Code({ code, className }: { code: PrintedCode; className: string }) {
  // biome-ignore lint/performance/noImgElement: a drawn barcode, nothing to optimise
  return <img src={code.image} alt={code.text} className={className} />;
}

/** A badge, a wristband, a place: who or what it is, its bar code, its text. */
export function NamedCode({ code, children, mark }: { code: PrintedCode; children: ReactNode; mark?: ReactNode }) {
  return (
    <li className="break-inside-avoid border border-line-2 p-3">
      <p className="flex items-center gap-2 text-14">
        {mark}
        <span className="min-w-0">{children}</span>
      </p>
      <Code code={code} className="my-1 h-12 max-w-full" />
      <p className="font-code text-12 break-all">{code.text}</p>
    </li>
  );
}

type BagLabelProps = {
  bag: {
    readonly donationNo: string;
    readonly abo: AboGroup;
    readonly rhd: Rhd;
    readonly codes: readonly PrintedCode[];
  };
  component: string;
  amount: string;
  expiry: string;
  word: (kind: PrintedCode['kind']) => string;
  /** Stands where the donation code would: it cannot be scanned. */
  damaged?: ReactNode;
  /** What it is, where it is none of a real bag. */
  mark?: ReactNode;
};

/** The four codes of one bag, as they are scanned. */
export function BagLabel({ bag, component, amount, expiry, word, damaged, mark }: BagLabelProps) {
  return (
    <li className="break-inside-avoid border border-line-2 p-3" data-bag={bag.donationNo}>
      <p className="mb-1 flex items-center gap-4 text-14">
        {mark}
        <strong>{formatGroup(bag.abo, bag.rhd)}</strong>
        <span>{component}</span>
        <span>{amount}</span>
        <span className="font-code">{groupDonationNumber(bag.donationNo)}</span>
        <span className="ml-auto">
          {word('expiry')} {expiry}
        </span>
      </p>
      <div className="grid grid-cols-4 gap-3">
        {bag.codes.map((code) =>
          damaged && code.kind === 'donation' ? (
            <figure key={code.kind}>
              <p className="flex h-11 items-center justify-center border border-dashed border-line-3 px-1 text-center text-12">
                {damaged}
              </p>
            </figure>
          ) : (
            <figure key={code.kind} data-code={code.text}>
              <Code code={code} className="h-11 w-full" />
              <figcaption className="text-12">
                {word(code.kind)} <span className="font-code">{code.text}</span>
              </figcaption>
            </figure>
          ),
        )}
      </div>
    </li>
  );
}
