import { setTimeout as pause } from 'node:timers/promises';
import { receiptCovers } from '@/domain/bag-receipts/covers';
import { encodeDonationNumber, encodeExpiry, encodeGroup, encodeProduct } from '@/domain/blood/barcodes/encode';
import { findComponent } from '@/domain/blood/components';
import { issueChecks } from '@/domain/clinical-issues/checks';
import { coversOfIssue } from '@/domain/clinical-issues/covers';
import { outboundCovers } from '@/domain/other-outbounds/covers';
import { releaseHoldCovers } from '@/domain/stock/holds';
import type { Random } from '@/server/demo/random';
import type { City, House, KnownPatient } from './city';
import { Refused } from './person';
import { componentShares, drawByShare, drawGroup } from './population';

const timeZone = 'Asia/Shanghai';
/** Left on the shelf when it leaves the station, shorter than the catalogue allows. */
const shelfDays = { 'rbc-lr': 30, 'rbc-suspended': 30, ffp: 300, 'plt-apheresis': 4, cryo: 300 } as const;
const hourMs = 3_600_000;
const classes = { red_cells: 1, platelets: 2, frozen: 3 } as const;
type TemperatureClass = keyof typeof classes;
const packed: Record<TemperatureClass, number> = { red_cells: 4.1, platelets: 21.8, frozen: -22.4 };
const tooWarm: Record<TemperatureClass, number> = { red_cells: 14, platelets: 27, frozen: -9 };

export interface Hand {
  readonly city: City;
  readonly random: Random;
}

/** The station releases what a lorry takes and sends it off; now and then to the wrong door, and it is called back. */
export async function deliver({ city, random }: Hand, house: House): Promise<void> {
  const { clerk } = city;
  const { products } = await clerk.ask(() => clerk.api.stationStock.readLabels.query({}));
  const now = Date.now();
  const lines = Array.from({ length: random.between(3, 24) }, () => {
    const wanted = drawByShare(random, componentShares);
    const product = random.pick(products.filter(({ componentCode }) => componentCode === wanted));
    const days = shelfDays[wanted];
    return {
      donation: encodeDonationNumber(city.nextDonationNo()),
      productCode: product.productCode,
      ...drawGroup(random),
      collectedAt: new Date(now - 30 * hourMs),
      preparedAt: new Date(now - 24 * hourMs),
      expiresAt: new Date(Math.floor((now - 30 * hourMs + days * 24 * hourMs) / 60_000) * 60_000),
    };
  });
  const { units } = await clerk.command('station-stock.release', (key) =>
    clerk.api.stationStock.release.mutate({ key, data: { lines } }),
  );
  const classOf = (component: string) =>
    (findComponent(component, new Date(now))?.temperatureClass ?? 'red_cells') as TemperatureClass;
  const boxes = [...new Set(units.map((unit) => classOf(unit.component)))];
  const shipped = await clerk.command('shipments.ship', (key) =>
    clerk.api.shipments.ship.mutate({
      key,
      data: {
        toOrgId: house.orgId,
        boxes: boxes.map((temperatureClass) => ({
          boxNo: classes[temperatureClass],
          temperatureClass,
          packedAtCelsius: packed[temperatureClass],
        })),
        lines: units.map((unit) => ({ unitId: unit.id, boxNo: classes[classOf(unit.component)] })),
        carrier: random.pick(['吴建国', '钱大勇', '孙师傅']),
      },
    }),
  );
  if (random.next() < 0.02)
    await clerk.command('shipments.void', (key) =>
      clerk.api.shipments.void.mutate({
        key,
        data: { id: shipped.id, version: 1, reason: '装错车，收回' },
      }),
    );
}

