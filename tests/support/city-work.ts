import { randomUUID } from 'node:crypto';
import { receiptCovers } from '@/domain/bag-receipts/covers';
import { encodeDonationNumber } from '@/domain/blood/barcodes/encode';
import { issueChecks } from '@/domain/clinical-issues/checks';
import { coversOfIssue } from '@/domain/clinical-issues/covers';
import type { LineKind, PaperCrossmatch } from '@/domain/downtime-forms/kinds';
import { resolveCovers } from '@/domain/incidents/covers';
import type { IncidentDecision } from '@/domain/incidents/record';
import { outboundCovers } from '@/domain/other-outbounds/covers';
import { isJourney, type OutboundKind, type OutboundReason, reasonsOf } from '@/domain/other-outbounds/kinds';
import { practiceFacility } from '@/domain/practice';
import { processingCovers } from '@/domain/processings/covers';
import type { ProcessingName } from '@/domain/processings/kinds';
import type { EndedBag } from '@/domain/processings/schema';
import { digestOfCovers } from '@/domain/signatures/covers';
import { relabelCovers } from '@/domain/station-stock/relabel';
import type { NewLabelFacts, Sister } from '@/domain/station-stock/sisters';
import type { ReleaseHoldInput } from '@/domain/stock/hold-schema';
import { releaseHoldCovers } from '@/domain/stock/holds';
import type { IncidentRule } from '@/domain/stock/incidents';
import type { PlaceClass } from '@/domain/stock/places';
import { stocktakeCovers } from '@/domain/stocktakes/covers';
import { sealSignature, verifySignature } from '@/server/auth/signing';
import type { UserActor } from '@/server/kernel/actor';
import { commitChanges, execute } from '@/server/kernel/command';
import { runRead } from '@/server/kernel/read';
import { inScope, type Scope } from '@/server/kernel/scope';
import { postReceipt } from '@/server/modules/bag-receipts/post';
import { registerIssue } from '@/server/modules/clinical-issues/register';
import { enterForm } from '@/server/modules/downtime-forms/enter';
import { printForms } from '@/server/modules/downtime-forms/print';
import { resolveIncident } from '@/server/modules/incidents/resolve';
import { registerOutbound } from '@/server/modules/other-outbounds/register';
import { registerPatient } from '@/server/modules/patients/register';
import { startProcessing } from '@/server/modules/processings/start';
import { readNewLabels } from '@/server/modules/relabellings/new-labels';
import { postRelabelling } from '@/server/modules/relabellings/post';
import { shipShipment } from '@/server/modules/shipments/ship';
import { releaseStock } from '@/server/modules/station-stock/release';
import { type LabelledBag, openIncidents } from '@/server/modules/stock/open-incidents';
import { post } from '@/server/modules/stock/post';
import { releaseHold } from '@/server/modules/stock/release-hold';
import { registerPlace } from '@/server/modules/storage-places/register';
import { type TrialCity, type TrialProduct, trialProducts } from './city';

const hourMs = 3_600_000;

export interface Bag {
  readonly id: string;
  readonly donationNo: string;
  readonly product: TrialProduct;
  readonly expiresAt: Date;
}

export interface BagWish {
  readonly product?: TrialProduct;
  readonly abo?: 'A' | 'B' | 'O' | 'AB';
  readonly rhd?: 'positive' | 'negative';
  /** Hours from now until it expires. */
  readonly hours?: number;
}

export type Outcome = 'accepted' | 'held' | 'refused';

/** The people of one hospital who sign at the bench. */
export interface House {
  readonly technician: UserActor;
  readonly reviewer: UserActor;
  readonly nurse: UserActor;
}

/** The bench of one hospital: technician, reviewer, and the nurse who collects. */
export async function openHouse(city: TrialCity, orgId: string): Promise<House> {
  const enter = async (staffNo: string, roles: Parameters<TrialCity['enter']>[2]) =>
    (await city.enter(orgId, staffNo, roles)).actor;
  return {
    technician: await enter('1001', ['technician']),
    reviewer: await enter('1002', ['technician', 'reviewer']),
    nurse: await enter('3001', ['nurse']),
  };
}

