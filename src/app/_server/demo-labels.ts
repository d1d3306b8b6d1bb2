import { toSVG } from 'bwip-js/node';
import { encodeDonationNumber, encodeExpiry, encodeGroup, encodeProduct } from '@/domain/blood/barcodes/encode';
import { demoBadgeCode } from '@/server/auth/badges';
import { mintRequestId } from '@/server/auth/chain';
import { currentActor, currentRuntime } from '@/server/auth/current-actor';
import { people } from '@/server/demo/city';
import { AppError } from '@/server/kernel/errors';
import { runRead } from '@/server/kernel/read';
import { openReceipt } from '@/server/modules/bag-receipts/open';
import { theRuntime } from '@/server/runtime';

const timeZone = 'Asia/Shanghai';

export function isDemoProcess(): boolean {
  return theRuntime().isDemo;
}

export interface PrintedCode {
  readonly kind: 'donation' | 'product' | 'group' | 'expiry' | 'badge';
  readonly text: string;
  /** SVG as a data URI. */
  readonly image: string;
}

function draw(kind: PrintedCode['kind'], text: string): PrintedCode {
  const svg = toSVG({ bcid: 'code128', text, height: 9, scale: 1, includetext: false, paddingwidth: 4 });
  return { kind, text, image: `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}` };
}

/** The four codes of every bag of a shipment and the badges of the house, as the demo city prints them; null outside the demo. */
export async function readDemoLabels(shipmentId: string) {
  const runtime = await currentRuntime();
  const actor = await currentActor();
  if (!runtime.isDemo || actor?.kind !== 'user') return null;
  try {
    const { shipment, bags } = await runRead(
      openReceipt,
      { runtime, actor, requestId: mintRequestId() },
      { shipmentId },
    );
    return {
      no: shipment.no ?? '',
      receiver: actor.orgName,
      bags: bags.map((bag) => ({
        ...bag,
        codes: [
          draw('donation', encodeDonationNumber(bag.donationNo)),
          draw('group', encodeGroup(bag)),
          draw('product', encodeProduct(bag.productCode)),
          draw('expiry', encodeExpiry(bag.expiresAt, timeZone)),
        ],
      })),
      badges: people
        .filter((person) => person.orgId === actor.orgId)
        .map((person) => ({
          ...person,
          code: draw('badge', demoBadgeCode(runtime.authSecret, person.orgId, person.staffNo)),
        })),
    };
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}
