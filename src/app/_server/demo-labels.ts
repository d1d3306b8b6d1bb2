import { demoBadgeCode } from '@/server/auth/badges';
import { mintRequestId } from '@/server/auth/chain';
import { currentActor, currentRuntime } from '@/server/auth/current-actor';
import { people } from '@/server/demo/city';
import { AppError } from '@/server/kernel/errors';
import { runRead } from '@/server/kernel/read';
import { openReceipt } from '@/server/modules/bag-receipts/open';
import { theRuntime } from '@/server/runtime';
import { codesOfBag, drawCode } from './bag-codes';

export function isDemoProcess(): boolean {
  return theRuntime().isDemo;
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
      bags: bags.map((bag) => ({ ...bag, codes: codesOfBag(bag) })),
      badges: people
        .filter((person) => person.orgId === actor.orgId)
        .map((person) => ({
          ...person,
          code: drawCode('badge', demoBadgeCode(runtime.authSecret, person.orgId, person.staffNo)),
        })),
    };
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}
