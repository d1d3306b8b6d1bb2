import { encodeDonationNumber } from '@/domain/blood/barcodes/encode';
import { resolveCovers } from '@/domain/incidents/covers';
import { outboundCovers } from '@/domain/other-outbounds/covers';
import type { RegisterOutboundInput } from '@/domain/other-outbounds/schema';
import { processingCovers } from '@/domain/processings/covers';
import { equalParts } from '@/domain/processings/parts';
import type { EndedBag, StartProcessingInput } from '@/domain/processings/schema';
import { stocktakeCovers } from '@/domain/stocktakes/covers';
import { execute } from '../kernel/command';
import { runRead } from '../kernel/read';
import { awaitedShipments } from '../modules/bag-receipts/open';
import { enterForm } from '../modules/downtime-forms/enter';
import { printForms } from '../modules/downtime-forms/print';
import { resolveIncident } from '../modules/incidents/resolve';
import { readLeavingShelf } from '../modules/other-outbounds/find-bags';
import { registerOutbound } from '../modules/other-outbounds/register';
import { startProcessing } from '../modules/processings/start';
import { openStocktake } from '../modules/stocktakes/open';
import { signStocktake } from '../modules/stocktakes/sign';
import { listPlaces } from '../modules/storage-places/list';
import { actAs, requestOf, signAs, unlessRefused } from './actors';
import { type DemoHand, type DemoPatient, issueBags, proposeBags, receiveShipment } from './recent';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

/** The technician at the desk, and the signature of the second person over what is done there. */
async function sitDown({ runtime }: DemoHand, orgId: string) {
  const technician = await actAs(runtime, orgId, '1001');
  const reviewer = await actAs(runtime, orgId, '1002');
  return {
    request: requestOf(runtime, technician),
    reviewer,
    secondOver: async (covers: unknown) => ({ by: 'token' as const, token: await signAs(runtime, reviewer, covers) }),
  };
}

/** What may leave for another house: in date and kept for nobody, first to expire first. */
async function readShelf(hand: DemoHand, orgId: string) {
  const { request } = await sitDown(hand, orgId);
  return (await runRead(readLeavingShelf, request, { kind: 'transfer' })).bags;
}

/** Start and end at once, checked by a second person. */
async function processBags(
  hand: DemoHand,
  orgId: string,
  how: Pick<StartProcessingInput, 'kind' | 'device' | 'isOpenSystem' | 'startedAt'>,
  bags: readonly EndedBag[],
): Promise<boolean> {
  const { request, secondOver } = await sitDown(hand, orgId);
  return unlessRefused(async () =>
    execute(startProcessing, request, {
      ...how,
      unitIds: bags.map(({ unitId }) => unitId),
      end: { bags, second: await secondOver(processingCovers({ ...how, bags })) },
    }),
  );
}

interface Thawed {
  readonly patient: DemoPatient;
  readonly bags: readonly { readonly unitId: string }[];
}

/** A bag or two of plasma out of the bath, of the group of one of the house's patients; null: nothing fits. */
export async function thawPlasma(hand: DemoHand, orgId: string, now: Date): Promise<Thawed | null> {
  const known = hand.patients.get(orgId);
  if (!known?.length) return null;
  const patient = hand.random.pick(known);
  const proposed = await proposeBags(hand, orgId, patient, 'ffp');
  // What ends within two days is thawed already.
  const frozen = proposed.filter(({ expiresAt }) => expiresAt.getTime() - now.getTime() > 2 * dayMs);
  const bags = frozen.slice(0, hand.random.between(1, 2));
  if (bags.length === 0) return null;
  const how = { kind: 'thaw', device: '血浆解冻箱 1', startedAt: new Date(now.getTime() - 25 * minuteMs) } as const;
  const ended = bags.map(({ unitId }) => ({ unitId, outcome: 'done' as const, parts: [], loss: 0 }));
  return (await processBags(hand, orgId, how, ended)) ? { patient, bags } : null;
}

/** Plasma is thawed for somebody and given out. */
export async function thawForSomebody(hand: DemoHand, orgId: string, now: Date): Promise<boolean> {
  const thawed = await thawPlasma(hand, orgId, now);
  return thawed !== null && issueBags(hand, orgId, now, thawed.patient, thawed.bags);
}

/** Red cells for a child: halves, the system stays closed. */
export async function splitBag(hand: DemoHand, orgId: string): Promise<boolean> {
  const whole = (await readShelf(hand, orgId)).filter(
    ({ component, productCode }) => component === 'rbc-lr' && productCode.endsWith('00'),
  );
  const [bag] = whole.slice(-1);
  if (!bag) return false;
  const parts = equalParts(bag.amount, 2);
  const how = { kind: 'split', device: '', isOpenSystem: false } as const;
  return processBags(hand, orgId, how, [{ unitId: bag.id, outcome: 'done', parts, loss: 0 }]);
}