let serial = 0;

/** A donation number that no suite of this process used: 13 characters, year 26. */
export function nextDonationNo(facility = '31000'): string {
  serial += 1;
  // The city for practising counts its own from one.
  const first = facility === practiceFacility ? 500_000 : 0;
  return `${facility}26${String(first + serial).padStart(6, '0')}`;
}

/** 放行 by the station's form. */
export async function releaseBags(city: TrialCity, clerk: UserActor, wishes: readonly BagWish[]): Promise<Bag[]> {
  const now = await city.now();
  const [kept] = await city.owner<{ kind: string }[]>`select kind from city`;
  const facility = kept?.kind === 'practice' ? practiceFacility : '31000';
  const lines = wishes.map(({ product = 'red', abo = 'O', rhd = 'positive', hours = 240 }) => ({
    product,
    donationNo: nextDonationNo(facility),
    productCode: trialProducts[product].productCode,
    abo,
    rhd,
    expiresAt: new Date(now.getTime() + hours * hourMs),
  }));
  const { units } = await execute(releaseStock, city.as(clerk), {
    lines: lines.map(({ product: _, donationNo, ...line }) => ({
      ...line,
      donation: encodeDonationNumber(donationNo),
      collectedAt: new Date(now.getTime() - 24 * hourMs),
    })),
  });
  const ids = new Map(units.map((unit) => [unit.donationNo, unit.id]));
  return lines.map(({ product, donationNo, expiresAt }) => ({
    id: ids.get(donationNo) ?? '',
    donationNo,
    product,
    expiresAt,
  }));
}

export interface RelabelWish {
  readonly bag: Pick<Bag, 'id' | 'donationNo' | 'product' | 'expiresAt'> & { readonly productCode?: string };
  /** The number it takes; a new one when left out. */
  readonly to?: string;
  readonly label?: Readonly<Record<string, unknown>>;
}

/** What the relabelling form sends, checked and signed by a second clerk: each bag with the label it bears and the one it takes. */
export async function relabelInputOf(
  city: TrialCity,
  clerk: UserActor,
  checker: UserActor,
  wishes: readonly RelabelWish[],
  reason = '标签打印错误',
) {
  const asked = wishes.map(({ bag, to = nextDonationNo(), label = {} }) => {
    const { productCode } = trialProducts[bag.product];
    return {
      unitId: bag.id,
      old: { donationNo: bag.donationNo, productCode: bag.productCode ?? productCode },
      label: {
        donation: encodeDonationNumber(to),
        labelScheme: 'isbt128' as const,
        productCode,
        abo: 'O' as const,
        rhd: 'positive' as const,
        intendedUse: 'allogeneic' as const,
        expiresAt: bag.expiresAt,
        collectedAt: null,
        preparedAt: null,
        entry: 'scan' as const,
        ...label,
      },
    };
  });
  const known = await runRead(readNewLabels, city.as(clerk), {
    lines: asked.map(({ unitId, label }) => ({ unitId, label })),
  });
  const lines = asked.map((line) => ({ ...line, sisters: seenOf(known, line.unitId) }));
  const body = { lines, reason };
  const token = await signIn(city, clerk, checker, relabelCovers(body));
  return { ...body, second: { by: 'token' as const, token } };
}

/** What a clerk sees of the other bags of a donation. */
function seenOf(known: readonly NewLabelFacts[], unitId: string): Sister[] {
  const { sisters = [] } = known.find((one) => one.unitId === unitId) ?? {};
  return sisters.map(({ productCode, abo, rhd }) => ({ productCode, abo, rhd }));
}

export async function relabelBags(
  city: TrialCity,
  clerk: UserActor,
  checker: UserActor,
  ...wishes: readonly RelabelWish[]
): Promise<string> {
  return (await execute(postRelabelling, city.as(clerk), await relabelInputOf(city, clerk, checker, wishes))).id;
}

