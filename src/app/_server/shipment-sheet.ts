import { toSVG } from 'bwip-js/node';
import { encodeDonationNumber, encodeProduct } from '@/domain/blood/barcodes/encode';
import { mintRequestId } from '@/server/auth/chain';
import { currentActor, currentRuntime } from '@/server/auth/current-actor';
import { AppError } from '@/server/kernel/errors';
import { runRead } from '@/server/kernel/read';
import { getShipment } from '@/server/modules/shipments/get';
import type { PackedBag } from '@/server/modules/shipments/load';

/** A note with the bar codes of its paper: SVG made here, so that no page carries the encoder. Null: not signed in, not ours, or not there. */
export async function readShipmentSheet(id: string) {
  const actor = await currentActor();
  if (!actor) return null;
  const runtime = await currentRuntime();
  try {
    const shipment = await runRead(getShipment, { runtime, actor, requestId: mintRequestId() }, { id });
    const [clock] = await runtime.sql<{ now: Date }[]>`select city_now() as now`;
    return {
      ...shipment,
      noCode: code128(shipment.no ?? '', 11),
      bags: shipment.bags.map((bag) => ({ ...bag, ...codesOf(bag) })),
      printedAt: clock?.now ?? shipment.createdAt,
      printedBy: actor.name,
      isDemo: runtime.isDemo,
    };
  } catch (error) {
    if (error instanceof AppError && ['not_found', 'forbidden', 'invalid_input'].includes(error.code)) return null;
    throw error;
  }
}

function codesOf(bag: PackedBag): { donationCode: string; productCodeSvg: string } {
  const isIsbt = bag.labelScheme === 'isbt128' && /^[A-NP-Z1-9][0-9A-Z]{4}\d{8}$/.test(bag.donationNo);
  const isProduct = /^[A-Z][0-9A-Z]{7}$/.test(bag.productCode);
  return {
    donationCode: code128(isIsbt ? encodeDonationNumber(bag.donationNo) : bag.donationNo, 6),
    productCodeSvg: code128(isProduct ? encodeProduct(bag.productCode) : bag.productCode, 6),
  };
}

function code128(text: string, heightMm: number): string {
  return text === '' ? '' : toSVG({ bcid: 'code128', text, height: heightMm, scale: 1, includetext: false });
}