/** One of the lorries at the door is unloaded, sometimes in two parts; a warm box, a refused transfer happen. */
export async function receive({ random }: Hand, { technician }: Pick<House, 'technician'>, kept = 1): Promise<boolean> {
  const awaited = await technician.ask(() => technician.api.bagReceipts.awaited.query({}));
  // So many stay at the door: whoever looks at the demo finds something to unload.
  if (awaited.length <= kept) return false;
  const shipmentId = random.pick(awaited.slice(0, 3)).id;
  const { shipment, bags } = await technician.ask(() => technician.api.bagReceipts.open.query({ shipmentId }));
  const expected = bags.filter((bag) => bag.state === 'expected');
  const isInParts = expected.length > 6 && random.next() < 0.2;
  const taken = isInParts ? expected.slice(0, Math.ceil(expected.length / 2)) : expected;
  if (taken.length === 0) return false;
  const warm = random.next() < 0.02 ? shipment.boxes[0]?.boxNo : null;
  const isRefused = shipment.kind !== 'delivery' && random.next() < 0.2;
  const outcomeOf = (boxNo: number) => {
    if (isRefused) return { outcome: 'refused', holdReason: 'other' } as const;
    if (shipment.kind === 'return') return { outcome: 'held', holdReason: 'returned' } as const;
    return boxNo === warm
      ? ({ outcome: 'held', holdReason: 'temperature' } as const)
      : ({ outcome: 'accepted' } as const);
  };
  const draft = {
    shipmentId,
    arrivedAt: new Date(),
    dutyMode: 'two_person' as const,
    temperatures: shipment.boxes.map(({ boxNo, temperatureClass }) => {
      const kind = temperatureClass as TemperatureClass;
      return { boxNo, temperatureClass: kind, celsius: boxNo === warm ? tooWarm[kind] : packed[kind] };
    }),
    lines: taken.map((bag) => ({
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
      ...outcomeOf(bag.boxNo),
    })),
  };
  const [receiver = '', reviewer = ''] = await technician.sign(receiptCovers(draft), ['1001', '1002']);
  await technician.command('bag-receipts.post', (key) =>
    technician.api.bagReceipts.post.mutate({ key, data: { ...draft, signatures: { receiver, reviewer } } }),
  );
  return true;
}

let patients = 0;

export async function enterPatient({ random }: Hand, house: House): Promise<KnownPatient> {
  const { technician } = house;
  const group = drawGroup(random);
  patients += 1;
  const mrn = `SIM${Date.now().toString(36).toUpperCase()}${patients}`;
  const { id } = await technician.command('patients.register', (key) =>
    technician.api.patients.register.mutate({
      key,
      data: {
        mrn,
        name: random.pick(['李桂芳', '王建军', '张丽华', '陈志强', '刘秀英', '杨海燕']),
        sex: random.pick(['male', 'female']),
        birthDate: `${random.between(1935, 2004)}-0${random.between(1, 9)}-1${random.between(0, 9)}`,
        ...group,
        groupDeterminations: 2,
        antibodies: [],
        requirements: [],
        isUnidentified: false,
      },
    }),
  );
  const patient = { id, abo: group.abo };
  house.patients.push(patient);
  if (house.patients.length > 60) house.patients.shift();
  return patient;
}

async function somebody(hand: Hand, house: House): Promise<KnownPatient> {
  if (house.patients.length < 3 || hand.random.next() < 0.15) return enterPatient(hand, house);
  return hand.random.pick(house.patients);
}

/** One to three bags from the front of the proposal, where the colleagues take theirs too. */
async function chooseBags({ random }: Hand, { technician }: House, patientId: string) {
  const component = drawByShare(random, componentShares);
  const { usable } = await technician.ask(() =>
    technician.api.clinicalIssues.candidates.query({ patientId, component }),
  );
  const free = usable.filter((bag) => bag.reservedFor === 'nobody' && !bag.verdict.override).slice(0, 8);
  const from = random.between(0, Math.max(0, free.length - 1));
  return free.slice(from, from + random.between(1, 3));
}

function crossmatchOf(random: Random) {
  const now = Date.now();
  return {
    method: 'gel_card' as const,
    major: 'compatible' as const,
    minor: 'compatible' as const,
    testedBy: '1001',
    checkedBy: '1002',
    specimenNo: `S${random.between(1000, 9999)}`,
    testedAt: new Date(now - 2 * hourMs),
    specimenDrawnAt: new Date(now - 5 * hourMs),
  };
}

const requestNoOf = (random: Random) => `SIM${random.between(1e8, 9e8)}`;