/** What the packing form sends for these bags: one box per temperature class. */
export function shipmentInput(toOrgId: string, bags: readonly Pick<Bag, 'id' | 'product'>[]) {
  const packed = [...new Set(bags.map((bag) => bag.product))];
  return {
    toOrgId,
    boxes: packed.map((product, index) => ({
      boxNo: index + 1,
      temperatureClass: trialProducts[product].temperatureClass,
      packedAtCelsius: trialProducts[product].celsius,
    })),
    lines: bags.map((bag) => ({ unitId: bag.id, boxNo: packed.indexOf(bag.product) + 1 })),
    carrier: '吴建国',
  };
}

export async function shipBags(
  city: TrialCity,
  clerk: UserActor,
  toOrgId: string,
  bags: readonly Pick<Bag, 'id' | 'product'>[],
): Promise<string> {
  return (await execute(shipShipment, city.as(clerk), shipmentInput(toOrgId, bags))).id;
}

/** A person's signature over this content, given in somebody's session. */
export function signIn(city: TrialCity, session: UserActor, signer: UserActor, covers: unknown): Promise<string> {
  return inScope(city.as(session), 'read', async (scope) => {
    const own = await verifySignature({ ...scope, actor: signer }, { method: 'session' }, city.runtime);
    return sealSignature(
      scope,
      { ...own, method: signer === session ? 'session' : 'badge' },
      digestOfCovers(covers),
      city.runtime,
    );
  });
}

export interface ArrivedBag extends Pick<Bag, 'id' | 'product'> {
  readonly outcome?: Outcome;
}

/** A receipt as the scan list sends it, typed by hand, signed by technician and reviewer. */
export async function receiptInput(
  city: TrialCity,
  house: Pick<House, 'technician' | 'reviewer'>,
  shipmentId: string,
  bags: readonly ArrivedBag[],
  boxOf?: (bag: ArrivedBag) => number,
) {
  const packed = [...new Set(bags.map((bag) => bag.product))];
  const boxNo = boxOf ?? ((bag: ArrivedBag) => packed.indexOf(bag.product) + 1);
  const boxes = new Map(bags.map((bag) => [`${boxNo(bag)} ${bag.product}`, bag]));
  const draft = {
    shipmentId,
    arrivedAt: await city.now(),
    dutyMode: 'two_person' as const,
    temperatures: [...boxes.values()].map((bag) => ({
      boxNo: boxNo(bag),
      temperatureClass: trialProducts[bag.product].temperatureClass,
      celsius: trialProducts[bag.product].celsius,
    })),
    lines: bags.map((bag) => ({
      unitId: bag.id,
      boxNo: boxNo(bag),
      entry: 'hand' as const,
      entryReason: 'scanner_broken' as const,
      scans: [],
      exceptions: [],
      outcome: bag.outcome ?? ('accepted' as const),
      ...(bag.outcome && bag.outcome !== 'accepted' ? { holdReason: 'label' as const } : {}),
    })),
  };
  const covers = receiptCovers(draft);
  const signatures = {
    receiver: await signIn(city, house.technician, house.technician, covers),
    reviewer: await signIn(city, house.technician, house.reviewer, covers),
  };
  return { ...draft, signatures };
}

export async function receiveBags(
  city: TrialCity,
  house: Pick<House, 'technician' | 'reviewer'>,
  shipmentId: string,
  bags: readonly ArrivedBag[],
): Promise<{ id: string; no: string }> {
  return execute(postReceipt, city.as(house.technician), await receiptInput(city, house, shipmentId, bags));
}

/** Released, shipped and received: on this hospital's shelf. */
export async function stockBags(
  city: TrialCity,
  clerk: UserActor,
  house: House,
  wishes: readonly BagWish[],
): Promise<Bag[]> {
  const bags = await releaseBags(city, clerk, wishes);
  const shipmentId = await shipBags(city, clerk, house.technician.orgId, bags);
  await receiveBags(city, house, shipmentId, bags);
  return bags;
}

