import { receiptCovers } from '@/domain/bag-receipts/covers';
import { encodeDonationNumber, encodeExpiry, encodeGroup, encodeProduct } from '@/domain/blood/barcodes/encode';
import { execute } from '../kernel/command';
import { runRead } from '../kernel/read';
import type { Request } from '../kernel/scope';
import { openReceipt } from '../modules/bag-receipts/open';
import { postReceipt } from '../modules/bag-receipts/post';

const timeZone = 'Asia/Shanghai';
const measured = { red_cells: 4.2, platelets: 21.6, frozen: -21.4 } as const;

interface Bench {
  /** Whoever receives, in a session of the house. */
  readonly request: Request;
  readonly arrivedAt: Date;
  /** Both signatures over the same list: receiver and reviewer. */
  readonly sign: (covers: unknown) => Promise<{ receiver: string; reviewer: string }>;
  /** The code of the place a bag is put into. */
  readonly placeOf: (bag: { readonly unitId: string; readonly component: string }) => string;
}

/** Scans every bag of a shipment in, two people signing: what a hospital returns is on hold at the station, which has no fridges of its own here. */
export async function receiveWhole({ request, arrivedAt, sign, placeOf }: Bench, shipmentId: string): Promise<string> {
  const { shipment, bags } = await runRead(openReceipt, request, { shipmentId });
  const awaited = bags.filter((bag) => bag.state === 'expected');
  const draft = {
    shipmentId,
    arrivedAt,
    dutyMode: 'two_person' as const,
    temperatures: shipment.boxes.map((box) => ({
      boxNo: box.boxNo,
      temperatureClass: box.temperatureClass as keyof typeof measured,
      celsius: measured[box.temperatureClass as keyof typeof measured] ?? 4,
    })),
    lines: awaited.map((bag) => ({
      unitId: bag.unitId,
      boxNo: bag.boxNo,
      entry: 'scan' as const,
      scans: [
        encodeDonationNumber(bag.donationNo),
        encodeProduct(bag.productCode),
        encodeGroup(bag),
        encodeExpiry(bag.expiresAt, timeZone),
      ],
      exceptions: [],
      // A lorry that stood for days: what ran out on the way is received on hold, as a person would.
      ...(shipment.kind === 'return'
        ? { outcome: 'held' as const, holdReason: 'returned' as const }
        : bag.expiresAt <= arrivedAt
          ? { outcome: 'held' as const, holdReason: 'expired' as const }
          : { outcome: 'accepted' as const }),
      ...(shipment.kind === 'return' ? {} : { storagePlace: placeOf(bag) }),
    })),
  };
  const signatures = await sign(receiptCovers(draft));
  return (await execute(postReceipt, request, { ...draft, signatures })).id;
}
