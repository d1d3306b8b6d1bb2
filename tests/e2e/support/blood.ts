import { randomInt } from 'node:crypto';
import { receiptCovers } from '@/domain/bag-receipts/covers';
import { encodeDonationNumber, encodeExpiry, encodeGroup, encodeProduct } from '@/domain/blood/barcodes/encode';
import type { AboGroup, Rhd } from '@/domain/blood/groups';
import { digestOfCovers } from '@/domain/signatures/covers';
import { type Api, openApi } from './api';
import { clerk, password, reviewerOf, technicianOf } from './people';

export const timeZone = 'Asia/Shanghai';
const dayMs = 86_400_000;

/** Products of the demo station. */
export const redCells = 'P0065H00';
export const platelets = 'P0120V00';
export const plasma = 'P0147VA0';

export interface WantedBag {
  /** Several bags of one donation share it. */
  readonly donationNo?: string;
  readonly productCode?: string;
  readonly abo?: AboGroup;
  readonly rhd?: Rhd;
  readonly expiresAt?: Date;
}

export interface MadeBag {
  readonly unitId: string;
  readonly donationNo: string;
  readonly productCode: string;
  readonly abo: AboGroup;
  readonly rhd: Rhd;
  readonly expiresAt: Date;
  readonly boxNo: number;
  /** Donation number, group, product, expiry, as the label carries them. */
  readonly codes: {
    readonly donation: string;
    readonly group: string;
    readonly product: string;
    readonly expiry: string;
  };
}

export interface MadeShipment {
  readonly id: string;
  readonly no: string;
  readonly bags: readonly MadeBag[];
}

/** Four codes, not in the order of the label. A donation number comes first: it alone surely begins another bag. */
export const codesOf = ({ codes }: MadeBag): string[] => [codes.donation, codes.expiry, codes.group, codes.product];

/** Donation numbers that neither the demo city nor another worker uses: of last year, which the demo city skips. */
let serial = randomInt(900_000);

export function nextDonationNumber(): string {
  serial += 1;
  return `31000${String((new Date().getFullYear() - 1) % 100)}${String(serial).padStart(6, '0')}`;
}

const boxOf = (productCode: string) => (productCode === platelets ? 2 : productCode === plasma ? 3 : 1);
const classOf = { 1: 'red_cells', 2: 'platelets', 3: 'frozen' } as const;

/** The label of a donation that nobody has released yet. */
export const freshDonation = (): string => encodeDonationNumber(nextDonationNumber());

/** What the station clerk releases stands on the station's shelf. */
export async function releaseBags(baseURL: string, wanted: readonly WantedBag[]): Promise<readonly MadeBag[]> {
  const station = openApi(baseURL, clerk);
  const lines = wanted.map(
    ({ donationNo = nextDonationNumber(), productCode = redCells, abo = 'A', rhd = 'positive', expiresAt }) => ({
      donationNo,
      productCode,
      abo,
      rhd,
      expiresAt: expiresAt ?? new Date(Math.floor((Date.now() + 4 * dayMs) / 60_000) * 60_000),
    }),
  );
  const released = await station.stationStock.release.mutate({
    data: {
      lines: lines.map(({ donationNo, ...line }) => ({
        ...line,
        donation: encodeDonationNumber(donationNo),
        collectedAt: new Date(Date.now() - dayMs),
      })),
    },
  });
  return lines.map((line, index): MadeBag => {
    const unit = released.units[index];
    if (!unit) throw new Error('the station did not release every bag');
    return {
      ...line,
      unitId: unit.id,
      boxNo: boxOf(line.productCode),
      codes: {
        donation: encodeDonationNumber(line.donationNo),
        group: encodeGroup(line),
        product: encodeProduct(line.productCode),
        expiry: encodeExpiry(line.expiresAt, timeZone),
      },
    };
  });
}