type Ground = Omit<ReleaseHoldInput['bags'][number], 'unitId'>;
export const labelRead = (abo: 'A' | 'B' | 'O' | 'AB' = 'O'): Ground => ({
  recheck: { abo, rhd: 'positive', isLabelGood: true, words: '重读标签，与记录一致' },
});

/** The release of held bags, agreed to by a second person in the session of the first. */
export async function releaseHoldInputOf(
  city: TrialCity,
  acting: UserActor,
  second: UserActor,
  unitIds: readonly string[],
  ground: Ground = {},
  reason = '核对后可用',
) {
  const bags = unitIds.map((unitId) => ({ unitId, ...ground }));
  const token = await signIn(city, acting, second, releaseHoldCovers({ bags, reason }));
  return { bags, reason, second: { by: 'token' as const, token } };
}

export async function releaseHeld(
  city: TrialCity,
  acting: UserActor,
  second: UserActor,
  unitIds: readonly string[],
  ground: Ground = {},
): Promise<{ recordId: string; released: number }> {
  return execute(releaseHold, city.as(acting), await releaseHoldInputOf(city, acting, second, unitIds, ground));
}

export interface OutboundWish {
  readonly kind: OutboundKind;
  readonly reasonCode?: OutboundReason;
  readonly words?: string;
  readonly toOrgId?: string;
}

/** An entry as the desk sends it; where bags end, agreed to by the reviewer in the technician's session. */
export async function outboundInput(
  city: TrialCity,
  { technician, reviewer }: Pick<House, 'technician' | 'reviewer'>,
  bags: readonly Pick<Bag, 'id'>[],
  { kind, reasonCode = reasonsOf(kind)[0] ?? 'other', words = '记录在案', toOrgId }: OutboundWish,
) {
  const body = { kind, reasonCode, words, unitIds: bags.map((bag) => bag.id) };
  if (isJourney(kind)) return { ...body, toOrgId: toOrgId ?? (kind === 'return' ? 'S01' : 'H03'), carrier: '吴建国' };
  const token = await signIn(city, technician, reviewer, outboundCovers(body));
  return { ...body, second: { by: 'token' as const, token } };
}

export async function sendOut(
  city: TrialCity,
  house: Pick<House, 'technician' | 'reviewer'>,
  bags: readonly Pick<Bag, 'id'>[],
  wish: OutboundWish,
): Promise<{ id: string; no: string; shipmentId: string | null }> {
  return execute(registerOutbound, city.as(house.technician), await outboundInput(city, house, bags, wish));
}

export interface ProcessingWish {
  readonly kind: ProcessingName;
  readonly device?: string;
  readonly isOpenSystem?: boolean;
  /** When it began; of one that is posted at once, now. */
  readonly startedAt?: Date;
  /** Of a division, for each bag alike or by its id: hundredths of its unit. */
  readonly parts?: readonly number[] | ((unitId: string) => readonly number[]);
  readonly loss?: number;
  readonly spoiled?: readonly string[];
}

/** What became of the bags, checked by the reviewer in the technician's session. */
export async function endingOf(
  city: TrialCity,
  { technician, reviewer }: Pick<House, 'technician' | 'reviewer'>,
  bags: readonly Pick<Bag, 'id'>[],
  { kind, device = '1 号水浴箱', isOpenSystem = false, startedAt, parts = [], loss = 0, spoiled = [] }: ProcessingWish,
) {
  const ended = bags.map(({ id }): EndedBag => {
    const isSpoiled = spoiled.includes(id);
    return {
      unitId: id,
      outcome: isSpoiled ? 'spoiled' : 'done',
      parts: isSpoiled ? [] : [...(typeof parts === 'function' ? parts(id) : parts)],
      loss: isSpoiled ? 0 : loss,
    };
  });
  const covers = processingCovers({ kind, device, isOpenSystem, startedAt, bags: ended });
  const token = await signIn(city, technician, reviewer, covers);
  return { bags: ended, second: { by: 'token' as const, token } };
}