export async function reserve(hand: Hand, house: House): Promise<void> {
  const { technician } = house;
  const patient = await somebody(hand, house);
  const bags = await chooseBags(hand, house, patient.id);
  if (bags.length === 0) return;
  const { reservations } = await technician.command('clinical-issues.reserve', (key) =>
    technician.api.clinicalIssues.reserve.mutate({
      key,
      data: {
        patientId: patient.id,
        requestNo: requestNoOf(hand.random),
        lines: bags.map(({ unitId, requiresCrossmatch }) => ({
          unitId,
          ...(requiresCrossmatch ? { crossmatch: crossmatchOf(hand.random) } : {}),
        })),
      },
    }),
  );
  house.kept.push(...reservations.map(({ unitId }) => unitId));
}

export async function giveBack(_: Hand, { technician, kept }: House): Promise<void> {
  const unitId = kept.shift();
  if (!unitId) return;
  await technician.command('clinical-issues.unreserve', (key) =>
    technician.api.clinicalIssues.unreserve.mutate({ key, data: { unitIds: [unitId], reason: '手术改期' } }),
  );
}

/** An ordinary issue by two; one in forty turns out mistaken and is voided. */
export async function issue(hand: Hand, house: House): Promise<void> {
  const { random } = hand;
  const { technician } = house;
  const patient = await somebody(hand, house);
  const bags = await chooseBags(hand, house, patient.id);
  if (bags.length === 0) return;
  const now = Date.now();
  const crossmatch = crossmatchOf(random);
  const draft = {
    patientId: patient.id,
    requestNo: requestNoOf(random),
    department: random.pick(['骨科', '血液科', 'ICU', '产科', '急诊科']),
    ward: `${random.between(1, 20)} 病区`,
    bed: `${random.between(1, 40)} 床`,
    dutyMode: 'two_person' as const,
    lines: bags.map((bag) => ({
      unitId: bag.unitId,
      appearance: 'normal' as const,
      ...(bag.requiresCrossmatch ? { crossmatch } : {}),
    })),
    checks: issueChecks.map((item) => ({ item, at: new Date(now) })),
    antibodyScreen: {
      result: 'negative' as const,
      screenedAt: new Date(now - 2 * hourMs),
      screenedBy: '1001',
    },
  };
  const [issuer = '', collector = '', checker = ''] = await technician.sign(coversOfIssue(draft), [
    '1001',
    '3001',
    '1002',
  ]);
  const issued = await technician.command('clinical-issues.register', (key) =>
    technician.api.clinicalIssues.register.mutate({
      key,
      data: { ...draft, signatures: { issuer, collector, checker } },
    }),
  );
  if (random.next() < 0.025)
    await house.reviewer.command('clinical-issues.void', (key) =>
      house.reviewer.api.clinicalIssues.void.mutate({
        key,
        data: { id: issued.id, version: issued.version, reason: '患者转院，血未出科' },
      }),
    );
}

/** Somebody without a name, O red cells, one scan a bag. */
export async function emergency({ random }: Hand, { technician }: House): Promise<void> {
  const { usable } = await technician.ask(() =>
    technician.api.clinicalIssues.candidates.query({ sex: 'male', ageBand: 'over_50', component: 'rbc-lr' }),
  );
  const bags = usable.filter((bag) => !bag.verdict.override).slice(0, random.between(1, 2));
  if (bags.length === 0) return;
  await technician.command('clinical-issues.emergency', (key) =>
    technician.api.clinicalIssues.emergency.mutate({
      key,
      data: {
        patient: { kind: 'unidentified', label: '', sex: 'male', ageBand: 'over_50' },
        askedBy: '急诊 李医师',
        reason: '多发伤',
        unitIds: bags.map((bag) => bag.unitId),
        overriddenUnitIds: [],
        statements: [],
      },
    }),
  );
}

/** A bag that looks wrong goes off the shelf by one person, and comes back by two. */
export async function holdOrRelease(hand: Hand, house: House): Promise<void> {
  const { technician, reviewer, held } = house;
  const unitId = held.shift();
  if (!unitId) {
    const patient = await somebody(hand, house);
    const [bag] = await chooseBags(hand, house, patient.id);
    if (!bag) return;
    await technician.command('stock.hold', (key) =>
      technician.api.stock.hold.mutate({
        key,
        data: { unitIds: [bag.unitId], cause: 'appearance', words: '标签卷边，待看' },
      }),
    );
    held.push(bag.unitId);
    return;
  }
  const grounds = { bags: [{ unitId }], reason: '复看外观正常' };
  const [token = ''] = await reviewer.sign(releaseHoldCovers(grounds), ['1001']);
  await reviewer.command('stock.release-hold', (key) =>
    reviewer.api.stock.releaseHold.mutate({ key, data: { ...grounds, second: { by: 'token', token } } }),
  );
}

