import { randomUUID } from 'node:crypto';
import type { inferRouterInputs } from '@trpc/server';
import { recheckCovers } from '@/domain/bag-receipts/covers';
import { coversOfIdentity, coversOfTask } from '@/domain/clinical-issues/covers';
import type { RegisterImmunoInput } from '@/domain/immunohematology-requests/schema';
import { ownDraft } from '@/domain/own-draft';
import type { Action } from '@/domain/permissions';
import { digestOfCovers } from '@/domain/signatures/covers';
import { coversOfStep } from '@/domain/transfusion-requests/covers';
import type { RegisterRequestInput } from '@/domain/transfusion-requests/schema';
import { formatDateTime } from '@/i18n/format';
import { announceDevice } from '@/server/auth/devices';
import { execute } from '@/server/kernel/command';
import { saveDraft } from '@/server/kernel/drafts';
import { previewImport } from '@/server/kernel/import-file';
import { runRead } from '@/server/kernel/read';
import { undoAutologous } from '@/server/modules/autologous-transfusions/undo';
import { acceptOrder } from '@/server/modules/blood-orders/answer';
import { askCancel } from '@/server/modules/blood-orders/cancel';
import { getOrder } from '@/server/modules/blood-orders/get';
import { packDelivery } from '@/server/modules/blood-orders/pack';
import { pickBags } from '@/server/modules/blood-orders/pick';
import { savePlan } from '@/server/modules/blood-orders/plan';
import { sendDelivery } from '@/server/modules/blood-orders/send';
import { submitOrder } from '@/server/modules/blood-orders/submit';
import { saveTemplate } from '@/server/modules/blood-orders/templates';
import { approvePlan, reviewPlan } from '@/server/modules/blood-use-plans/answer';
import { changePlan } from '@/server/modules/blood-use-plans/change';
import { registerPlan } from '@/server/modules/blood-use-plans/draft';
import { attachCommandOf } from '@/server/modules/certificate-reviews/attachments';
import { approveReview } from '@/server/modules/certificate-reviews/decide';
import { donationImporter, importDonations } from '@/server/modules/certificate-reviews/import-donations';
import { registerReview } from '@/server/modules/certificate-reviews/register';
import { relieveFees } from '@/server/modules/certificate-reviews/reliefs';
import { emergencyIssue } from '@/server/modules/clinical-issues/emergency';
import { reserveBags } from '@/server/modules/clinical-issues/reserve';
import { agreeReporting } from '@/server/modules/declared-stock/agree';
import { declareStock } from '@/server/modules/declared-stock/declare';
import { registerTerm } from '@/server/modules/dictionaries/register';
import { retireTerm } from '@/server/modules/dictionaries/retire';
import { activateShare } from '@/server/modules/donor-plans/activate';
import { allocateShare } from '@/server/modules/donor-plans/allocate';
import { mapCode } from '@/server/modules/go-lives/codes';
import { correctImmuno } from '@/server/modules/immunohematology-requests/correct';
import { enterResults } from '@/server/modules/immunohematology-requests/enter';
import { immunoImporter } from '@/server/modules/immunohematology-requests/import';
import { receiveImmuno } from '@/server/modules/immunohematology-requests/receive';
import { registerImmuno } from '@/server/modules/immunohematology-requests/register';
import { reviewImmuno } from '@/server/modules/immunohematology-requests/review';
import { registerOrganisation } from '@/server/modules/organisations/register';
import { retireOrganisation } from '@/server/modules/organisations/retire';
import { askIn } from '@/server/modules/people/ask-in';
import { printLabels } from '@/server/modules/processings/print-labels';
import { startProcessing } from '@/server/modules/processings/start';
import { registerProduct } from '@/server/modules/products/register';
import { reportProduct } from '@/server/modules/products/report';
import { retireProduct } from '@/server/modules/products/retire';
import { acknowledgeRecall } from '@/server/modules/recalls/acknowledge';
import { getRecall } from '@/server/modules/recalls/get';
import { noteCall } from '@/server/modules/recalls/note-call';
import { registerRecall } from '@/server/modules/recalls/register';
import { setFate } from '@/server/modules/recalls/set-fate';
import { readMorning } from '@/server/modules/redistributions/get';
import { offerBags } from '@/server/modules/redistributions/offer';
import { proposeRedistributions } from '@/server/modules/redistributions/propose';
import { takeBags } from '@/server/modules/redistributions/take';
import { saveView } from '@/server/modules/session/list-views';
import { determineGroup } from '@/server/modules/specimens/determine';
import { receiveSpecimen } from '@/server/modules/specimens/receive';
import { screenSpecimen } from '@/server/modules/specimens/screen';
import { holdBags } from '@/server/modules/stock/hold';
import { signStocktake } from '@/server/modules/stocktakes/sign';
import { moveBags } from '@/server/modules/storage-places/move';
import { readTemperature } from '@/server/modules/storage-places/read-temperature';
import { approveRequest } from '@/server/modules/transfusion-requests/decide';
import { requestImporter } from '@/server/modules/transfusion-requests/import';
import { registerRequest } from '@/server/modules/transfusion-requests/register';
import type { AppRouter } from '@/server/router';
import {
  backInput,
  collectFor,
  collectInput,
  discardInput,
  planFor,
  planInputOf,
  readAutologous,
  reinfuseFor,
  reinfuseInput,
  storedFor,
} from '../../support/autologous';
import {
  addPatient,
  addPlace,
  type Bag,
  endingOfStarted,
  enterSheet,
  issueBags,
  issueInput,
  labelRead,
  nextDonationNo,
  openHouse,
  openIncident,
  outboundInput,
  paperLine,
  patientInput,
  printSheets,
  processBags,
  processingInput,
  receiptInput,
  receiveBags,
  relabelBags,
  relabelInputOf,
  releaseBags,
  releaseHeld,
  releaseHoldInputOf,
  reservationInput,
  resolveInput,
  sendOut,
  shipBags,
  shipmentInput,
  signIn,
  stockBags,
  stocktakeInput,
} from '../../support/city-work';
import { makePerson } from '../../support/factories';
import { countBy, openingInput, postBags, readGoLive, shelfLine, startOf } from '../../support/go-lives';
import { foundResults, immunoInput } from '../../support/immunohematology';
import { setDailyUse } from '../../support/redistributions';
import { requestInput } from '../../support/requests';
import { reviewInput } from '../../support/reviews';
import type { MatrixCity, PersonName } from './matrix-city';

type Inputs = inferRouterInputs<AppRouter>;
export type ProcedurePath = { [M in keyof Inputs & string]: `${M}.${keyof Inputs[M] & string}` }[keyof Inputs & string];

export interface Sample {
  /** Whose record it is, and who may do it: must succeed. */
  readonly by: PersonName;
  readonly input: unknown;
  /** The owner's own question, where strangers' answers use up what the other one asks for. */
  readonly ownInput?: unknown;
  /** The same question on other ways to the same record, for strangers. */
  readonly variants?: readonly unknown[];
  /** Strangers to whom it is open on purpose, with the reason. */
  readonly openTo?: Partial<Record<PersonName, string>>;
  /** The right to what the question is about, where the procedure is about several things. */
  readonly alsoNeeds?: Action;
}

export const canary = {
  name: '金丝雀阿福',
  mrn: 'ZYCANARY7781',
  identityNumber: '110101196003110032',
  requestNo: 'HISCANARY0001',
} as const;

const reason = '核对后更正';
const toldTheLabel = 'whoever holds a bag with its old label is told the new one, and neither whose it is nor where';
const asksForLabels = Object.fromEntries(
  (['H01', 'H02'] as const).flatMap((house) =>
    (['technician', 'reviewer', 'nurse', 'physician', 'senior_physician', 'hospital_admin', 'auditor'] as const).map(
      (role) => [`${house}.${role}`, toldTheLabel] as const,
    ),
  ),
) as Partial<Record<PersonName, string>>;
const seesBags = 'an office sees every bag of the city, and no patient';
const seesDeclarations = {
  'O01.coordinator': 'an office sees what every hospital declares',
  'O01.official': 'an office sees what every hospital declares',
  'O01.auditor': 'an office sees what every hospital declares',
  'O01.city_admin': 'an office sees what every hospital declares',
} as const;
const seesOrders = {
  'O01.coordinator': 'an office sees what is ordered, without its lines',
  'O01.official': 'an office sees what is ordered, without its lines',
  'O01.auditor': 'an office sees what is ordered, without its lines',
  'O01.city_admin': 'an office sees what is ordered, without its lines',
  'O01.office_clerk': 'an office sees what is ordered, without its lines',
  'O01.office_reviewer': 'an office sees what is ordered, without its lines',
} as const;
const seesRedistributions = {
  'O01.coordinator': 'an office sees what is given and taken, without its words',
  'O01.official': 'an office sees what is given and taken, without its words',
  'O01.auditor': 'an office sees what is given and taken, without its words',
  'O01.city_admin': 'an office sees what is given and taken, without its words',
  'O01.office_clerk': 'an office sees what is given and taken, without its words',
  'O01.office_reviewer': 'an office sees what is given and taken, without its words',
} as const;
const seesRecall = { 'S01.station_clerk': 'its own recall, without a patient' } as const;
const seesGoLives = {
  'O01.coordinator': 'an office sees where each hospital stands, without a bag',
  'O01.official': 'an office sees where each hospital stands, without a bag',
  'O01.auditor': 'an office sees where each hospital stands, without a bag',
  'O01.city_admin': 'an office sees where each hospital stands, without a bag',
  'O01.office_clerk': 'an office sees where each hospital stands, without a bag',
  'O01.office_reviewer': 'an office sees where each hospital stands, without a bag',
} as const;
const isParty = {
  'O01.office_clerk': 'the office is a party to the case',
  'O01.office_reviewer': 'the office is a party to the case',
} as const;
const seesPlans = {
  ...seesOrders,
  'O01.coordinator': 'an office sees the plan of every hospital',
  'O01.official': 'an office sees the plan of every hospital',
} as const;
const seesShares = {
  'O01.official': 'an office sees what is allocated',
  'O01.auditor': 'an office sees what is allocated',
  'O01.office_clerk': 'an office sees what is allocated',
  'O01.office_reviewer': 'an office sees what is allocated',
} as const;
const unidentified = { sex: 'male', ageBand: 'over_50' } as const;

/**
 * An input for every procedure, pointing at records of hospital H01 (or of the station, where only the station has the verb), each with
 * subjects of its own, so that every verb succeeds for its owner whatever ran before. A procedure without a line here does not compile.
 */