/** The same of one that was started before: its own start is what is signed. */
export async function endingOfStarted(
  city: TrialCity,
  house: Pick<House, 'technician' | 'reviewer'>,
  id: string,
  bags: readonly Pick<Bag, 'id'>[],
  wish: ProcessingWish,
) {
  const [begun] = await city.owner<
    { startedAt: Date }[]
  >`select started_at as "startedAt" from processings where id = ${id}`;
  return endingOf(city, house, bags, { ...wish, ...begun });
}

/** Start and end in one, as the desk posts what has been done already. */
export async function processingInput(
  city: TrialCity,
  house: Pick<House, 'technician' | 'reviewer'>,
  bags: readonly Pick<Bag, 'id'>[],
  wish: ProcessingWish,
) {
  const { kind, device = '1 号水浴箱', isOpenSystem = false, startedAt } = wish;
  const unitIds = bags.map(({ id }) => id);
  return {
    kind,
    device,
    isOpenSystem,
    ...(startedAt ? { startedAt } : {}),
    unitIds,
    end: await endingOf(city, house, bags, wish),
  };
}

export async function processBags(
  city: TrialCity,
  house: Pick<House, 'technician' | 'reviewer'>,
  bags: readonly Pick<Bag, 'id'>[],
  wish: ProcessingWish,
) {
  return execute(startProcessing, city.as(house.technician), await processingInput(city, house, bags, wish));
}

export interface Place {
  readonly id: string;
  readonly code: string;
}

/** A storage place of this house, by its reviewer. */
export async function addPlace(
  city: TrialCity,
  house: Pick<House, 'reviewer'>,
  code: string,
  placeClass: PlaceClass = 'red_cells',
  isDefault = false,
): Promise<Place> {
  return execute(registerPlace, city.as(house.reviewer), { code, name: `冰箱 ${code}`, placeClass, isDefault });
}

/** A count as the desk sends it: these bags scanned now, those seen missing, agreed to by the reviewer in the technician's session. */
export async function stocktakeInput(
  city: TrialCity,
  { technician, reviewer }: Pick<House, 'technician' | 'reviewer'>,
  place: Place,
  scanned: readonly Pick<Bag, 'id' | 'donationNo'>[],
  missing: readonly Pick<Bag, 'id'>[] = [],
  startedAt?: Date,
) {
  const at = await city.now();
  const body = {
    placeId: place.id,
    startedAt: startedAt ?? at,
    scans: scanned.map(({ id, donationNo }) => ({ unitId: id as string | null, donationNo, productCode: '', at })),
    missingUnitIds: missing.map((bag) => bag.id),
    words: '',
  };
  const token = await signIn(city, technician, reviewer, stocktakeCovers(body));
  return { ...body, second: { by: 'token' as const, token } };
}

/** A fact about available bags that broke one rule: they are put on hold, and the incident is opened, as whatever records facts does. */
export function openIncident(
  city: TrialCity,
  actor: UserActor,
  bags: readonly Pick<Bag, 'id'>[],
  rule: IncidentRule = 'already_here',
): Promise<{ id: string; no: string }> {
  return inScope(city.as(actor), 'write', async (scope) => {
    const recordId = randomUUID();
    const unitIds = bags.map((bag) => bag.id);
    const shelved = await scope.q<{ id: string }[]>`
      select id from blood_units where id = any(${unitIds}) and state in ('available', 'reserved')`;
    const toHold = shelved.map(({ id }) => id);
    if (toHold.length > 0)
      await post(scope, {
        kind: 'hold',
        unitIds: toHold,
        module: 'incidents',
        recordId,
        isFact: true,
        holdReason: 'incident',
      });
    const source = { module: 'incidents', recordId, recordNo: '20261123-0001' } as const;
    const { opened, changes } = await openIncidents(scope, source, [
      { rule, facts: {}, occurredAt: scope.now, bags: await labelsOf(scope, unitIds) },
    ]);
    const [incident] = opened;
    const [first, ...rest] = changes;
    if (!incident || !first) throw new Error('no incident');
    await commitChanges(scope, [first, ...rest], null);
    return incident;
  });
}

