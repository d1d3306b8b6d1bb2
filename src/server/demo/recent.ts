import { issueChecks } from '@/domain/clinical-issues/checks';
import { coversOfIssue } from '@/domain/clinical-issues/covers';
import { releaseBags } from '../acting/bags';
import { receiveWhole } from '../acting/receive';
import { shipBags } from '../acting/station';
import { execute } from '../kernel/command';
import { runRead } from '../kernel/read';
import { listCandidates } from '../modules/clinical-issues/candidates';
import { registerIssue } from '../modules/clinical-issues/register';
import { registerPatient } from '../modules/patients/register';
import type { Runtime } from '../runtime';
import { actAs, requestOf, signAs, unlessRefused } from './actors';
import { type Donations, drawGroup, makeBag } from './bags';
import { type DemoProduct, declaringHouses, organisations, products } from './city';
import { placeOf } from './places';
import type { Random } from './random';

export interface DemoPatient {
  readonly id: string;
  readonly mrn: string;
}

export interface DemoHand {
  readonly runtime: Runtime;
  readonly random: Random;
  readonly donations: Donations;
  readonly patients: Map<string, readonly DemoPatient[]>;
}

/** What waits when the newcomer opens the door: a lorry for the first hospital, another for a second. */
export async function sendWaitingShipments(runtime: Runtime, random: Random, donations: Donations): Promise<void> {
  const hand: DemoHand = { runtime, random, donations, patients: new Map() };
  const now = new Date((await runtime.sql<{ now: Date }[]>`select city_now() as now`)[0]?.now ?? Number.NaN);
  await sendShipment(hand, 'H01', now, 1.6);
  await sendShipment(hand, 'H04', now, 1.5);
}

export async function enterPatients(hand: DemoHand, orgId: string): Promise<void> {
  const technician = await actAs(hand.runtime, orgId, '1001');
  const people: readonly (readonly [string, 'male' | 'female'])[] = [
    ['李桂芳', 'female'],
    ['张建国', 'male'],
    ['王秀英', 'female'],
    ['刘洋', 'male'],
    ['杨静怡', 'female'],
    ['陈浩', 'male'],
    ['赵春梅', 'female'],
    ['黄志强', 'male'],
    ['吴㛃', 'female'],
    ['孙伟', 'male'],
    ['徐丽华', 'female'],
    ['马国栋', 'male'],
  ];
  const entered: DemoPatient[] = [];
  for (const [index, [name, sex]] of people.entries()) {
    const group = drawGroup(hand.random);
    const input = {
      mrn: `ZY${orgId.slice(1)}${String(64400 + index * 17)}`,
      name,
      sex,
      birthDate: `${1945 + ((index * 13) % 60)}-0${1 + (index % 9)}-1${index % 9}`,
      abo: group.abo,
      rhd: group.rhd,
      groupDeterminations: 2,
      antibodies: [],
      requirements: [],
      isUnidentified: false,
    };
    const { id } = await execute(registerPatient, requestOf(hand.runtime, technician), input);
    entered.push({ id, mrn: input.mrn });
  }
  hand.patients.set(orgId, entered);
}

/** Releases what the lorry carries, packs it by temperature class, ships it. */
export async function sendShipment(hand: DemoHand, orgId: string, now: Date, days: number): Promise<string | null> {
  const org = [...organisations, ...declaringHouses].find(({ id, kind }) => id === orgId && kind === 'hospital');
  if (!org) return null;
  const clerk = requestOf(hand.runtime, await actAs(hand.runtime, 'S01', '1001'));
  const bags = products.flatMap((product: DemoProduct) =>
    Array.from({ length: hand.random.about(product.dailyUse * org.scale * days) }, () =>
      makeBag(product, now, hand.random, hand.donations),
    ),
  );
  if (bags.length === 0) return null;
  const { units } = await releaseBags(clerk, bags);
  return (await shipBags(clerk, orgId, units, now)).id;
}