/** What stands on the shelf of one well filled cell, first to expire first. */
export async function lookIntoCell(
  { random }: Hand,
  { technician }: House,
  isWanted: (component: string) => boolean = () => true,
) {
  const { cells } = await technician.ask(() => technician.api.stock.matrix.query({}));
  const filled = cells.filter((cell) => cell.availableBags > 3 && isWanted(cell.component));
  if (filled.length === 0) return [];
  const { component, abo, rhd } = random.pick(filled);
  const { groups } = await technician.ask(() =>
    technician.api.stock.cellBags.query({ component, abo: abo as 'A', rhd: rhd as 'positive' }),
  );
  return groups.flatMap(({ rows }) => rows).filter(({ state }) => state === 'available');
}

/** Bags leave for anything but a patient: spoilt ones end here by two; some go back to the station, some to a house that is short. */
export async function sendOut(hand: Hand, house: House): Promise<void> {
  const { city, random } = hand;
  const { technician } = house;
  const [bag] = await lookIntoCell(hand, house);
  if (!bag) return;
  const others = city.houses.filter(({ orgId }) => orgId !== house.orgId);
  const draw = random.next();
  const what =
    draw < 0.4 || others.length === 0
      ? ({ kind: 'discard', reasonCode: 'broken_bag' } as const)
      : draw < 0.7
        ? ({ kind: 'transfer', reasonCode: 'shortage', toOrgId: random.pick(others).orgId } as const)
        : ({ kind: 'return', reasonCode: 'near_expiry', toOrgId: city.clerk.orgId } as const);
  const outbound = { ...what, words: '', unitIds: [bag.id] };
  const isEnd = what.kind === 'discard';
  const [token = ''] = isEnd ? await technician.sign(outboundCovers(outbound), ['1002']) : [];
  await technician.command(`other-outbounds.register (${what.kind})`, (key) =>
    technician.api.otherOutbounds.register.mutate({
      key,
      data: { ...outbound, carrier: '钱大勇', ...(isEnd ? { second: { by: 'token', token } } : {}) },
    }),
  );
}

/** What hospitals sent back is taken in by the station, on hold, or refused. */
export async function takeBack(hand: Hand): Promise<void> {
  await receive(hand, { technician: hand.city.clerk }, 0);
}

/** Somebody opens a lorry that is not theirs: whatever happens, nothing of it may be seen. */
export async function knockAtTheWrongDoor({ city, random }: Hand, house: House): Promise<void> {
  const others = city.houses.filter(({ orgId }) => orgId !== house.orgId);
  if (others.length === 0) return;
  const other = random.pick(others);
  const [theirs] = await other.technician.ask(() => other.technician.api.bagReceipts.awaited.query({}));
  if (!theirs) return;
  try {
    await house.technician.ask(() => house.technician.api.bagReceipts.open.query({ shipmentId: theirs.id }));
    city.tally.violations.push(`${house.orgId} opened ${theirs.no ?? theirs.id}, a delivery to ${other.orgId}`);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
  }
}

/** A nervous finger: the same command twice at once has one answer. */
export async function doubleClick(hand: Hand, house: House): Promise<void> {
  const { technician } = house;
  const unitId = house.kept.shift();
  if (!unitId) return;
  const data = { unitIds: [unitId], reason: '连点两次' };
  const key = crypto.randomUUID();
  const twice = () =>
    technician.command('clinical-issues.unreserve', () =>
      technician.api.clinicalIssues.unreserve.mutate({ key, data }),
    );
  const [first, second] = await Promise.all([twice(), pause(hand.random.between(0, 20)).then(twice)]);
  if (first.released !== second.released)
    hand.city.tally.violations.push(`one command answered twice: ${first.released} and ${second.released}`);
}