async function labelsOf({ q }: Scope, unitIds: readonly string[]): Promise<LabelledBag[]> {
  return [
    ...(await q<LabelledBag[]>`
      select id, donation_no as "donationNo", product_code as "productCode", component, abo, rhd from blood_units where id = any(${unitIds as string[]}) order by id`),
  ];
}

/** What resolves an incident, signed by the reviewer in her own session; a release with the technician beside her. Of its bags on hold, unless others are named. */
export async function resolveInput(
  city: TrialCity,
  { technician, reviewer }: Pick<House, 'technician' | 'reviewer'>,
  incident: { readonly id: string; readonly version?: number },
  decision: IncidentDecision,
  unitIds?: readonly string[],
  ground: Ground = labelRead(),
) {
  const about = decision === 'note' ? [] : (unitIds ?? (await heldFor(city, incident.id)));
  const body = {
    id: incident.id,
    finding: '对照纸件与血袋，已查清',
    decision,
    bags: about.map((unitId) => (decision === 'release' ? { unitId, ...ground } : { unitId })),
  };
  const covers = resolveCovers(body);
  return {
    ...body,
    version: incident.version ?? 1,
    signature: await signIn(city, reviewer, reviewer, covers),
    ...(decision === 'release' ? { second: await signIn(city, reviewer, technician, covers) } : {}),
  };
}

async function heldFor(city: TrialCity, incidentId: string): Promise<string[]> {
  const rows = await city.owner<{ unitId: string }[]>`
    select u.id as "unitId" from incident_bags b join incidents i on i.id = b.incident_id join blood_units u on u.id = b.unit_id
    where i.id = ${incidentId} and u.holder_org_id = i.org_id and u.state = 'quarantined' order by u.id`;
  return rows.map(({ unitId }) => unitId);
}

export async function resolve(
  city: TrialCity,
  house: Pick<House, 'technician' | 'reviewer'>,
  incident: { readonly id: string; readonly version?: number },
  decision: IncidentDecision,
  unitIds?: readonly string[],
): Promise<{ released: number }> {
  return execute(
    resolveIncident,
    city.as(house.reviewer),
    await resolveInput(city, house, incident, decision, unitIds),
  );
}

/** Numbered sheets, reserved for printing. */
export async function printSheets(city: TrialCity, by: UserActor, count = 1): Promise<{ id: string; no: string }[]> {
  return (await execute(printForms, city.as(by), { count })).forms;
}

export interface PaperWish {
  readonly kind?: LineKind;
  readonly minutesAgo?: number;
  readonly first?: string;
  readonly second?: string;
  readonly mrn?: string;
  readonly patientName?: string;
  readonly patientAbo?: 'A' | 'B' | 'O' | 'AB';
  readonly crossmatch?: PaperCrossmatch;
  readonly celsius?: number | null;
  readonly abo?: 'A' | 'B' | 'O' | 'AB';
  readonly rhd?: 'positive' | 'negative';
  readonly expiresAt?: Date;
}

/** The patient of a paper line, of group O+; register them where the group is to be known. */
export const paperMrn = 'ZYPAPER';

/** A line as the paper has it when all was in order: two people, a crossmatch, a temperature. */
export async function paperLine(
  city: TrialCity,
  bag: Pick<Bag, 'donationNo' | 'product'> & { readonly productCode?: string },
  { kind = 'issued', minutesAgo = 30, ...wish }: PaperWish = {},
) {
  const { celsius } = trialProducts[bag.product];
  const about =
    kind === 'received'
      ? { celsius }
      : kind === 'issued'
        ? {
            mrn: paperMrn,
            patientName: '张三',
            patientAbo: 'O' as const,
            patientRhd: 'positive' as const,
            crossmatch: 'compatible' as const,
            department: '急诊',
          }
        : { reasonCode: 'clots' as const };
  return {
    kind,
    donation: encodeDonationNumber(bag.donationNo),
    entry: 'scan' as const,
    productCode: bag.productCode ?? (trialProducts[bag.product].productCode as string),
    occurredAt: new Date((await city.now()).getTime() - minutesAgo * 60_000),
    first: '1001',
    second: '3001',
    ...about,
    ...wish,
  };
}