/** What the station clerk does: releases these bags, packs them by temperature class, and sends them to a hospital. */
export async function sendShipment(
  baseURL: string,
  toOrgId: string,
  wanted: readonly WantedBag[],
): Promise<MadeShipment> {
  const station = openApi(baseURL, clerk);
  const bags = await releaseBags(baseURL, wanted);
  const boxes = [...new Set(bags.map((bag) => bag.boxNo))].sort();
  const { id, no } = await station.shipments.ship.mutate({
    data: {
      toOrgId,
      boxes: boxes.map((boxNo) => ({
        boxNo,
        temperatureClass: classOf[boxNo as keyof typeof classOf],
        packedAtCelsius: null,
      })),
      lines: bags.map(({ unitId, boxNo }) => ({ unitId, boxNo })),
      carrier: '吴建国',
    },
  });
  return { id, no, bags };
}

const celsius = { 1: 4.2, 2: 21.6, 3: -21.4 } as const;

/** Posts bags of a shipment from another PC of the house, two people signing. */
export async function receiveElsewhere(
  baseURL: string,
  orgId: string,
  shipment: MadeShipment,
  bags: readonly MadeBag[] = shipment.bags,
  dutyMode: 'two_person' | 'single' = 'two_person',
): Promise<{ id: string }> {
  const technician = openApi(baseURL, technicianOf(orgId));
  const boxes = [...new Set(bags.map((bag) => bag.boxNo))];
  const draft = {
    shipmentId: shipment.id,
    arrivedAt: new Date(),
    dutyMode,
    temperatures: boxes.map((boxNo) => ({
      boxNo,
      temperatureClass: classOf[boxNo as keyof typeof classOf],
      celsius: celsius[boxNo as keyof typeof celsius],
    })),
    lines: bags.map((bag) => ({
      unitId: bag.unitId,
      boxNo: bag.boxNo,
      entry: 'scan' as const,
      scans: codesOf(bag),
      exceptions: [],
      outcome: 'accepted' as const,
    })),
  };
  const coversDigest = digestOfCovers(receiptCovers(draft));
  const sign = (signature: { method: 'session' } | { method: 'password'; staffNo: string; password: string }) =>
    technician.signatures.verify.mutate({ data: { signature, coversDigest } });
  const receiver = await sign({ method: 'session' });
  const signSecond = () => sign({ method: 'password', staffNo: reviewerOf(orgId).staffNo, password });
  const second = dutyMode === 'single' ? { delivererName: '吴建国' } : { reviewer: (await signSecond()).token };
  return technician.bagReceipts.post.mutate({
    data: { ...draft, signatures: { receiver: receiver.token, ...second } },
  });
}

/** Bags that stand in a hospital's stock, available. */
export async function stockBags(
  baseURL: string,
  orgId: string,
  wanted: readonly WantedBag[],
): Promise<readonly MadeBag[]> {
  const shipment = await sendShipment(baseURL, orgId, wanted);
  await receiveElsewhere(baseURL, orgId, shipment);
  return shipment.bags;
}

let patients = 0;

/** One bag on its way from a hospital back to the station; the id of its outbound. */
export async function returnOneBag(baseURL: string, orgId: string): Promise<string> {
  const [bag] = await stockBags(baseURL, orgId, [{ abo: 'O' }]);
  if (!bag) throw new Error('one bag');
  const { id } = await openApi(baseURL, technicianOf(orgId)).otherOutbounds.register.mutate({
    data: { kind: 'return', reasonCode: 'near_expiry', unitIds: [bag.unitId], toOrgId: clerk.orgId },
  });
  return id;
}

/** A patient of the house, whose group was determined twice. */
export async function registerPatient(
  api: Api,
  group: { abo: AboGroup; rhd: Exclude<Rhd, 'unspecified'> },
): Promise<{ id: string; mrn: string; name: string }> {
  patients += 1;
  const mrn = `E2E${process.env.TEST_WORKER_INDEX ?? 0}-${Date.now().toString(36).toUpperCase()}${patients}`;
  const patient = { mrn, name: '钱佩芸' };
  const { id } = await api.patients.register.mutate({
    data: {
      ...patient,
      ...group,
      sex: 'female',
      birthDate: '1961-05-12',
      groupDeterminations: 2,
      antibodies: [],
      requirements: [],
      isUnidentified: false,
    },
  });
  return { id, ...patient };
}