/** What has expired is thrown away by two; where nothing has, a bag leaks. */
export async function discardBags(hand: DemoHand, orgId: string, now: Date): Promise<boolean> {
  const { request, secondOver } = await sitDown(hand, orgId);
  const { bags } = await runRead(readLeavingShelf, request, { kind: 'discard' });
  const expired = bags.filter(({ expiresAt }) => expiresAt <= now).slice(0, 5);
  const leaking = bags.filter(({ state, expiresAt }) => state === 'available' && expiresAt > now).slice(0, 1);
  const reasonCode = expired.length > 0 ? ('expired' as const) : ('broken_bag' as const);
  const unitIds = (expired.length > 0 ? expired : leaking).map(({ id }) => id);
  if (unitIds.length === 0) return false;
  const outbound = { kind: 'discard', reasonCode, words: '', unitIds } as const;
  return unlessRefused(async () =>
    execute(registerOutbound, request, { ...outbound, second: await secondOver(outboundCovers(outbound)) }),
  );
}

/** Red cells of which the house has more than it needs go back to the station. */
export async function returnBags(hand: DemoHand, orgId: string): Promise<boolean> {
  const red = (await readShelf(hand, orgId)).filter(({ component }) => component.startsWith('rbc'));
  const what = { kind: 'return', reasonCode: 'other', words: '备血多了，退回调剂', toOrgId: 'S01' } as const;
  return sendOff(hand, orgId, what, red.slice(0, 2));
}

/** Red cells go to a house that is short of them. */
export async function transferBags(hand: DemoHand, orgId: string, toOrgId: string): Promise<boolean> {
  const red = (await readShelf(hand, orgId)).filter(({ component }) => component.startsWith('rbc'));
  return sendOff(hand, orgId, { kind: 'transfer', reasonCode: 'shortage', words: '', toOrgId }, red.slice(-2));
}

async function sendOff(
  hand: DemoHand,
  orgId: string,
  what: Pick<RegisterOutboundInput, 'kind' | 'reasonCode' | 'words' | 'toOrgId'>,
  bags: readonly { readonly id: string }[],
): Promise<boolean> {
  if (bags.length === 0) return false;
  const { request } = await sitDown(hand, orgId);
  const unitIds = bags.map(({ id }) => id);
  return unlessRefused(() => execute(registerOutbound, request, { ...what, unitIds, carrier: '吴建国' }));
}

/** Takes in what has been on its way here longest, when it came from one of these hospitals. */
export async function receiveAwaited(hand: DemoHand, orgId: string, senders: readonly string[]): Promise<boolean> {
  const { request } = await sitDown(hand, orgId);
  const awaited = await runRead(awaitedShipments, request, {});
  const [oldest] = awaited.filter(
    ({ kind, senderOrgId }) => (kind === 'return' || kind === 'transfer') && senders.includes(senderOrgId),
  );
  return oldest !== undefined && unlessRefused(() => receiveShipment(hand, orgId, oldest.id));
}

/** A place is counted by two, and all of it is there. */
export async function countPlace(hand: DemoHand, orgId: string, now: Date, code: string): Promise<boolean> {
  const { request, secondOver } = await sitDown(hand, orgId);
  const place = (await runRead(listPlaces, request, {})).find((candidate) => candidate.code === code);
  if (!place) return false;
  const { bags } = await runRead(openStocktake, request, { placeId: place.id });
  const count = {
    placeId: place.id,
    startedAt: new Date(now.getTime() - 10 * minuteMs),
    scans: bags.map(({ id, donationNo, productCode }) => ({ unitId: id, donationNo, productCode, at: now })),
    missingUnitIds: [],
    words: '',
  };
  return unlessRefused(async () =>
    execute(signStocktake, request, { ...count, second: await secondOver(stocktakeCovers(count)) }),
  );
}

/** Numbered sheets lie ready for the day on which the system is away. @returns the id of the first. */
export async function layOutSheets(hand: DemoHand, orgId: string): Promise<string | undefined> {
  const { request } = await sitDown(hand, orgId);
  const { forms } = await execute(printForms, request, { count: 4 });
  return forms[0]?.id;
}

/** The system was away at night, and one person gave bags out on paper. Entered afterwards; the first incident is cleared up, the others wait. */
export async function enterSheet(hand: DemoHand, orgId: string, now: Date, formId: string): Promise<boolean> {
  const known = hand.patients.get(orgId);
  if (!known?.length) return false;
  const patient = hand.random.pick(known);
  const given = (await proposeBags(hand, orgId, patient, 'rbc-lr')).slice(0, 2);
  if (given.length === 0) return false;
  const { request, reviewer } = await sitDown(hand, orgId);
  const lines = given.map(({ donationNo, productCode }, index) => ({
    kind: 'issued',
    donation: encodeDonationNumber(donationNo),
    productCode,
    entry: 'scan',
    occurredAt: new Date(now.getTime() - (100 - index * 25) * minuteMs),
    first: '1001',
    mrn: patient.mrn,
    department: '急诊科',
    crossmatch: 'compatible',
  }));
  return unlessRefused(async () => {
    const { incidents } = await execute(enterForm, request, { id: formId, version: 1, lines });
    const [first] = incidents;
    if (!first) return;
    const finding = {
      id: first.id,
      finding: '当晚一人值班，次日两人看过记录和标签，无误',
      decision: 'note',
      bags: [],
    } as const;
    await execute(resolveIncident, requestOf(hand.runtime, reviewer), {
      ...finding,
      version: 1,
      signature: await signAs(hand.runtime, reviewer, resolveCovers({ ...finding, bags: [] })),
    });
  });
}