/** 补录 of one sheet that lay ready for a week, with these lines. */
export async function enterSheet(
  city: TrialCity,
  by: UserActor,
  lines: readonly Awaited<ReturnType<typeof paperLine>>[],
) {
  const [form] = await printSheets(city, by);
  if (!form) throw new Error('no sheet');
  await city.layReady(form.id);
  return execute(enterForm, city.as(by), { id: form.id, version: 1, lines: [...lines] });
}

export interface PatientWish {
  readonly mrn?: string;
  readonly name?: string;
  readonly abo?: 'A' | 'B' | 'O' | 'AB';
  readonly identityNumber?: string;
}

export function patientInput({ mrn, name = '李桂芳', abo = 'O', identityNumber }: PatientWish = {}) {
  return {
    mrn: mrn ?? `ZY${randomUUID().slice(0, 8).toUpperCase()}`,
    name,
    sex: 'male' as const,
    birthDate: '1960-03-11',
    abo,
    rhd: 'positive' as const,
    groupDeterminations: 2,
    antibodies: [],
    requirements: [],
    isUnidentified: false,
    ...(identityNumber ? { identityNumber } : {}),
  };
}

export async function addPatient(city: TrialCity, by: UserActor, wish: PatientWish = {}): Promise<string> {
  return (await execute(registerPatient, city.as(by), patientInput(wish))).id;
}

export function crossmatchAt(now: Date, house: House) {
  return {
    method: 'gel_card' as const,
    major: 'compatible' as const,
    minor: 'compatible' as const,
    testedBy: house.technician.staffNo,
    checkedBy: house.reviewer.staffNo,
    testedAt: new Date(now.getTime() - hourMs),
    specimenNo: 'S100234',
    specimenDrawnAt: new Date(now.getTime() - 2 * hourMs),
  };
}

export async function reservationInput(
  city: TrialCity,
  house: House,
  patientId: string,
  bags: readonly Pick<Bag, 'id' | 'product'>[],
) {
  const now = await city.now();
  return {
    patientId,
    requestNo: 'HIS26112300123',
    lines: bags.map((bag) => ({
      unitId: bag.id,
      ...(bag.product !== 'plasma' ? { crossmatch: crossmatchAt(now, house) } : {}),
    })),
  };
}

/** A complete ordinary issue, signed by the technician at the bench and the nurse who collects. */
export async function issueInput(
  city: TrialCity,
  house: House,
  patientId: string,
  bags: readonly Pick<Bag, 'id' | 'product'>[],
  requestNo = 'HIS26112300123',
) {
  const now = await city.now();
  const body = {
    patientId,
    requestNo,
    department: '骨科',
    ward: '7 病区',
    bed: '23 床',
    lines: bags.map((bag) => ({
      unitId: bag.id,
      appearance: 'normal' as const,
      ...(bag.product !== 'plasma' ? { crossmatch: crossmatchAt(now, house) } : {}),
    })),
    checks: issueChecks.map((item) => ({ item, at: new Date(now.getTime() - 1000) })),
  };
  const covers = coversOfIssue(body);
  const signatures = {
    issuer: await signIn(city, house.technician, house.technician, covers),
    collector: await signIn(city, house.technician, house.nurse, covers),
  };
  return { ...body, signatures };
}

export async function issueBags(
  city: TrialCity,
  house: House,
  patientId: string,
  bags: readonly Pick<Bag, 'id' | 'product'>[],
  requestNo?: string,
): Promise<{ id: string; no: string; version: number }> {
  return execute(registerIssue, city.as(house.technician), await issueInput(city, house, patientId, bags, requestNo));
}