export async function makeSamples(city: MatrixCity): Promise<Record<ProcedurePath, Sample>> {
  const { house, people } = city;
  const clerk = people['S01.station_clerk'].actor;
  const { technician, reviewer } = house;
  const as = city.as;
  const shelf = (count: number, wish: Parameters<typeof stockBags>[3][number] = {}) =>
    stockBags(
      city,
      clerk,
      house,
      Array.from({ length: count }, () => wish),
    );
  const ids = (bags: readonly Bag[]) => bags.map((bag) => bag.id);

  // H01 gives to H03, and H03 to H01: with the third house nobody of the cast has a part in it.
  const neighbour = await openHouse(city, 'H03');
  const elsewhere = makePerson('H03', 'hospital', ['technician'], '1009');
  const shortDated = await shelf(6, { hours: 100 });
  const theirs = await stockBags(
    city,
    clerk,
    neighbour,
    [0, 1, 2].map(() => ({ hours: 100, abo: 'B' as const })),
  );
  await setDailyUse(city, 'H03', 100_000);
  await setDailyUse(city, 'H01', 100_000, { abo: 'B' });
  await proposeRedistributions(city.runtime, 0);
  const morningOf = async (actor: typeof clerk) =>
    (await runRead(readMorning, as(actor), {})).bags[0]?.redistributionId ?? '';
  const [givenId, takenId] = [await morningOf(technician), await morningOf(elsewhere)];
  const [toOffer = '', toWithdraw = '', promised = ''] = ids(shortDated);
  const [toTake = '', toDecline = '', alsoOffered = ''] = ids(theirs);
  await execute(offerBags, as(technician), { offers: [{ id: givenId, unitIds: [toWithdraw, promised] }] });
  await execute(takeBags, as(elsewhere), { id: givenId, unitIds: [promised] });
  await execute(offerBags, as(elsewhere), { offers: [{ id: takenId, unitIds: [toTake, toDecline, alsoOffered] }] });

  // H01 declares its stock as well, and did so yesterday.
  const dayOf = async () => (await city.owner<{ day: string }[]>`select city_today()::text as day`)[0]?.day ?? '';
  const declaredCells = [{ component: 'rbc-suspended', abo: 'O', rhd: 'positive', amount: 1200 }] as const;
  const agreed = { mode: 'declares', intervalHours: 24, dueHour: 10, version: null } as const;
  await execute(agreeReporting, as(people['O01.city_admin'].actor), { orgId: 'H01', ...agreed });
  await city.wait(-24);
  const declared = await execute(declareStock, as(technician), {
    day: await dayOf(),
    version: null,
    cells: [...declaredCells],
  });
  await city.wait(24);
  // What was declared today speaks in the trial of a going live, below; whoever declares again corrects it.
  const declaration = {
    day: await dayOf(),
    version: 1,
    cells: [{ ...declaredCells[0], amount: 1300 }],
    reason,
  };

  /** A case of H01 before the office. */
  let plansMade = 0;
  /** A plan as it stands after so many steps, in a year of its own: a hospital has one a year, and no order of this city is bound by any. */
  async function planAt(
    step: 'draft' | 'submitted' | 'reviewed' | 'approved',
  ): Promise<{ id: string; version: number }> {
    plansMade += 1;
    const thisYear = (await city.now()).getUTCFullYear();
    const lines = [{ measure: 'red_cells' as const, amount: 40_000 }];
    const isSubmitted = step !== 'draft';
    const body = { year: thisYear + 1, lines, remark: '', isSubmitted };
    let { id, version } = await execute(registerPlan, as(technician), body);
    if (step === 'reviewed' || step === 'approved')
      ({ version } = await execute(reviewPlan, as(people['O01.office_clerk'].actor), { id, version, lines }));
    await city.owner.begin(async (sql) => {
      await sql`alter table blood_use_plans disable trigger blood_use_plans_audited`;
      await sql`update blood_use_plans set year = ${2100 + plansMade} where id = ${id}`;
      await sql`alter table blood_use_plans enable trigger blood_use_plans_audited`;
    });
    if (step === 'approved')
      ({ version } = await execute(approvePlan, as(people['O01.office_reviewer'].actor), { id, version, lines }));
    return { id, version };
  }
  async function share(): Promise<{ id: string; version: number }> {
    const { id, version } = await execute(allocateShare, as(people['O01.office_reviewer'].actor), await shareInput());
    return { id, version };
  }
  const shareInput = async () => ({
    orgId: 'H01',
    origin: 'group' as const,
    donorGroup: '示范大学',
    measure: 'plasma' as const,
    amount: 10_000,
    validUntil: `${(await city.now()).getUTCFullYear() + 1}-12-31`,
  });
  const planLines = [{ measure: 'red_cells' as const, amount: 40_000 }];

  async function review(change: object = {}): Promise<{ id: string; version: number }> {
    const { id, version } = await execute(registerReview, as(technician), { ...reviewInput(), ...change } as never);
    return { id, version };
  }
  async function approvedReview(): Promise<{ id: string; version: number }> {
    const input = { ...(await review()), entitledMl: 800, remark: reason };
    const { id, version } = await execute(approveReview, as(people['O01.office_reviewer'].actor), input);
    return { id, version };
  }
  const relief = () => {
    invoices += 1;
    return { volumeMl: 200, amountCents: 22_000, invoiceNo: `0310000${invoices}`, way: 'direct' } as const;
  };
  let invoices = 0;
  async function relieved(): Promise<{ id: string; version: number; reliefId: string }> {
    const seen = await approvedReview();
    const { id: reliefId, version } = await execute(relieveFees, as(technician), { ...seen, ...relief() });
    return { id: seen.id, version, reliefId };
  }
  const donationFile = await previewImport(as(clerk), donationImporter, {
    name: '献血记录.csv',
    bytes: Buffer.from('证件号码,献血日期,献血量\n11010519491231002X,2026-03-01,400\n'),
  });
  const donationsBefore = await previewImport(as(clerk), donationImporter, {
    name: '献血记录.csv',
    bytes: Buffer.from('证件号码,献血日期,献血量\n11010519491231002X,2025-03-01,400\n'),
  });
  await execute(importDonations, as(clerk), { importId: donationsBefore.importId, digest: donationsBefore.digest });
  /** With a paper that hangs on it. */
  async function paperOf({ id: reviewId }: { id: string }): Promise<{ id: string; attachmentId: string }> {
    const bytes = Buffer.from('%PDF-1.7');
    const paper = { paper: 'invoice', fileName: '发票.pdf', mediaType: 'application/pdf' } as const;
    const { id } = await execute(attachCommandOf(bytes), as(technician), {
      reviewId,
      ...paper,
      byteSize: bytes.byteLength,
      digest: 'f'.repeat(64),
    });
    return { id: reviewId, attachmentId: id };
  }
  const reviewed = await review();
  const planYear = (await city.now()).getUTCFullYear();
  const planSeen = await planAt('submitted');
  const shareSeen = await share();
  await paperOf(reviewed);
  const mended = reviewInput();
  const { identityNo: _patient, donorIdentityNo: _donor, ...reviewFields } = mended;

  async function awaited(count = 2): Promise<{ shipmentId: string; bags: Bag[] }> {
    const bags = await releaseBags(
      city,
      clerk,
      Array.from({ length: count }, () => ({})),
    );
    return { shipmentId: await shipBags(city, clerk, 'H01', bags), bags };
  }
  async function received(outcome: 'accepted' | 'held' = 'accepted'): Promise<{ receiptId: string; bags: Bag[] }> {
    const { shipmentId, bags } = await awaited();
    const receipt = await receiveBags(
      city,
      house,
      shipmentId,
      bags.map((bag) => ({ ...bag, outcome })),
    );
    return { receiptId: receipt.id, bags };
  }
  async function issued(): Promise<{ id: string; bags: Bag[] }> {
    const bags = await shelf(2);
    return { id: (await issueBags(city, house, patientId, bags, canary.requestNo)).id, bags };
  }
  async function draft(
    module:
      | 'autologous-transfusions'
      | 'bag-receipts'
      | 'clinical-issues'
      | 'downtime-forms'
      | 'go-lives'
      | 'other-outbounds'
      | 'processings'
      | 'blood-orders'
      | 'shipments'
      | 'station-stock'
      | 'relabellings'
      | 'stocktakes',
    by: typeof clerk,
    subjectId: string | null,
  ) {
    const id = randomUUID();
    const permission =
      module === 'clinical-issues'
        ? 'clinical-issues.register'
        : module === 'station-stock'
          ? 'station-stock.release'
          : module === 'relabellings'
            ? 'relabellings.post'
            : module === 'stocktakes'
              ? 'stocktakes.count'
              : (`${module}.draft` as const);
    await saveDraft(as(by), module, permission, { id, subjectId, version: 0, body: { note: canary.name } });
    return id;
  }
  const needed = async () => new Date((await city.now()).getTime() + 4 * 3_600_000);
  const orderInput = async (amount = 400) => ({
    stationId: 'S01',
    priority: 'routine' as const,
    deliveryMethod: 'extra' as const,
    neededAt: await needed(),
    lines: [{ component: 'rbc-suspended', abo: 'O' as const, rhd: 'positive' as const, amount }],
  });
  /** An order of H01 as far as it is asked for, each with bags of its own. */
  async function ordered(upTo: 'submitted' | 'accepted' | 'picked' | 'packed' | 'sent' = 'submitted') {
    const { id } = await execute(submitOrder, as(technician), await orderInput());
    const order = { id, version: 1, lineId: '', deliveryId: '', bags: [] as Bag[] };
    const look = async () => {
      const { version, lines, deliveries } = await runRead(getOrder, as(clerk), { id });
      return { ...order, version, lineId: lines[0]?.id ?? '', deliveryId: deliveries[0]?.id ?? '' };
    };
    const { lineId } = await look();
    if (upTo === 'submitted') return { ...order, lineId };
    const everything = { lineId, now: 400, later: 0, laterOn: null, declined: 0, declineCode: null };
    await execute(acceptOrder, as(clerk), { id, version: 1, lines: [everything], beyondShelfReason: reason });
    order.bags = await releaseBags(city, clerk, [{}, {}]);
    if (upTo === 'accepted') return look();
    await execute(pickBags, as(clerk), { orderId: id, lineId, unitIds: ids(order.bags), entry: 'scan' });
    if (upTo === 'picked') return look();
    await execute(packDelivery, as(clerk), packingOf(order));
    if (upTo === 'packed') return look();
    await execute(sendDelivery, as(clerk), { orderId: id, bagCount: 2, carrier: '吴建国' });
    return look();
  }
  const packingOf = ({ id, bags }: { id: string; bags: readonly Bag[] }) => ({
    orderId: id,
    boxes: [{ boxNo: 1, temperatureClass: 'red_cells' as const, packedAtCelsius: 4 }],
    lines: bags.map((bag) => ({ unitId: bag.id, boxNo: 1 })),
  });
  const templateLines = [{ component: 'rbc-suspended', abo: 'O' as const, rhd: 'positive' as const, amount: 400 }];
  async function keptView() {
    const input = { id: randomUUID(), module: 'shipments', name: canary.name, filters: {} };
    return (await execute(saveView, as(technician), input)).id;
  }
  let victims = 0;
  async function victim() {
    victims += 1;
    const person = await city.enter('H01', `7${String(victims).padStart(3, '0')}`, ['technician'], {
      name: `职工H01之客${victims}`,
    });
    return { personId: person.actor.personId, membershipId: person.membershipId };
  }
  async function importPreview(
    module: string,
    csv: string,
    by: PersonName = 'S01.station_clerk',
  ): Promise<{ importId: string; digest: string }> {
    const response = await fetch(`${city.url}/api/import/${module}`, {
      method: 'POST',
      headers: { 'x-xuemai': '1', 'content-type': 'application/octet-stream', cookie: people[by].cookie },
      body: csv,
    });
    const preview = (await response.json()) as {
      importId: string;
      digest: string;
      badLines: number;
      problems: unknown;
    };
    if (!response.ok || preview.badLines > 0)
      throw new Error(`the preview of ${module} failed: ${JSON.stringify(preview)}`);
    return { importId: preview.importId, digest: preview.digest };
  }

  const patientId = await addPatient(city, technician, canary);
  const cityDay = await dayOf();
  const ofRequest = (change: Partial<RegisterRequestInput> = {}) =>
    // Plasma counts for no row: however many samples the patient has, one signature suffices.
    requestInput(patientId, cityDay, { lines: [{ component: 'ffp', amount: 20_000, modifiers: [] }], ...change });
  const { patientId: _patientOfRequest, ...requestFields } = ofRequest({ isSubmitted: false });
  async function request(change: Partial<RegisterRequestInput> = {}) {
    const asked = await execute(registerRequest, as(people['H01.physician'].actor), ofRequest(change));
    return { id: asked.id, version: asked.version };
  }
  const requested = await request();
  const toSignHere = await request();
  const signatureHere = await signIn(
    city,
    technician,
    people['H01.senior_physician'].actor,
    coversOfStep({ requestId: toSignHere.id, version: toSignHere.version }),
  );
  await execute(approveRequest, as(people['H01.senior_physician'].actor), await request());
  let tubes = 0;
  async function tubeInput() {
    tubes += 1;
    const drawnAt = new Date((await city.now()).getTime() - 3_600_000);
    const checks = ['label', 'patient', 'volume', 'quality'] as const;
    return { tubeNo: `MX${String(tubes).padStart(5, '0')}`, patientId, drawnAt, drawnBy: '3001', checks: [...checks] };
  }
  async function tube() {
    const { id, version, tubeNo } = await execute(receiveSpecimen, as(technician), await tubeInput());
    return { id, version, tubeNo };
  }
  const readings = { antiA: 'none', antiB: 'none', antiD: 'strong', cellsA: 'strong', cellsB: 'strong' } as const;
  /** A tube that two agreed on and that was screened, with a request and a bag to be matched. */
  async function benchInput() {
    const seen = await tube();
    const first = await execute(determineGroup, as(technician), { ...seen, readings });
    const second = await execute(determineGroup, as(house.reviewer), { ...seen, version: first.version, readings });
    const screened = { ...seen, version: second.version, result: 'negative' as const, antibodies: [] };
    await execute(screenSpecimen, as(technician), screened);
    const { id: requestId } = await request({ isEmergency: true });
    const { lines } = await reservationInput(city, house, patientId, await shelf(1));
    return {
      requestId,
      specimenId: seen.id,
      lines: lines.flatMap(({ unitId, crossmatch }) =>
        crossmatch ? [{ unitId, crossmatch: { ...crossmatch, specimenNo: seen.tubeNo } }] : [],
      ),
    };
  }
  const seenTube = await tube();
  const requestFile = await previewImport(as(people['H01.physician'].actor), requestImporter, {
    name: '申请单.csv',
    bytes: Buffer.from(`病案号,成分,数量\n${canary.mrn},新鲜冰冻血浆,200\n`),
  });
  // The laboratory is told of its patients by name: they are none of those that nobody else may hear of.
  const sentPatientId = await addPatient(city, technician, { name: '送检者' });
  const immunoFor = async (of: string, change: Partial<RegisterImmunoInput> = {}) =>
    immunoInput(of, await city.now(), change);
  const { patientId: _patientOfImmuno, ...immunoFields } = await immunoFor(sentPatientId, { isSubmitted: false });
  const seenOf = ({ id, version }: { id: string; version: number }) => ({ id, version });
  const [labTechnician, labReviewer] = [people['S01.lab_technician'].actor, people['S01.lab_reviewer'].actor];
  const immunoDraft = async () =>
    seenOf(await execute(registerImmuno, as(technician), await immunoFor(patientId, { isSubmitted: false })));
  /** A request as it stands after so many steps. */
  async function immunoAt(step: 'submitted' | 'received' | 'entered' | 'reported' | 'correcting') {
    let at = seenOf(await execute(registerImmuno, as(technician), await immunoFor(sentPatientId)));
    if (step === 'submitted') return at;
    at = seenOf(await execute(receiveImmuno, as(labTechnician), at));
    if (step === 'received') return at;
    const results = foundResults('抗-E');
    at = seenOf(
      await execute(enterResults, as(labTechnician), {
        ...at,
        results,
        conclusion: '抗-E',
        advice: '',
        isComplete: true,
      }),
    );
    if (step === 'entered') return at;
    at = seenOf(await execute(reviewImmuno, as(labReviewer), at));
    if (step === 'reported') return at;
    return seenOf(await execute(correctImmuno, as(labTechnician), { ...at, reason }));
  }
  const immunoSeen = await immunoAt('reported');
  const ofLaboratory = {
    'S01.lab_technician': 'the laboratory is a party to the request',
    'S01.lab_reviewer': 'the laboratory is a party to the request',
  } as const;
  const immunoFile = await previewImport(as(technician), immunoImporter, {
    name: '检测申请.csv',
    bytes: Buffer.from(`病案号,申请项目\n${canary.mrn},抗体筛查\n`),
  });
  const [shelved] = await shelf(3);
  const onItsWay = await awaited();
  const firstReceipt = await received();
  const firstIssue = await issued();
  const reservedBags = await shelf(1, { product: 'plasma' });
  await execute(reserveBags, as(technician), await reservationInput(city, house, patientId, reservedBags));
  const givenBack = await shelf(1, { product: 'plasma' });
  await execute(reserveBags, as(technician), await reservationInput(city, house, patientId, givenBack));
  const emergency = await execute(emergencyIssue, as(technician), {
    patient: { kind: 'registered', patientId },
    askedBy: '王医生',
    reason: '大出血',
    unitIds: ids(await shelf(1)),
  });
  const [task] = await city.owner<{ id: string; kind: string; record_id: string }[]>`
    select id, kind, record_id from tasks where record_id = ${emergency.id} and kind = 'second_signature'`;
  if (!task || !shelved) throw new Error('the emergency left no task');
  const settleSignature = await signIn(
    city,
    technician,
    reviewer,
    coversOfTask({ taskId: task.id, issueId: task.record_id, kind: task.kind }),
  );
  const unnamed = await execute(emergencyIssue, as(technician), {
    patient: { kind: 'unidentified', sex: 'male', ageBand: 'over_50' },
    askedBy: '王医生',
    reason: '大出血',
    unitIds: ids(await shelf(1)),
  });
  const identity = { issueId: unnamed.id, patientId };
  const identitySignature = await signIn(city, technician, reviewer, coversOfIdentity(identity));
  const receiptDraft = await draft('bag-receipts', technician, onItsWay.shipmentId);
  const shipmentDraft = await draft('shipments', clerk, null);
  const orderDraft = await draft('blood-orders', technician, null);
  const order = await ordered('sent');
  const [{ no: orderNo } = { no: '' }] = await city.owner<
    { no: string }[]
  >`select no from blood_orders where id = ${order.id}`;
  await execute(savePlan, as(clerk), { version: 0, slots: [] });
  // A share that is a patient's first, so that the order below draws from it; and a plan that was changed.
  const own = await execute(allocateShare, as(people['O01.office_reviewer'].actor), {
    ...(await shareInput()),
    measure: 'red_cells',
    amount: 400,
    validUntil: `${planYear}-12-31`,
  });
  await execute(activateShare, as(technician), { id: own.id, version: own.version, amount: 400, patientId });
  const changedPlan = { ...(await planAt('approved')), measure: 'red_cells', kind: 'adjust', amount: 1000, reason };
  await execute(changePlan, as(people['O01.office_reviewer'].actor), changedPlan as never);
  const forPatient = await orderInput();
  await execute(submitOrder, as(technician), {
    ...forPatient,
    lines: forPatient.lines.map((line) => ({ ...line, patientId })),
  });
  // As an emergency leaves one when the accounts are taken.
  await city.owner`insert into quota_due (order_id, org_id) select id, org_id from blood_orders where org_id = 'H01' limit 1 on conflict do nothing`;
  const [openOrder, orderToAnswer] = [await ordered(), await ordered()];
  const orderToPick = await ordered('accepted');
  const [orderToClose, closeAsWell] = [await ordered('accepted'), await ordered('accepted')];
  const [toPhone, arriving] = [await ordered(), await ordered('sent')];
  const orderToPack = await ordered('picked');
  const orderToPutBack = await ordered('picked');
  const orderToSend = await ordered('packed');
  const asked = async () => {
    const wanted = await ordered('picked');
    await execute(askCancel, as(technician), { id: wanted.id, version: wanted.version, reason });
    return { id: wanted.id, version: wanted.version + 1 };
  };
  const [agreeable, refusable, withdrawable] = [await asked(), await asked(), await asked()];
  const wishToCancel = await ordered('accepted');
  const template = await execute(saveTemplate, as(technician), { name: '周一', lines: templateLines });
  await draft('station-stock', clerk, ownDraft);
  // A release of the same clerk drops the one above.
  const releaseDraft = await draft('station-stock', clerk, null);
  const stationBags = await releaseBags(city, clerk, [{}, {}, {}]);
  await draft('relabellings', clerk, ownDraft);
  const relabelDraft = await draft('relabellings', clerk, null);
  const checker = (await city.enter('S01', '7702', ['station_clerk'], { name: '核对人' })).actor;
  const [relabelled, toRelabel] = await releaseBags(city, clerk, [{}, {}]);
  if (!relabelled || !toRelabel) throw new Error('nothing to relabel');
  // Of the same donation: only its code changes, so that the answer names no other.
  const relabellingId = await relabelBags(city, clerk, checker, {
    bag: relabelled,
    to: relabelled.donationNo,
    label: { productCode: 'E0336VA0' },
  });
  const relabelInput = await relabelInputOf(city, clerk, checker, [{ bag: toRelabel }]);
  const [release] = await city.owner<
    { id: string }[]
  >`select id from station_releases order by created_at desc limit 1`;
  const [shown] = stationBags;
  if (!release || !shown) throw new Error('nothing was released');
  const expiresAt = new Date((await city.now()).getTime() + 20 * 86_400_000);
  const day = expiresAt.toISOString().slice(0, 10);
  const csv = (donationNo: string) => `献血码,产品码,血型,RhD,失效时间\n${donationNo},E0336V00,O,阳性,${day} 12:00\n`;
  const releaseFile = await importPreview('station-stock', csv(nextDonationNo()));
  const noteFile = await importPreview('bag-receipts', csv(nextDonationNo()), 'H01.technician');
  const openingFile = await importPreview('go-lives', csv(nextDonationNo()), 'H01.technician');
  const packingFile = await importPreview('shipments', `献血码,产品码\n${shown.donationNo},E0336V00\n`);
  const product = (productCode: string) => ({
    productCode,
    name: '悬浮红细胞 2U',
    component: 'rbc-suspended',
    amount: 200,
  });
  const registered = async (productCode: string) =>
    (await execute(registerProduct, as(clerk), product(productCode))).id;
  const changed = (id: string) => ({
    id,
    version: 1,
    reason,
    name: '悬浮红细胞 1U',
    component: 'rbc-suspended',
    amount: 100,
  });
  const retired = async (productCode: string) => {
    const id = await registered(productCode);
    await execute(retireProduct, as(clerk), { id, version: 1, reason });
    return { id, version: 2, reason };
  };
  const term = (name: string) => ({ dictionary: 'void' as const, name: `本院原因${name}`, position: 60 });
  const ownTerm = async (name: string) =>
    (await execute(registerTerm, as(people['H01.hospital_admin'].actor), term(name))).id;
  const changedTerm = async (name: string) => {
    const { dictionary: _, ...fields } = term(`${name}二`);
    return { id: await ownTerm(name), version: 1, reason, ...fields };
  };
  const retiredTerm = async (name: string) => {
    const id = await ownTerm(name);
    await execute(retireTerm, as(people['H01.hospital_admin'].actor), { id, version: 1, reason });
    return { id, version: 2, reason };
  };
  const firstProduct = await registered('Z0001V00');
  const met = await execute(reportProduct, as(technician), { productCode: 'Z8001V00', place: 'bag-receipts' });
  await execute(reportProduct, as(clerk), { productCode: 'Z8002V00', place: 'station-stock' });
  let houses = 0;
  const houseInput = (code: string, kind: 'reference_lab' | 'hospital' = 'reference_lab') => ({
    kind,
    name: `试验机构${code}`,
    shortName: code,
    district: '徐汇',
  });
  const newHouse = async (kind?: 'hospital') => {
    houses += 1;
    const code = `L${houses}0`;
    const { id } = await execute(registerOrganisation, as(people['O01.city_admin'].actor), {
      code,
      ...houseInput(code, kind),
    });
    return { id, version: 1 };
  };
  const retiredHouse = async () => {
    const { id } = await newHouse();
    await execute(retireOrganisation, as(people['O01.city_admin'].actor), { id, version: 1, reason });
    return { id, version: 2, reason };
  };
  const peopleFile = await importPreview('people', '工号,姓名,角色\n8810,文件来的,护士\n', 'H01.hospital_admin');
  const withoutAccount = async () => {
    const [made] = await city.owner<{ id: string }[]>`
      insert into people (org_id, staff_no, name, search) values ('H01', '8820', '职工H01之名册', '') returning id`;
    await city.owner`insert into memberships (person_id, org_id, roles) values (${made?.id ?? ''}, 'H01', '{nurse}')`;
    return made?.id ?? '';
  };
  const guestPosts = [{ department: '输血科', roles: ['technician' as const] }];
  let guests = 0;
  const guest = async () => {
    guests += 1;
    const { actor } = await city.enter('H03', `88${guests}`, ['technician'], { name: `职工H03之客${guests}` });
    const asked = { orgId: 'H03', staffNo: actor.staffNo, posts: guestPosts, reason };
    return (await execute(askIn, as(people['H01.hospital_admin'].actor), asked)).id;
  };
  const hasLeft = async (personId: string) => {
    await city.owner`update people set is_active = false where id = ${personId}`;
    return personId;
  };
  const productFile = await importPreview('products', '产品码,名称,品种,每袋量\nZ0002V00,悬浮红细胞 2U,悬浮红细胞,2\n');
  const device = await announceDevice(city.runtime, 'H01', '输血科大屏');
  const others = {
    correct: await addPatient(city, technician, { name: '金丝雀改' }),
    void: await addPatient(city, technician, { name: '金丝雀废' }),
  };
  const correctable = await issued();
  const voidable = await issued();
  const toPost = await awaited();
  const toCloseShort = await awaited();
  const toVoid = await received();
  const held = await received('held');
  const wasHeld = await received('held');
  const releasedHold = await releaseHeld(city, reviewer, technician, ids(wasHeld.bags), labelRead());
  const toHold = await shelf(1);
  await execute(holdBags, as(technician), { unitIds: ids(await shelf(1)), cause: 'other', words: '金丝雀隔离' });
  const toReserve = await shelf(1);
  const firstOutbound = await sendOut(city, house, await shelf(1), { kind: 'transfer' });
  await sendOut(city, house, await shelf(1), { kind: 'return' });
  const toModify = await sendOut(city, house, await shelf(1), { kind: 'discard' });
  const toVoidOutbound = await sendOut(city, house, await shelf(1), { kind: 'discard' });
  const toSendOut = await outboundInput(city, house, await shelf(1), { kind: 'discard' });
  const firstProcessing = await processBags(city, house, await shelf(1), { kind: 'split', parts: [100, 100] });
  await execute(printLabels, as(technician), { kind: 'bag', processingId: firstProcessing.id });
  await city.owner`insert into pool_facilities (facility, org_id) values ('P0H01', 'H01')`;
  const start = async () => {
    const bags = await shelf(1);
    const input = { kind: 'irradiate' as const, device: '辐照仪', unitIds: ids(bags) };
    return { ...(await execute(startProcessing, as(technician), input)), bags };
  };
  const toEnd = await start();
  const ending = await endingOfStarted(city, house, toEnd.id, toEnd.bags, { kind: 'irradiate', device: '辐照仪' });
  const toCancel = await start();
  const toVoidProcessing = await processBags(city, house, await shelf(1), { kind: 'irradiate' });
  const toProcess = await processingInput(city, house, await shelf(1), { kind: 'split', parts: [100, 100] });
  const processingDraft = await draft('processings', technician, null);
  const outboundDraft = await draft('other-outbounds', technician, null);
  await addPlace(city, house, 'ZT');
  const ownBlood = {
    seen: await storedFor(city, house, 'ZT', patientId),
    modify: await planFor(city, house, 'predeposit', patientId),
    collect: await planFor(city, house, 'predeposit', patientId),
    store: await planFor(city, house, 'predeposit', patientId),
    reinfuse: await storedFor(city, house, 'ZT', patientId),
    discard: await storedFor(city, house, 'ZT', patientId),
    evaluate: await storedFor(city, house, 'ZT', patientId),
    cancel: await planFor(city, house, 'predeposit', patientId),
    undo: await storedFor(city, house, 'ZT', patientId),
    release: await storedFor(city, house, 'ZT', patientId),
    void: await planFor(city, house, 'predeposit', patientId),
  };
  const bagOf = async (id: string) => (await readAutologous(city, technician, id)).bags[0] ?? { id: '', bagNo: '' };
  const toStore = await collectFor(city, house, ownBlood.store, 'predeposit');
  const toEvaluate = await reinfuseFor(city, house, ownBlood.evaluate.id);
  const undone = {
    undo: await reinfuseFor(city, house, ownBlood.undo.id),
    release: await reinfuseFor(city, house, ownBlood.release.id),
  };
  const released = await execute(undoAutologous, as(technician), {
    ...(await backInput(city, house, undone.release, {
      what: 'reinfuse',
      bagIds: [(await bagOf(undone.release.id)).id],
    })),
    what: 'reinfuse',
  });
  const autologousDraft = await draft('autologous-transfusions', technician, null);
  const ofRecord = ({ id, version }: { id: string; version: number }) => ({ id, version });
  const fridge = await addPlace(city, house, 'R1');
  const countedBags = await shelf(2);
  await execute(moveBags, as(technician), { placeId: fridge.id, unitIds: ids(countedBags) });
  const toMove = await shelf(1);
  await execute(readTemperature, as(technician), { placeId: fridge.id, celsius: 4.1 });
  const readBefore = async (minutes: number) =>
    formatDateTime(new Date((await city.now()).getTime() - minutes * 60_000));
  const recorded = `位置,时间,温度\nR1,${await readBefore(60)},9.4\nR1,${await readBefore(50)},4.4\n`;
  const temperatureFile = await importPreview('storage-places', recorded, 'H01.technician');
  const signedCount = await execute(
    signStocktake,
    as(technician),
    await stocktakeInput(city, house, fridge, countedBags),
  );
  const toSign = await stocktakeInput(city, house, fridge, countedBags);
  const countDraft = await draft('stocktakes', technician, null);
  // Exercises are of a practice city; one is open at a time, so each verb has somebody of its own.
  await city.owner`create or replace function is_practice() returns boolean language sql stable as 'select true'`;
  // Its bags are real ones all the same.
  await city.owner`alter table blood_units disable trigger blood_units_of_city`;
  const exercise = async (by: typeof clerk, state: 'open' | 'finished' = 'open') => {
    const id = randomUUID();
    await city.owner.begin(async (sql) => {
      await sql`alter table exercises disable trigger exercises_audited`;
      await sql`
        insert into exercises (id, org_id, person_id, person_name, code, material, supplied_at, clock_started_at, state, finished_at, minutes)
        select ${id}, ${by.orgId}, ${by.personId}, ${`${by.staffNo} ${by.name}`}, 'emergency',
          jsonb_build_object('bags', (select jsonb_agg(jsonb_build_object('unitId', l.unit_id, 'part', 'plain')) from clinical_issue_lines l where l.issue_id = i.id)), i.issued_at, i.issued_at - interval '1 second', ${state},
          case when ${state === 'finished'} then city_now() end, case when ${state === 'finished'} then 1 end
        from clinical_issues i where i.id = ${emergency.id}`;
      await sql`alter table exercises enable trigger exercises_audited`;
    });
    return { id };
  };
  const [toFinish, toClock, practised, toGiveUp] = [
    await exercise(technician),
    await exercise(reviewer),
    await exercise(technician, 'finished'),
    await exercise(people['H01.nurse'].actor),
  ];
  // A house goes live once; here each verb has one of its own.
  await city.owner`drop index go_lives_open`;
  const goLive = async (state: 'open' | 'counting' | 'counted' | 'trial') => {
    const id = randomUUID();
    await city.owner.begin(async (sql) => {
      await sql`alter table go_lives disable trigger go_lives_audited`;
      await sql`insert into go_lives (id, no, org_id, min_trial_days, created_by) values (${id}, ${id.slice(0, 8)}, 'H01', 1, '1001')`;
      await sql`alter table go_lives enable trigger go_lives_audited`;
    });
    const lines = [await shelfLine(city)];
    if (state !== 'open') await countBy(city, reviewer, id, lines);
    if (state === 'counted' || state === 'trial') await countBy(city, technician, id, lines);
    if (state === 'trial') await postBags(city, house, id);
    const { version, rounds } = await readGoLive(city, technician, id);
    return { id, version, roundId: rounds[0]?.id ?? '' };
  };
  const [toRecount, shelfToPost, toVoidOpening, toStart, toLeave] = [
    await goLive('counting'),
    await goLive('counted'),
    await goLive('trial'),
    await goLive('trial'),
    await goLive('open'),
  ];
  const postInput = await openingInput(city, house, shelfToPost.id);
  const [toCount, toCountFile] = [await goLive('open'), await goLive('open')];
  const { donationNo: _, ...toCountLine } = await shelfLine(city);
  await execute(mapCode, as(technician), { kind: 'product', houseCode: 'XHX2', target: 'E0336V00', version: null });
  const goLiveDraft = await draft('go-lives', technician, null);
  await execute(declareStock, as(technician), { day: await dayOf(), version: null, cells: [...declaredCells] });
  const startSample = await startOf(city, house, toStart.id, reason);
  const recallOf = (donationNo: string) =>
    execute(registerRecall, city.as(clerk), { donations: [donationNo], recallClass: '1', reason });
  const [inRecall, toFind, wasGiven] = await shelf(3);
  const [atStation, toRecall] = await releaseBags(city, clerk, [{}, {}]);
  if (!inRecall || !toFind || !wasGiven || !atStation || !toRecall) throw new Error('bags of recalls');
  const firstRecall = await recallOf(inRecall.donationNo);
  const findingRecall = await recallOf(toFind.donationNo);
  const stationRecall = await recallOf(atStation.donationNo);
  await issueBags(city, house, patientId, [wasGiven], canary.requestNo);
  const givenRecall = await recallOf(wasGiven.donationNo);
  await execute(acknowledgeRecall, city.as(technician), { id: givenRecall.id });
  await execute(setFate, city.as(technician), { id: givenRecall.id, unitIds: [wasGiven.id], fate: 'transfused' });
  await execute(noteCall, city.as(clerk), { id: firstRecall.id, orgId: 'H01' });
  const { lookBacks } = await runRead(getRecall, city.as(technician), { id: givenRecall.id });
  const lookBackId = lookBacks[0]?.id ?? '';
  const firstIncident = await openIncident(city, technician, await shelf(1));
  const toAssign = await openIncident(city, technician, await shelf(1));
  const toResolve = await openIncident(city, technician, await shelf(1));
  const [firstForm, toEnter, toVoidForm, scannedForm] = await printSheets(city, technician, 4);
  if (!firstForm || !toEnter || !toVoidForm || !scannedForm) throw new Error('no sheets');
  const onPaper = await shelf(2);
  await enterSheet(city, technician, [
    await paperLine(city, onPaper[0] ?? shelved, { mrn: canary.mrn, patientName: canary.name, second: '' }),
  ]);
  const formDraft = await draft('downtime-forms', technician, firstForm.id);
  // As a receipt by one person on duty leaves it.
  const [recheckTask] = await city.owner<{ id: string }[]>`
    insert into tasks (org_id, kind, module, record_id, due_at) values ('H01', 'recheck', 'bag-receipts', ${firstReceipt.receiptId}, city_now()) returning id`;
  if (!recheckTask) throw new Error('no task');
  const found = {
    unitId: onItsWay.bags[0]?.id ?? '',
    outcome: 'held',
    reason: 'appearance',
    exceptions: ['sealing'],
    foundAt: '2026-11-23T06:00:00.000Z',
  };
  const [lostFinding] = await city.owner<{ id: string }[]>`
    insert into tasks (org_id, kind, module, record_id, facts, due_at)
    values ('H01', 'lost-finding', 'bag-receipts', ${onItsWay.shipmentId}, ${city.owner.json(found)}, city_now()) returning id`;
  if (!lostFinding) throw new Error('no finding');
  const recheckSignature = await signIn(
    city,
    reviewer,
    reviewer,
    recheckCovers({ taskId: recheckTask.id, recordId: firstReceipt.receiptId }),
  );
  const toIssue = await shelf(2);
  const toTakeInEmergency = await shelf(1);
  const toVoidShipment = await awaited();
  const [toShip] = await releaseBags(city, clerk, [{}]);
  if (!toShip) throw new Error('nothing was released');
  // An issue to this patient would clear it away.
  const issueDraft = await draft('clinical-issues', technician, patientId);
  const covers = digestOfCovers({ matrix: 'a form' });

  const unnoted = () => ({
    stationId: 'S01',
    reason: '无电子发血单',
    lines: [
      { donation: nextDonationNo(), productCode: 'E0336V00', abo: 'O', rhd: 'positive', expiresAt, entry: 'import' },
    ],
  });
  const lookAt = { donationNo: shelved.donationNo };
  const samples = {
    'bagReceipts.awaited': { by: 'H01.technician', input: {} },
    'bagReceipts.open': { by: 'H01.technician', input: { shipmentId: onItsWay.shipmentId } },
    'bagReceipts.list': {
      by: 'H01.technician',
      input: {},
      variants: [{ filters: { partyOrgId: 'S01' } }, { side: 'party' }],
    },
    'bagReceipts.get': { by: 'H01.technician', input: { id: firstReceipt.receiptId } },
    'bagReceipts.history': { by: 'H01.technician', input: { id: firstReceipt.receiptId } },
    'bagReceipts.draft': {
      by: 'H01.technician',
      input: { id: receiptDraft },
      variants: [{ subjectId: onItsWay.shipmentId }],
    },
    'bagReceipts.saveDraft': {
      by: 'H01.technician',
      input: { id: receiptDraft, subjectId: onItsWay.shipmentId, version: 1, body: { lines: [] } },
    },
    'bagReceipts.senders': { by: 'H01.technician', input: undefined },
    'bagReceipts.announce': { by: 'H01.technician', input: unnoted(), ownInput: unnoted() },
    'bagReceipts.applyImport': {
      by: 'H01.technician',
      input: { ...noteFile, stationId: 'S01', reason: '无电子发血单' },
    },
    'bagReceipts.post': {
      by: 'H01.technician',
      input: await receiptInput(city, house, toPost.shipmentId, toPost.bags),
    },
    'bagReceipts.void': { by: 'H01.reviewer', input: { id: toVoid.receiptId, version: 1, reason } },
    'bagReceipts.closeShort': { by: 'H01.technician', input: { shipmentId: toCloseShort.shipmentId, reason } },
    'bagReceipts.lostFindings': { by: 'H01.technician', input: {} },
    'bagReceipts.keepFindings': {
      by: 'H01.technician',
      input: {
        shipmentId: onItsWay.shipmentId,
        listId: crypto.randomUUID(),
        revision: 1,
        findings: [{ ...found, reason: 'label' }],
      },
    },
    'bagReceipts.dealWithFinding': {
      by: 'H01.technician',
      input: { shipmentId: onItsWay.shipmentId, findingId: lostFinding.id },
    },
    'bagReceipts.waiting': { by: 'H01.technician', input: {} },
    'bagReceipts.releasedHold': { by: 'H01.reviewer', input: { recordId: releasedHold.recordId } },
    'bagReceipts.recheck': { by: 'H01.reviewer', input: { taskId: recheckTask.id, signature: recheckSignature } },

    'clinicalIssues.list': {
      by: 'H01.technician',
      input: {},
      variants: [{ filters: { patient: canary.name } }, { side: 'party' }],
    },
    'clinicalIssues.waiting': { by: 'H01.technician', input: {} },
    'clinicalIssues.get': { by: 'H01.technician', input: { id: firstIssue.id } },
    'clinicalIssues.history': { by: 'H01.technician', input: { id: firstIssue.id } },
    'clinicalIssues.patients': {
      by: 'H01.technician',
      input: { text: canary.mrn },
      variants: [{ text: '金丝雀' }, { text: 'jsqaf' }, { id: patientId }],
    },
    'clinicalIssues.candidates': { by: 'H01.technician', input: { patientId }, variants: [unidentified] },
    'clinicalIssues.lookup': {
      by: 'H01.technician',
      input: { patientId, ...lookAt },
      variants: [{ ...unidentified, ...lookAt }],
    },
    'clinicalIssues.draft': { by: 'H01.technician', input: { subjectId: patientId }, variants: [{ id: issueDraft }] },
    'clinicalIssues.saveDraft': {
      by: 'H01.technician',
      input: { id: issueDraft, subjectId: patientId, version: 1, body: { lines: [] } },
    },
    'clinicalIssues.reserve': {
      by: 'H01.technician',
      input: await reservationInput(city, house, patientId, toReserve),
    },
    'clinicalIssues.unreserve': { by: 'H01.technician', input: { unitIds: ids(givenBack), reason } },
    'clinicalIssues.register': {
      by: 'H01.technician',
      input: await issueInput(city, house, patientId, toIssue, canary.requestNo),
    },
    'clinicalIssues.emergency': {
      by: 'H01.technician',
      input: {
        patient: { kind: 'registered', patientId },
        askedBy: '王医生',
        reason: '大出血',
        unitIds: ids(toTakeInEmergency),
      },
      variants: [
        {
          patient: { kind: 'unidentified', ...unidentified },
          askedBy: '王医生',
          reason: '大出血',
          unitIds: ids(toTakeInEmergency),
        },
      ],
    },
    'clinicalIssues.print': { by: 'H01.technician', input: { id: firstIssue.id } },
    'clinicalIssues.settle': { by: 'H01.technician', input: { taskId: task.id, signature: settleSignature } },
    'clinicalIssues.correct': {
      by: 'H01.technician',
      input: { id: correctable.id, version: 1, reason, fields: { bed: '9 床' } },
    },
    'clinicalIssues.identify': {
      by: 'H01.technician',
      input: { id: unnamed.id, version: 1, patientId, reason, signature: identitySignature },
    },
    'clinicalIssues.void': { by: 'H01.reviewer', input: { id: voidable.id, version: 1, reason } },

    'otherOutbounds.list': { by: 'H01.technician', input: {}, variants: [{ filters: { kind: 'transfer' } }] },
    'otherOutbounds.get': { by: 'H01.technician', input: { id: firstOutbound.id } },
    'otherOutbounds.history': { by: 'H01.technician', input: { id: firstOutbound.id } },
    'otherOutbounds.open': { by: 'H01.technician', input: {} },
    'otherOutbounds.findBags': { by: 'H01.technician', input: lookAt },
    'otherOutbounds.shelf': { by: 'H01.technician', input: { kind: 'discard' } },
    'otherOutbounds.draft': { by: 'H01.technician', input: { id: outboundDraft } },
    'otherOutbounds.saveDraft': { by: 'H01.technician', input: { id: outboundDraft, version: 1, body: { lines: [] } } },
    'otherOutbounds.register': { by: 'H01.technician', input: toSendOut },
    'otherOutbounds.modify': {
      by: 'H01.technician',
      input: { id: toModify.id, version: 1, reason, fields: { words: '两条凝块' } },
    },
    'otherOutbounds.void': { by: 'H01.reviewer', input: { id: toVoidOutbound.id, version: 1, reason } },

    'autologousTransfusions.list': {
      by: 'H01.technician',
      input: {},
      variants: [{ filters: { type: 'predeposit', state: 'stored' } }, { filters: { patientName: '金丝雀' } }],
    },
    'autologousTransfusions.get': { by: 'H01.technician', input: { id: ownBlood.seen.id } },
    'autologousTransfusions.history': { by: 'H01.technician', input: { id: ownBlood.seen.id } },
    'autologousTransfusions.findBag': {
      by: 'H01.technician',
      input: { code: (await bagOf(ownBlood.seen.id)).bagNo },
    },
    'autologousTransfusions.ofPatient': { by: 'H01.technician', input: { patientId } },
    'autologousTransfusions.figures': { by: 'H01.technician', input: { since: '2026-01-01', until: '2027-12-31' } },
    'autologousTransfusions.plan': { by: 'H01.technician', input: planInputOf(patientId) },
    'autologousTransfusions.modify': {
      by: 'H01.technician',
      input: { ...ofRecord(ownBlood.modify), reason, fields: { diagnosis: canary.name } },
    },
    'autologousTransfusions.collect': {
      by: 'H01.technician',
      input: await collectInput(city, house, ownBlood.collect, 'predeposit'),
    },
    'autologousTransfusions.store': {
      by: 'H01.technician',
      input: { ...ofRecord(toStore), bagIds: [(await bagOf(toStore.id)).id], place: 'ZT' },
    },
    'autologousTransfusions.reinfuse': {
      by: 'H01.technician',
      input: await reinfuseInput(city, house, ownBlood.reinfuse, {
        patientCode: (await readAutologous(city, technician, ownBlood.reinfuse.id)).patient.mrn,
        bagNos: [(await bagOf(ownBlood.reinfuse.id)).bagNo],
      }),
    },
    'autologousTransfusions.discard': {
      by: 'H01.technician',
      input: await discardInput(city, house, ownBlood.discard, [(await bagOf(ownBlood.discard.id)).id]),
    },
    'autologousTransfusions.undo': {
      by: 'H01.technician',
      input: {
        ...(await backInput(city, house, undone.undo, {
          what: 'reinfuse',
          bagIds: [(await bagOf(undone.undo.id)).id],
        })),
        what: 'reinfuse',
      },
    },
    'autologousTransfusions.release': {
      by: 'H01.technician',
      input: await backInput(city, house, released, { what: 'release', bagIds: [(await bagOf(released.id)).id] }),
    },
    'autologousTransfusions.draft': { by: 'H01.technician', input: { id: autologousDraft } },
    'autologousTransfusions.saveDraft': {
      by: 'H01.technician',
      input: { id: autologousDraft, version: 1, body: { type: 'salvage' } },
    },
    'autologousTransfusions.evaluate': {
      by: 'H01.technician',
      input: { ...ofRecord(toEvaluate), outcome: 'good', reactions: canary.name },
    },
    'autologousTransfusions.cancel': { by: 'H01.technician', input: { ...ofRecord(ownBlood.cancel), reason } },
    'autologousTransfusions.void': { by: 'H01.reviewer', input: { ...ofRecord(ownBlood.void), reason } },
    'autologousTransfusions.print': { by: 'H01.technician', input: { id: ownBlood.seen.id, what: 'labels' } },
    'processings.list': { by: 'H01.technician', input: {}, variants: [{ filters: { kind: 'split' } }] },
    'processings.get': { by: 'H01.technician', input: { id: firstProcessing.id } },
    'processings.history': { by: 'H01.technician', input: { id: firstProcessing.id } },
    'processings.open': { by: 'H01.technician', input: {} },
    'processings.findBags': { by: 'H01.technician', input: lookAt },
    'processings.thawed': { by: 'H01.technician', input: {} },
    'processings.draft': { by: 'H01.technician', input: { id: processingDraft } },
    'processings.saveDraft': { by: 'H01.technician', input: { id: processingDraft, version: 1, body: { lines: [] } } },
    'processings.start': { by: 'H01.technician', input: toProcess },
    'processings.end': { by: 'H01.technician', input: { id: toEnd.id, version: 1, ...ending } },
    'processings.cancel': { by: 'H01.technician', input: { id: toCancel.id, version: 1, reason } },
    'processings.void': { by: 'H01.reviewer', input: { id: toVoidProcessing.id, version: 1, reason } },

    'processings.labels': {
      by: 'H01.technician',
      input: { kind: 'bag', processingId: firstProcessing.id },
      variants: [{ kind: 'compatibility', issueId: firstIssue.id }],
    },
    'processings.printLabels': { by: 'H01.technician', input: { kind: 'compatibility', issueId: firstIssue.id } },
    'storagePlaces.list': { by: 'H01.technician', input: {} },
    'storagePlaces.unplaced': { by: 'H01.technician', input: {} },
    'storagePlaces.history': { by: 'H01.technician', input: { id: fridge.id } },
    'storagePlaces.moves': { by: 'H01.technician', input: { id: fridge.id } },
    'storagePlaces.findBags': { by: 'H01.technician', input: lookAt },
    'storagePlaces.register': {
      by: 'H01.reviewer',
      input: { code: 'R2', name: '红细胞冰箱 2', placeClass: 'red_cells' },
    },
    'storagePlaces.modify': {
      by: 'H01.reviewer',
      input: { id: fridge.id, version: 1, name: '冰箱甲', placeClass: 'red_cells', isDefault: false, state: 'active' },
    },
    'storagePlaces.move': { by: 'H01.technician', input: { placeId: fridge.id, unitIds: ids(toMove) } },

    'storagePlaces.temperatures': { by: 'H01.technician', input: { placeId: fridge.id } },
    'storagePlaces.readTemperature': { by: 'H01.technician', input: { placeId: fridge.id, celsius: 4.4 } },
    'storagePlaces.temperatureMonth': {
      by: 'H01.technician',
      input: { placeId: fridge.id, month: (await readBefore(60)).slice(0, 7) },
    },
    'storagePlaces.foreseeImport': { by: 'H01.technician', input: { importId: temperatureFile.importId } },
    'storagePlaces.applyImport': { by: 'H01.technician', input: { ...temperatureFile, isOutConfirmed: true } },

    'stocktakes.list': { by: 'H01.technician', input: {}, variants: [{ filters: { placeCode: 'R1' } }] },
    'stocktakes.get': { by: 'H01.technician', input: { id: signedCount.id } },
    'stocktakes.history': { by: 'H01.technician', input: { id: signedCount.id } },
    'stocktakes.open': { by: 'H01.technician', input: { placeId: fridge.id } },
    'stocktakes.draft': { by: 'H01.technician', input: { id: countDraft } },
    'stocktakes.saveDraft': { by: 'H01.technician', input: { id: countDraft, version: 1, body: { scans: [] } } },
    'stocktakes.sign': { by: 'H01.technician', input: toSign },
    'goLives.list': { by: 'H01.technician', input: {}, variants: [{ filters: { state: 'trial' } }] },
    'goLives.get': { by: 'H01.technician', input: { id: toVoidOpening.id }, openTo: seesGoLives },
    'goLives.round': { by: 'H01.technician', input: { id: toVoidOpening.id, roundId: toVoidOpening.roundId } },
    'goLives.history': { by: 'H01.technician', input: { id: toVoidOpening.id } },
    'goLives.draft': { by: 'H01.technician', input: { id: goLiveDraft } },
    'goLives.saveDraft': { by: 'H01.technician', input: { id: goLiveDraft, version: 1, body: { scans: [] } } },
    'goLives.open': { by: 'H02.reviewer', input: {} },
    'goLives.count': {
      by: 'H01.technician',
      input: { id: toCount.id, version: toCount.version, lines: [toCountLine] },
    },
    'goLives.applyImport': {
      by: 'H01.technician',
      input: { id: toCountFile.id, version: toCountFile.version, ...openingFile, stationId: 'S01' },
    },
    'goLives.recount': { by: 'H01.technician', input: { id: toRecount.id, version: toRecount.version, reason } },
    'goLives.mapCode': {
      by: 'H01.technician',
      input: { kind: 'group', houseCode: 'H01-51', target: 'O.positive', version: null },
    },
    'goLives.post': { by: 'H01.technician', input: postInput },
    'goLives.voidOpening': { by: 'H01.reviewer', input: { ...toVoidOpening, reason } },
    'goLives.start': { by: 'H01.reviewer', input: startSample },
    'goLives.withdraw': {
      by: 'H01.reviewer',
      input: { id: toLeave.id, version: toLeave.version, reason },
    },
    'downtimeForms.list': { by: 'H01.technician', input: {} },
    'downtimeForms.get': { by: 'H01.technician', input: { id: firstForm.id } },
    'downtimeForms.history': { by: 'H01.technician', input: { id: firstForm.id } },
    'downtimeForms.find': { by: 'H01.technician', input: { no: scannedForm.no } },
    'downtimeForms.findBags': { by: 'H01.technician', input: lookAt },
    'downtimeForms.sheets': { by: 'H01.technician', input: { ids: [firstForm.id] } },
    'downtimeForms.received': {
      by: 'H01.technician',
      input: {},
      variants: [{ since: new Date('2026-01-01'), until: new Date('2030-01-01') }],
    },
    'downtimeForms.draft': { by: 'H01.technician', input: { id: formDraft } },
    'downtimeForms.saveDraft': { by: 'H01.technician', input: { id: formDraft, version: 1, body: { lines: [] } } },
    'downtimeForms.print': { by: 'H01.technician', input: { count: 2 } },
    'downtimeForms.enter': {
      by: 'H01.technician',
      input: {
        id: toEnter.id,
        version: 1,
        lines: [await paperLine(city, onPaper[1] ?? shelved, { kind: 'discarded', minutesAgo: 0 })],
      },
    },
    'downtimeForms.void': { by: 'H01.reviewer', input: { id: toVoidForm.id, version: 1, reason } },

    'incidents.list': {
      by: 'H01.technician',
      input: {},
      variants: [{ filters: { rule: 'already_here' } }, { filters: { owner: technician.personId } }],
    },
    'incidents.get': { by: 'H01.technician', input: { id: firstIncident.id } },
    'incidents.history': { by: 'H01.technician', input: { id: firstIncident.id } },
    'incidents.owners': { by: 'H01.technician', input: {} },
    'incidents.assign': {
      by: 'H01.technician',
      input: { id: toAssign.id, version: 1, personId: technician.personId },
    },
    'incidents.resolve': { by: 'H01.reviewer', input: await resolveInput(city, house, toResolve, 'keep') },

    'recalls.list': {
      by: 'H01.technician',
      input: { side: 'party' },
      variants: [{ side: 'owner' }, { side: 'party', filters: { donationNos: inRecall.donationNo } }],
    },
    'recalls.get': { by: 'H01.technician', input: { id: givenRecall.id }, openTo: seesRecall },
    'recalls.history': { by: 'H01.technician', input: { id: givenRecall.id }, openTo: seesRecall },
    'recalls.alarm': { by: 'H01.technician', input: {} },
    'recalls.toCall': { by: 'S01.station_clerk', input: {} },
    'recalls.count': { by: 'O01.official', input: {} },
    'recalls.register': {
      by: 'S01.station_clerk',
      input: { donations: [toRecall.donationNo], recallClass: '2', reason },
    },
    'recalls.acknowledge': { by: 'H01.technician', input: { id: firstRecall.id } },
    'recalls.setFate': { by: 'H01.technician', input: { id: findingRecall.id, unitIds: [toFind.id], fate: 'found' } },
    'recalls.release': { by: 'S01.station_clerk', input: { id: stationRecall.id, version: 1, reason } },
    'recalls.noteCall': { by: 'S01.station_clerk', input: { id: firstRecall.id, orgId: 'H01', reached: '值班' } },
    'recalls.tellLookBack': {
      by: 'H01.technician',
      input: { id: lookBackId, version: 1, toldTo: '主管医师' },
    },

    'stationStock.list': { by: 'S01.station_clerk', input: {} },
    'stationStock.get': { by: 'S01.station_clerk', input: { id: release.id } },
    'stationStock.history': { by: 'S01.station_clerk', input: { id: release.id } },
    'stationStock.readLabels': { by: 'S01.station_clerk', input: {} },
    'stationStock.release': {
      by: 'S01.station_clerk',
      input: {
        lines: [
          {
            donation: nextDonationNo(),
            productCode: 'E0336V00',
            abo: 'O',
            rhd: 'positive',
            expiresAt,
            entry: 'import',
          },
        ],
      },
    },
    'stationStock.applyImport': { by: 'S01.station_clerk', input: releaseFile },

    'relabellings.list': {
      by: 'S01.station_clerk',
      input: {},
      variants: [{ filters: { labels: relabelled.donationNo } }],
    },
    'relabellings.get': { by: 'S01.station_clerk', input: { id: relabellingId } },
    'relabellings.history': { by: 'S01.station_clerk', input: { id: relabellingId } },
    'relabellings.findBags': {
      by: 'S01.station_clerk',
      input: { donationNo: shown.donationNo, productCode: 'E0336V00' },
    },
    'relabellings.newLabels': {
      by: 'S01.station_clerk',
      input: { lines: relabelInput.lines.map(({ unitId, label }) => ({ unitId, label })) },
    },
    'relabellings.draft': { by: 'S01.station_clerk', input: { subjectId: ownDraft } },
    'relabellings.saveDraft': {
      by: 'S01.station_clerk',
      input: { id: relabelDraft, version: 1, body: { reason: '' } },
    },
    'relabellings.post': {
      by: 'S01.station_clerk',
      input: relabelInput,
    },

    'shipments.list': {
      by: 'H01.technician',
      input: { side: 'party' },
      variants: [{}, { filters: { partyOrgId: 'H01' } }],
    },
    'shipments.get': { by: 'H01.technician', input: { id: onItsWay.shipmentId } },
    'shipments.history': { by: 'S01.station_clerk', input: { id: onItsWay.shipmentId } },
    'shipments.receivers': { by: 'S01.station_clerk', input: {} },
    'shipments.findBags': { by: 'S01.station_clerk', input: { donationNo: shown.donationNo } },
    'shipments.proposeLines': {
      by: 'S01.station_clerk',
      input: { wishes: [{ component: 'rbc-suspended', abo: 'O', rhd: 'positive', bags: 2 }] },
    },
    'stationStock.draft': { by: 'S01.station_clerk', input: { subjectId: ownDraft } },
    'stationStock.saveDraft': {
      by: 'S01.station_clerk',
      input: { id: releaseDraft, version: 1, body: { bags: [] } },
    },
    'bloodOrders.list': {
      by: 'H01.technician',
      input: {},
      variants: [{ side: 'party' }, { filters: { state: 'submitted,on_the_way' } }],
    },
    'bloodOrders.get': { by: 'H01.technician', input: { id: order.id }, openTo: seesOrders },
    'bloodOrders.history': { by: 'S01.station_clerk', input: { id: order.id } },
    'bloodOrders.desk': { by: 'H01.technician', input: {} },
    'bloodOrders.patients': { by: 'H01.technician', input: { text: canary.mrn } },
    'bloodOrders.lastSpecial': { by: 'H01.technician', input: { patientId } },
    'bloodOrders.pickSheet': { by: 'S01.station_clerk', input: { orderId: orderToPick.id } },
    'bloodOrders.findBag': {
      by: 'S01.station_clerk',
      input: { orderId: orderToPick.id, donationNo: orderToPick.bags[0]?.donationNo },
    },
    'bloodOrders.statistics': { by: 'H01.technician', input: { since: '2026-01-01', until: '2036-12-31' } },
    'bloodOrders.plan': { by: 'S01.station_clerk', input: {} },
    'bloodOrders.templates': { by: 'H01.technician', input: {} },
    'bloodOrders.draft': { by: 'H01.technician', input: { id: orderDraft } },
    'bloodOrders.saveDraft': { by: 'H01.technician', input: { id: orderDraft, version: 1, body: { cells: {} } } },
    'bloodOrders.submit': { by: 'H01.technician', input: await orderInput() },
    'bloodOrders.modify': {
      by: 'H01.technician',
      input: { ...(await orderInput(600)), id: openOrder.id, version: 1 },
    },
    'bloodOrders.cancel': { by: 'H01.technician', input: { id: (await ordered()).id, version: 1, reason } },
    'bloodOrders.confirmPhone': {
      by: 'S01.station_clerk',
      input: { id: toPhone.id, version: 1, phonedWith: '周敏' },
      ownInput: { id: (await ordered()).id, version: 1, phonedWith: '周敏' },
    },
    'bloodOrders.accept': {
      by: 'S01.station_clerk',
      input: {
        id: orderToAnswer.id,
        version: 1,
        lines: [{ lineId: orderToAnswer.lineId, now: 400, later: 0, laterOn: null, declined: 0, declineCode: null }],
        beyondShelfReason: reason,
      },
    },
    'bloodOrders.reject': { by: 'S01.station_clerk', input: { id: (await ordered()).id, version: 1, reason } },
    'bloodOrders.askCancel': {
      by: 'H01.technician',
      input: { id: wishToCancel.id, version: wishToCancel.version, reason },
    },
    'bloodOrders.withdrawCancel': { by: 'H01.technician', input: withdrawable },
    'bloodOrders.agreeCancel': { by: 'S01.station_clerk', input: agreeable },
    'bloodOrders.refuseCancel': { by: 'S01.station_clerk', input: { ...refusable, reason } },
    'bloodOrders.pick': {
      by: 'S01.station_clerk',
      input: { orderId: orderToPick.id, lineId: orderToPick.lineId, unitIds: ids(orderToPick.bags), entry: 'scan' },
    },
    'bloodOrders.putBack': {
      by: 'S01.station_clerk',
      input: { orderId: orderToPutBack.id, unitIds: ids(orderToPutBack.bags) },
    },
    'bloodOrders.pack': { by: 'S01.station_clerk', input: packingOf(orderToPack) },
    'bloodOrders.send': { by: 'S01.station_clerk', input: { orderId: orderToSend.id, bagCount: 2, carrier: '吴建国' } },
    'bloodOrders.arrive': {
      by: 'H01.technician',
      input: { orderId: order.id, deliveryId: order.deliveryId },
      ownInput: { orderId: arriving.id, deliveryId: arriving.deliveryId },
    },
    'bloodOrders.closeShort': {
      by: 'H01.technician',
      input: { id: orderToClose.id, version: orderToClose.version, reason },
      ownInput: { id: closeAsWell.id, version: closeAsWell.version, reason },
    },
    'bloodOrders.savePlan': {
      by: 'S01.station_clerk',
      input: { version: 1, slots: [{ arrivesAt: '11:30', orderBy: '08:30', weekdays: [1, 2, 3, 4, 5] }] },
    },
    'bloodOrders.saveTemplate': { by: 'H01.technician', input: { name: '周二', lines: templateLines } },
    'bloodOrders.dropTemplate': { by: 'H01.technician', input: template },

    'shipments.draft': { by: 'S01.station_clerk', input: { id: shipmentDraft } },
    'shipments.saveDraft': { by: 'S01.station_clerk', input: { id: shipmentDraft, version: 1, body: { lines: [] } } },
    'shipments.packedByImport': { by: 'S01.station_clerk', input: { importId: packingFile.importId } },
    'shipments.ship': { by: 'S01.station_clerk', input: shipmentInput('H01', [toShip]) },
    'shipments.void': { by: 'S01.station_clerk', input: { id: toVoidShipment.shipmentId, version: 1, reason } },

    'redistributions.list': {
      by: 'H01.technician',
      input: {},
      variants: [{ side: 'party' }, { filters: { state: 'taken' } }],
    },
    'redistributions.get': { by: 'H01.technician', input: { id: givenId }, openTo: seesRedistributions },
    'redistributions.history': { by: 'H01.technician', input: { id: givenId } },
    'redistributions.morning': { by: 'H01.technician', input: {} },
    'redistributions.leaving': { by: 'H01.technician', input: { id: givenId } },
    'redistributions.statistics': {
      by: 'H01.technician',
      input: { since: '2026-01-01', until: '2030-01-01' },
    },
    'redistributions.offer': { by: 'H01.technician', input: { offers: [{ id: givenId, unitIds: [toOffer] }] } },
    'redistributions.take': { by: 'H01.technician', input: { id: takenId, unitIds: [toTake] } },
    'redistributions.decline': {
      by: 'H01.technician',
      input: { id: takenId, unitIds: [toDecline], reasonCode: 'enough' },
    },
    'redistributions.withdraw': {
      by: 'H01.technician',
      input: { id: givenId, unitIds: [toWithdraw], reason },
    },

    'patients.list': {
      by: 'H01.technician',
      input: {},
      variants: [{ filters: { name: '金丝雀' } }, { filters: { mrn: canary.mrn } }],
    },
    'patients.get': { by: 'H01.technician', input: { id: patientId } },
    'patients.find': {
      by: 'H01.technician',
      input: { text: canary.mrn },
      variants: [{ text: '金丝雀' }, { text: canary.identityNumber }],
    },
    'patients.history': { by: 'H01.technician', input: { id: patientId } },
    'patients.register': { by: 'H01.technician', input: patientInput({ name: '金丝雀新' }) },
    'patients.correct': {
      by: 'H01.technician',
      input: { ...patientInput({ name: '金丝雀改二' }), id: others.correct, version: 1, reason },
    },
    'patients.void': { by: 'H01.technician', input: { id: others.void, version: 1, reason } },
    'patients.revealIdentity': { by: 'H01.technician', input: { id: patientId, reason } },

    // The table is the city's: the office keeps it with the station, so each has a line of its own to change.
    'products.list': { by: 'S01.station_clerk', input: {}, variants: [{ filters: { state: 'unmapped' } }] },
    'products.get': { by: 'S01.station_clerk', input: { id: firstProduct }, variants: [{ id: met.id }] },
    'products.components': { by: 'S01.station_clerk', input: {} },
    'products.history': { by: 'S01.station_clerk', input: { id: firstProduct } },
    'products.register': {
      by: 'S01.station_clerk',
      input: product('Z0003V00'),
      ownInput: product('Z0004V00'),
    },
    'products.modify': {
      by: 'S01.station_clerk',
      input: changed(await registered('Z0005V00')),
      ownInput: changed(await registered('Z0006V00')),
    },
    'products.retire': {
      by: 'S01.station_clerk',
      input: { id: await registered('Z0007V00'), version: 1, reason },
      ownInput: { id: await registered('Z0008V00'), version: 1, reason },
    },
    'products.restore': {
      by: 'S01.station_clerk',
      input: await retired('Z0009V00'),
      ownInput: await retired('Z0010V00'),
    },
    'products.applyImport': { by: 'S01.station_clerk', input: productFile },
    'products.report': {
      by: 'S01.station_clerk',
      input: { productCode: 'Z8003V00', place: 'station-stock' },
    },

    'session.me': { by: 'H01.technician', input: undefined },
    'bloodUsePlans.list': {
      by: 'H01.technician',
      input: {},
      variants: [{ side: 'party' }, { filters: { year: '2027' } }],
    },
    'bloodUsePlans.get': { by: 'H01.technician', input: { id: planSeen.id }, openTo: seesPlans },
    'bloodUsePlans.history': { by: 'H01.technician', input: { id: planSeen.id }, openTo: seesPlans },
    'bloodUsePlans.proposal': { by: 'H01.technician', input: { year: 2036 } },
    'bloodUsePlans.balance': { by: 'H01.technician', input: {} },
    'bloodUsePlans.figures': { by: 'O01.official', input: { year: 2036 } },
    'bloodUsePlans.register': {
      by: 'H01.technician',
      input: { year: planYear, lines: planLines, isSubmitted: false },
      ownInput: { year: planYear, lines: planLines, isSubmitted: false },
    },
    'bloodUsePlans.modify': {
      by: 'H01.technician',
      input: { ...(await planAt('draft')), year: planYear + 1, lines: planLines, isSubmitted: false },
    },
    'bloodUsePlans.removeDraft': { by: 'H01.technician', input: await planAt('draft') },
    'bloodUsePlans.void': { by: 'H01.reviewer', input: { ...(await planAt('submitted')), reason } },
    'bloodUsePlans.review': { by: 'O01.office_clerk', input: { ...(await planAt('submitted')), lines: planLines } },
    'bloodUsePlans.approve': { by: 'O01.office_reviewer', input: { ...(await planAt('reviewed')), lines: planLines } },
    'bloodUsePlans.sendBack': { by: 'O01.office_reviewer', input: { ...(await planAt('submitted')), reason } },
    'bloodUsePlans.change': {
      by: 'O01.office_reviewer',
      input: { ...(await planAt('approved')), measure: 'red_cells', kind: 'adjust', amount: 1000, reason },
    },
    'donorPlans.list': {
      by: 'H01.technician',
      input: {},
      variants: [{ side: 'party' }, { filters: { donorGroup: '大学' } }],
    },
    'donorPlans.get': { by: 'H01.technician', input: { id: shareSeen.id }, openTo: seesShares },
    'donorPlans.history': { by: 'H01.technician', input: { id: shareSeen.id }, openTo: seesShares },
    'donorPlans.allocation': { by: 'O01.office_clerk', input: { reviewId: null } },
    'donorPlans.allocate': { by: 'O01.office_clerk', input: await shareInput(), ownInput: await shareInput() },
    'donorPlans.modify': {
      by: 'O01.office_clerk',
      input: { ...(await share()), amount: 20_000, validUntil: (await shareInput()).validUntil },
    },
    'donorPlans.revoke': { by: 'O01.office_reviewer', input: { ...(await share()), reason } },
    'donorPlans.activate': { by: 'H01.technician', input: { ...(await share()), amount: 5_000 } },
    'donorPlans.return': { by: 'H01.reviewer', input: { ...(await share()), reason } },
    'clinicalIssues.requests': { by: 'H01.technician', input: { patientId } },
    'clinicalIssues.crossmatch': { by: 'H01.technician', input: await benchInput() },
    'specimens.list': {
      by: 'H01.technician',
      input: {},
      variants: [{ filters: { patient: canary.name } }, { filters: { grouping: 'none' } }],
    },
    'specimens.get': { by: 'H01.technician', input: { id: seenTube.id } },
    'specimens.history': { by: 'H01.technician', input: { id: seenTube.id } },
    'specimens.bench': { by: 'H01.technician', input: {} },
    'specimens.chain': { by: 'H01.technician', input: { requestId: requested.id } },
    'specimens.receive': { by: 'H01.technician', input: await tubeInput() },
    'specimens.refuse': { by: 'H01.technician', input: { id: (await tube()).id, version: 1, reason } },
    'specimens.void': { by: 'H01.reviewer', input: { id: (await tube()).id, version: 1, reason } },
    'specimens.determine': { by: 'H01.technician', input: { ...(await tube()), readings } },
    'specimens.screen': { by: 'H01.technician', input: { ...(await tube()), result: 'negative', antibodies: [] } },
    'patients.findings': { by: 'H01.technician', input: { id: patientId } },
    'immunohematologyRequests.list': {
      by: 'H01.technician',
      input: {},
      variants: [{ side: 'party' }, { filters: { patient: canary.name } }],
      openTo: ofLaboratory,
    },
    'immunohematologyRequests.get': { by: 'H01.technician', input: { id: immunoSeen.id }, openTo: ofLaboratory },
    'immunohematologyRequests.history': { by: 'H01.technician', input: { id: immunoSeen.id }, openTo: ofLaboratory },
    'immunohematologyRequests.around': { by: 'H01.technician', input: { patientId } },
    'immunohematologyRequests.register': { by: 'H01.technician', input: await immunoFor(sentPatientId) },
    'immunohematologyRequests.modify': { by: 'H01.technician', input: { ...(await immunoDraft()), ...immunoFields } },
    'immunohematologyRequests.submit': {
      by: 'H01.technician',
      input: seenOf(
        await execute(registerImmuno, as(technician), await immunoFor(sentPatientId, { isSubmitted: false })),
      ),
    },
    'immunohematologyRequests.removeDraft': { by: 'H01.technician', input: await immunoDraft() },
    'immunohematologyRequests.withdraw': {
      by: 'H01.technician',
      input: { ...(await immunoAt('submitted')), reason },
    },
    'immunohematologyRequests.receive': { by: 'S01.lab_technician', input: await immunoAt('submitted') },
    'immunohematologyRequests.refuse': {
      by: 'S01.lab_technician',
      input: { ...(await immunoAt('submitted')), refusal: 'haemolysed', reason },
    },
    'immunohematologyRequests.enter': {
      by: 'S01.lab_technician',
      input: {
        ...(await immunoAt('received')),
        results: foundResults('抗-E'),
        conclusion: '抗-E',
        advice: '',
        isComplete: true,
      },
    },
    'immunohematologyRequests.review': { by: 'S01.lab_reviewer', input: await immunoAt('entered') },
    'immunohematologyRequests.sendBack': {
      by: 'S01.lab_reviewer',
      input: { ...(await immunoAt('entered')), reason },
    },
    'immunohematologyRequests.correct': {
      by: 'S01.lab_technician',
      input: { ...(await immunoAt('reported')), reason },
    },
    'immunohematologyRequests.keep': {
      by: 'S01.lab_technician',
      input: { ...(await immunoAt('correcting')), reason },
    },
    'immunohematologyRequests.void': { by: 'S01.lab_reviewer', input: { ...(await immunoAt('reported')), reason } },
    'immunohematologyRequests.print': {
      by: 'H01.technician',
      input: { id: immunoSeen.id, what: 'application' },
      openTo: ofLaboratory,
    },
    'immunohematologyRequests.applyImport': {
      by: 'H01.technician',
      input: { importId: immunoFile.importId, digest: immunoFile.digest },
    },
    'transfusionRequests.list': {
      by: 'H01.technician',
      input: {},
      variants: [{ filters: { patient: canary.name } }, { filters: { state: 'submitted' } }],
    },
    'transfusionRequests.get': { by: 'H01.technician', input: { id: requested.id } },
    'transfusionRequests.history': { by: 'H01.technician', input: { id: requested.id } },
    'transfusionRequests.around': { by: 'H01.physician', input: { patientId } },
    'transfusionRequests.importProgress': { by: 'H01.physician', input: { importId: requestFile.importId } },
    'transfusionRequests.register': { by: 'H01.physician', input: ofRequest() },
    'transfusionRequests.modify': {
      by: 'H01.physician',
      input: { ...(await request({ isSubmitted: false })), ...requestFields },
    },
    'transfusionRequests.submit': { by: 'H01.physician', input: await request({ isSubmitted: false }) },
    'transfusionRequests.removeDraft': { by: 'H01.physician', input: await request({ isSubmitted: false }) },
    'transfusionRequests.void': { by: 'H01.physician', input: { ...(await request()), reason } },
    'transfusionRequests.approve': { by: 'H01.senior_physician', input: { ...(await request()), opinion: '' } },
    'transfusionRequests.approveHere': {
      by: 'H01.technician',
      input: { ...toSignHere, opinion: '', signature: signatureHere },
    },
    'transfusionRequests.return': { by: 'H01.senior_physician', input: { ...(await request()), reason } },
    'transfusionRequests.accept': { by: 'H01.technician', input: await request({ isEmergency: true }) },
    'transfusionRequests.refuse': {
      by: 'H01.technician',
      input: { ...(await request({ isEmergency: true })), reason },
    },
    'transfusionRequests.supplyPapers': {
      by: 'H01.physician',
      input: {
        ...(await request({ isEmergency: true, isConsented: false })),
        isConsented: true,
        isAssessed: true,
        assessment: '适合输血',
      },
    },
    'transfusionRequests.applyImport': {
      by: 'H01.physician',
      input: { importId: requestFile.importId, digest: requestFile.digest },
    },
    'transfusionRequests.print': { by: 'H01.physician', input: { id: requested.id } },
    'certificateReviews.list': {
      by: 'H01.technician',
      input: {},
      variants: [{ side: 'party' }, { filters: { patientName: '李' } }],
    },
    'certificateReviews.get': { by: 'H01.technician', input: { id: reviewed.id } },
    'certificateReviews.history': { by: 'H01.technician', input: { id: reviewed.id } },
    'certificateReviews.register': { by: 'H01.technician', input: reviewInput(), ownInput: reviewInput() },
    'certificateReviews.modify': { by: 'H01.technician', input: { ...(await review()), ...reviewFields } },
    'certificateReviews.statistics': { by: 'O01.office_reviewer', input: { since: '2026-01-01', until: '2036-12-31' } },
    'certificateReviews.lookUp': { by: 'O01.office_reviewer', input: await review() },
    'certificateReviews.applyDonations': {
      by: 'S01.station_clerk',
      input: { importId: donationFile.importId, digest: donationFile.digest },
    },
    'certificateReviews.relieve': {
      by: 'H01.technician',
      input: { ...(await approvedReview()), ...relief() },
      openTo: isParty,
    },
    'certificateReviews.voidRelief': {
      by: 'H01.technician',
      input: { ...(await relieved()), reason },
      openTo: isParty,
    },
    'certificateReviews.submit': { by: 'H01.technician', input: await review({ isSubmitted: false }) },
    'certificateReviews.removeAttachment': {
      by: 'H01.technician',
      input: await paperOf(await review({ isSubmitted: false })),
    },
    'certificateReviews.removeDraft': { by: 'H01.technician', input: await review({ isSubmitted: false }) },
    'certificateReviews.void': { by: 'H01.reviewer', input: { ...(await review()), reason } },
    'certificateReviews.approve': {
      by: 'O01.office_reviewer',
      input: { ...(await review()), entitledMl: 400, remark: reason },
    },
    'certificateReviews.reject': {
      by: 'O01.office_reviewer',
      input: { ...(await review()), refusal: 'papers', missing: ['invoice'], remark: reason },
    },
    'certificateReviews.revealIdentity': {
      by: 'H01.technician',
      input: { id: reviewed.id, whose: 'patient', reason },
      openTo: isParty,
    },
    'signatures.verify': {
      by: 'H01.technician',
      input: { signature: { method: 'badge', badge: people['H01.reviewer'].badge }, coversDigest: covers },
      variants: [{ signature: { method: 'session' }, coversDigest: covers }],
    },

    'organisations.list': { by: 'O01.city_admin', input: {}, variants: [{ filters: { search: 'H01' } }] },
    'organisations.get': { by: 'O01.city_admin', input: { id: (await newHouse()).id } },
    'organisations.history': { by: 'O01.city_admin', input: { id: (await newHouse()).id } },
    'organisations.choices': { by: 'O01.city_admin', input: {} },
    'organisations.register': { by: 'O01.city_admin', input: { code: 'L990', ...houseInput('L990') } },
    'organisations.modify': { by: 'O01.city_admin', input: { ...(await newHouse()), dutyPhone: '021-5500 0000' } },
    'organisations.setSwitches': {
      by: 'O01.city_admin',
      input: { ...(await newHouse('hospital')), reason, reservationHours: 12 },
    },
    'organisations.retire': { by: 'O01.city_admin', input: { ...(await newHouse()), reason } },
    'organisations.restore': { by: 'O01.city_admin', input: await retiredHouse() },
    'exercises.list': { by: 'H01.hospital_admin', input: {}, variants: [{ filters: { code: 'emergency' } }] },
    'exercises.history': { by: 'H01.hospital_admin', input: practised },
    'exercises.mine': { by: 'H01.technician', input: {} },
    'exercises.sheet': { by: 'H01.technician', input: practised },
    'exercises.begin': { by: 'S01.station_clerk', input: { code: 'supply' } },
    'exercises.start': { by: 'H01.reviewer', input: toClock },
    'exercises.finish': { by: 'H01.technician', input: toFinish },
    'exercises.giveUp': { by: 'H01.nurse', input: toGiveUp },
    'dictionaries.list': { by: 'H01.hospital_admin', input: {}, variants: [{ filters: { owner: 'house' } }] },
    'dictionaries.get': { by: 'H01.hospital_admin', input: { id: await ownTerm('甲') } },
    'dictionaries.history': { by: 'H01.hospital_admin', input: { id: await ownTerm('乙') } },
    'dictionaries.terms': { by: 'H01.technician', input: { dictionary: 'void' } },
    'dictionaries.register': { by: 'H01.hospital_admin', input: term('丙') },
    'dictionaries.modify': { by: 'H01.hospital_admin', input: await changedTerm('丁') },
    'dictionaries.retire': { by: 'H01.hospital_admin', input: { id: await ownTerm('戊'), version: 1, reason } },
    'dictionaries.restore': { by: 'H01.hospital_admin', input: await retiredTerm('己') },
    'people.list': { by: 'H01.hospital_admin', input: {}, variants: [{ filters: { search: '职工H01' } }] },
    'people.get': { by: 'H01.hospital_admin', input: { id: (await victim()).personId } },
    'people.history': { by: 'H01.hospital_admin', input: { id: (await victim()).personId } },
    'people.register': {
      by: 'H01.hospital_admin',
      input: { staffNo: '8801', name: '新来的', posts: [{ department: '输血科', roles: ['technician'] }] },
    },
    'people.modify': {
      by: 'H01.hospital_admin',
      input: {
        id: (await victim()).personId,
        version: 1,
        name: '改了名',
        title: '',
        posts: [{ department: '', roles: ['nurse'] }],
      },
    },
    'people.leave': { by: 'H01.hospital_admin', input: { id: (await victim()).personId, version: 1, reason: '调离' } },
    'people.return': {
      by: 'H01.hospital_admin',
      input: { id: await hasLeft((await victim()).personId), version: 1, reason: '回来' },
    },
    'people.housesToAsk': { by: 'H01.hospital_admin', input: {} },
    'people.findElsewhere': {
      by: 'H01.hospital_admin',
      input: { orgId: 'H02', staffNo: people['H02.technician'].actor.staffNo },
      openTo: { 'O01.city_admin': 'any house may look for somebody by exactly his number, and is told his name' },
    },
    'people.askIn': {
      by: 'H01.hospital_admin',
      input: { orgId: 'H02', staffNo: people['H02.technician'].actor.staffNo, posts: guestPosts, reason },
    },
    'people.modifyGuest': {
      by: 'H01.hospital_admin',
      input: { id: await guest(), version: 1, posts: [{ department: '急诊', roles: ['nurse'] }] },
    },
    'people.endGuest': { by: 'H01.hospital_admin', input: { id: await guest(), orgId: 'H01', version: 1, reason } },
    'people.openAccount': { by: 'H01.hospital_admin', input: { id: await withoutAccount() } },
    'people.resetPassword': { by: 'H01.hospital_admin', input: { id: (await victim()).personId } },
    'people.unlockAccount': { by: 'H01.hospital_admin', input: { id: (await victim()).personId } },
    'people.endSessions': { by: 'H01.hospital_admin', input: { id: (await victim()).personId } },
    'people.badgeSheet': { by: 'H01.hospital_admin', input: { ids: [(await victim()).personId] } },
    'people.issueBadges': { by: 'H01.hospital_admin', input: { ids: [(await victim()).personId] } },
    'people.houses': { by: 'O01.city_admin', input: {} },
    'people.openElsewhere': {
      by: 'O01.city_admin',
      input: {
        orgId: 'H03',
        staffNo: '8803',
        name: '新管理员',
        title: '',
        department: '信息科',
        role: 'hospital_admin',
        reason: '新单位上线',
      },
    },
    'people.applyImport': { by: 'H01.hospital_admin', input: peopleFile },
    'audit.list': { by: 'H01.hospital_admin', input: {}, variants: [{ who: '职工H01' }, { module: 'patients' }] },
    'devices.list': { by: 'H01.hospital_admin', input: {} },
    'devices.enrol': { by: 'H01.hospital_admin', input: { label: '门诊大屏' } },
    'devices.revoke': { by: 'H01.hospital_admin', input: { id: device.deviceId, reason: '拆了' } },

    'stock.matrix': { by: 'H01.technician', input: { orgId: 'H01' }, variants: [{}] },
    'stock.cellBags': {
      by: 'H01.technician',
      input: { orgId: 'H01', component: 'rbc-suspended', abo: 'O', rhd: 'positive' },
      variants: [{ component: 'rbc-suspended', abo: 'O', rhd: 'positive' }],
    },
    'stock.units': {
      by: 'H01.technician',
      input: { orgId: 'H01' },
      variants: [
        {},
        { filters: { donationNo: shelved.donationNo } },
        { filters: { state: 'available,reserved,quarantined,in_transit,issued' } },
      ],
    },
    'stock.movements': {
      by: 'H01.technician',
      input: { orgId: 'H01' },
      variants: [{}, { donationNo: shelved.donationNo }, { limit: 200 }],
    },
    'stock.export': {
      by: 'H01.technician',
      input: { orgId: 'H01' },
      variants: [{}],
      openTo: {
        'O01.coordinator': seesBags,
        'O01.official': seesBags,
        'O01.auditor': seesBags,
        'O01.city_admin': seesBags,
        'O01.office_clerk': seesBags,
        'O01.office_reviewer': seesBags,
      },
    },
    'stock.holds': { by: 'H01.technician', input: { unitIds: ids(held.bags) } },
    'stock.hold': { by: 'H01.technician', input: { unitIds: ids(toHold), cause: 'appearance' } },
    'stock.releaseHold': {
      by: 'H01.reviewer',
      input: await releaseHoldInputOf(city, reviewer, technician, ids(held.bags), labelRead()),
    },
    // Of their own house, or of those whose record it is: the number alone says nothing.
    'records.find': { by: 'H01.technician', input: { no: orderNo }, openTo: seesOrders },
    'units.find': {
      by: 'H01.technician',
      input: { text: shelved.donationNo },
      variants: [
        { text: shelved.donationNo.slice(-6) },
        { text: `=${shelved.donationNo}00` },
        { text: `${shelved.donationNo} E0336V00` },
      ],
    },
    'units.relabelled': {
      by: 'S01.station_clerk',
      input: { donationNo: relabelled.donationNo, productCode: 'E0336V00' },
      openTo: asksForLabels,
    },
    'units.trace': {
      by: 'H01.technician',
      input: { id: firstIssue.bags[0]?.id },
      variants: [{ id: shelved.id }, { id: onItsWay.bags[0]?.id }, { id: held.bags[0]?.id }],
    },
    'session.views': { by: 'H01.technician', input: { module: 'bag-receipts' }, alsoNeeds: 'bag-receipts.read' },
    'session.saveView': {
      by: 'H01.technician',
      input: { id: randomUUID(), module: 'bag-receipts', name: '本周入库', isShared: true, filters: { no: '2026' } },
      alsoNeeds: 'bag-receipts.read',
    },
    'session.removeView': { by: 'H01.technician', input: { id: await keptView() } },
    'overview.city': { by: 'H01.technician', input: {} },
    'declaredStock.open': {
      by: 'H01.technician',
      input: { orgId: 'H01' },
      variants: [{}],
      openTo: seesDeclarations,
    },
    'declaredStock.days': {
      by: 'H01.technician',
      input: { orgId: 'H01', before: '2030-01-01' },
      variants: [{ before: '2030-01-01' }],
      openTo: seesDeclarations,
    },
    'declaredStock.get': { by: 'H01.technician', input: { id: declared.id }, openTo: seesDeclarations },
    'declaredStock.houses': { by: 'O01.city_admin', input: {} },
    'declaredStock.declare': { by: 'H01.technician', input: declaration },
    'declaredStock.agree': { by: 'O01.city_admin', input: { orgId: 'H03', ...agreed } },
  } satisfies Record<ProcedurePath, Sample>;
  return samples;
}
