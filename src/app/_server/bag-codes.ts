import { toSVG } from 'bwip-js/node';
import { encodeDonationNumber, encodeExpiry, encodeGroup, encodeProduct } from '@/domain/blood/barcodes/encode';
import type { BloodGroup } from '@/domain/blood/groups';

const timeZone = 'Asia/Shanghai';

export interface PrintedCode {
  readonly kind: 'donation' | 'product' | 'group' | 'expiry' | 'badge' | 'patient' | 'place' | 'note';
  readonly text: string;
  /** SVG as a data URI. */
  readonly image: string;
}

export function drawCode(kind: PrintedCode['kind'], text: string): PrintedCode {
  const svg = toSVG({ bcid: 'code128', text, height: 9, scale: 1, includetext: false, paddingwidth: 4 });
  return { kind, text, image: `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}` };
}

/** The four codes of a bag, as they stand on its label. */
export function codesOfBag(
  bag: BloodGroup & { readonly donationNo: string; readonly productCode: string; readonly expiresAt: Date },
): PrintedCode[] {
  return [
    drawCode('donation', encodeDonationNumber(bag.donationNo)),
    drawCode('group', encodeGroup(bag)),
    drawCode('product', encodeProduct(bag.productCode)),
    drawCode('expiry', encodeExpiry(bag.expiresAt, timeZone)),
  ];
}