/** Scans every bag of a shipment in, two people signing. */
export async function receiveShipment({ runtime, random }: DemoHand, orgId: string, shipmentId: string): Promise<void> {
  const technician = await actAs(runtime, orgId, '1001');
  const reviewer = await actAs(runtime, orgId, '1002');
  const arrivedAt = new Date((await runtime.sql<{ now: Date }[]>`select city_now() as now`)[0]?.now ?? Number.NaN);
  await receiveWhole(
    {
      request: requestOf(runtime, technician),
      arrivedAt,
      sign: async (covers) => ({
        receiver: await signAs(runtime, technician, covers),
        reviewer: await signAs(runtime, reviewer, covers),
      }),
      placeOf: (bag) => placeOf(bag.component, arrivedAt, random),
    },
    shipmentId,
  );
}

/** Issues some bags to one of the house's patients, as the candidates list proposes; nothing fits, nothing happens. */
export async function issueToSomebody(hand: DemoHand, orgId: string, now: Date, bagCount: number): Promise<boolean> {
  const known = hand.patients.get(orgId);
  if (!known?.length) return false;
  const patient = hand.random.pick(known);
  const component = hand.random.pick([
    'rbc-lr',
    'rbc-lr',
    'rbc-lr',
    'ffp',
    'plt-apheresis',
    'rbc-suspended',
    'cryo',
    'fp-vi',
  ]);
  const proposed = await proposeBags(hand, orgId, patient, component);
  return issueBags(hand, orgId, now, patient, proposed.slice(0, bagCount));
}

/** What the candidates list proposes of the patient's own group and nobody keeps, first to expire first. */
export async function proposeBags({ runtime }: DemoHand, orgId: string, patient: DemoPatient, component: string) {
  const request = requestOf(runtime, await actAs(runtime, orgId, '1001'));
  const { usable } = await runRead(listCandidates, request, { patientId: patient.id, component });
  return usable.filter((bag) => bag.verdict.level === 'IDENTICAL' && bag.reservedFor === 'nobody');
}

/** Issues these bags, three people signing; for a request where one is named. */
export async function issueBags(
  hand: DemoHand,
  orgId: string,
  now: Date,
  patient: DemoPatient,
  bags: readonly { readonly unitId: string }[],
  request?: { readonly requestId: string; readonly requestNo: string },
): Promise<boolean> {
  if (bags.length === 0) return false;
  const technician = await actAs(hand.runtime, orgId, '1001');
  const reviewer = await actAs(hand.runtime, orgId, '1002');
  const nurse = await actAs(hand.runtime, orgId, '3001');
  const drawnAt = new Date(now.getTime() - 5 * 3_600_000);
  const testedAt = new Date(now.getTime() - 2 * 3_600_000);
  const input = {
    patientId: patient.id,
    requestNo: `HIS${now.toISOString().slice(2, 10).replaceAll('-', '')}${hand.random.between(1000, 9999)}`,
    department: hand.random.pick(['骨科', '血液科', '普外科', 'ICU', '心外科', '产科']),
    ward: `${hand.random.between(3, 15)} 病区`,
    bed: `${hand.random.between(1, 40)} 床`,
    ...request,
    dutyMode: 'two_person' as const,
    lines: bags.map((bag) => ({
      unitId: bag.unitId,
      appearance: 'normal' as const,
      crossmatch: {
        method: 'gel_card' as const,
        major: 'compatible' as const,
        minor: 'compatible' as const,
        testedAt,
        testedBy: '1001',
        checkedBy: '1002',
        specimenNo: `S${hand.random.between(100000, 999999)}`,
        specimenDrawnAt: drawnAt,
      },
    })),
    checks: issueChecks.map((item) => ({ item, at: now })),
    antibodyScreen: { result: 'negative' as const, screenedAt: testedAt, screenedBy: '1001' },
  };
  const covers = coversOfIssue(input);
  return unlessRefused(async () =>
    execute(registerIssue, requestOf(hand.runtime, technician), {
      ...input,
      signatures: {
        issuer: await signAs(hand.runtime, technician, covers),
        collector: await signAs(hand.runtime, nurse, covers),
        checker: await signAs(hand.runtime, reviewer, covers),
      },
    }),
  );
}
