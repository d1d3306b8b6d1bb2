import type { RegisterRequestInput } from '@/domain/transfusion-requests/schema';
import { execute } from '../kernel/command';
import { inScope } from '../kernel/scope';
import { approveRequest, returnRequest } from '../modules/transfusion-requests/decide';
import { acceptRequest, refuseRequest } from '../modules/transfusion-requests/department';
import { registerRequest } from '../modules/transfusion-requests/register';
import { voidRequest } from '../modules/transfusion-requests/void';
import type { Runtime } from '../runtime';
import { actAs, requestOf } from './actors';
import { createDonations } from './bags';
import { createRandom } from './random';
import { type DemoHand, issueBags, proposeBags } from './recent';

/** A handful of requests of one hospital: one in every state, one waiting for each who signs, two fulfilled by issues; by the same verbs as everybody's. */
export async function bringRequests(runtime: Runtime, now: Date): Promise<void> {
  const actor = async (staffNo: string) => requestOf(runtime, await actAs(runtime, 'H01', staffNo));
  const [physician, senior, head, technician] = await Promise.all(['2001', '2101', '2201', '1001'].map(actor));
  if (!(physician && senior && head && technician)) throw new Error('the demo hospital lacks its people');
  const { patients, today } = await inScope(technician, 'read', async ({ q, orgId }) => {
    const rows = await q<{ id: string; sex: string }[]>`
      select id, sex from patients where org_id = ${orgId} and state = 'active' and abo <> 'unknown' and rhd <> 'unknown' order by mrn limit 13`;
    const [clock] = await q<{ today: string }[]>`select city_today()::text as today`;
    return { patients: rows.map(({ id }) => id), today: clock?.today ?? '' };
  });
  const next = patients.values();
  const hand: DemoHand = {
    runtime,
    random: createRandom(43),
    donations: createDonations(730_000),
    patients: new Map(),
  };
  const ask = (change: Partial<RegisterRequestInput> = {}) => {
    const patientId = change.patientId ?? next.next().value;
    if (!patientId) throw new Error('the demo hospital lacks patients');
    return execute(registerRequest, physician, { ...requestOfToday(today), ...change, patientId });
  };
  const approve = (who: typeof senior, { id, version }: { id: string; version: number }, opinion = '') =>
    execute(approveRequest, who, { id, version, opinion });
  const red = (amount: number): Partial<RegisterRequestInput> => ({
    lines: [{ component: 'rbc-lr', amount, modifiers: [] }],
  });
  /** Asked for what the shelf has for the patient, approved, taken up and issued in full. Nothing fits: it is left out. */
  const fulfil = async (bagCount: number) => {
    const patientId = next.next().value;
    if (!patientId) throw new Error('the demo hospital lacks patients');
    const patient = { id: patientId, mrn: '' };
    const bags = (await proposeBags(hand, 'H01', patient, 'rbc-lr')).slice(0, bagCount);
    const amount = bags.reduce((sum, bag) => sum + bag.amount, 0);
    if (bags.length < bagCount || amount >= 400) return;
    const change = { ...requestOfToday(today), ...red(amount), diagnosis: '消化道出血' };
    const approved = await approve(senior, await execute(registerRequest, physician, { ...change, patientId }));
    const { id, no } = await execute(acceptRequest, technician, {
      id: approved.id,
      version: approved.version,
      opinion: '',
    });
    await issueBags(hand, 'H01', now, patient, bags, { requestId: id, requestNo: no ?? '' });
  };

  // What stands for nothing counts into no window: one patient has several of those.
  const spare = next.next().value;
  const ofSpare = spare ? { patientId: spare } : {};
  await ask({ ...ofSpare, isSubmitted: false, isConsented: false, diagnosis: '髋关节置换术前' });
  await ask({ ...red(200), indication: 'Hb 68 g/L，心悸' });
  await approve(senior, await ask({ ...red(400), diagnosis: '脊柱侧弯矫形术前', purpose: '手术备血' }), '同意备血');
  await approve(senior, await ask({ ...red(200), diagnosis: '慢性贫血' }));
  const accepted = await approve(senior, await ask({ ...red(200), diagnosis: '股骨颈骨折术后' }));
  await execute(acceptRequest, technician, { id: accepted.id, version: accepted.version, opinion: '' });
  // 1600 ml: the head first, then the medical office.
  await ask({ ...red(800), diagnosis: '腹主动脉瘤术前', purpose: '手术备血' });
  await approve(head, await ask({ ...red(850), diagnosis: '骶骨肿瘤切除术前', purpose: '手术备血' }), '同意备血');
  await fulfil(1);
  await fulfil(2);
  const back = await ask({ ...red(800), diagnosis: '骨盆骨折' });
  await execute(returnRequest, head, { id: back.id, version: back.version, reason: '申请量过大' });
  const refused = await approve(senior, await ask({ ...red(100), ...ofSpare }));
  await execute(refuseRequest, technician, { id: refused.id, version: refused.version, reason: '标本不合格' });
  const rescue = await ask({
    ...red(600),
    ...ofSpare,
    isEmergency: true,
    isConsented: false,
    nature: 'urgent',
    sickType: '2',
    diagnosis: '多发伤',
  });
  await execute(acceptRequest, technician, { id: rescue.id, version: rescue.version, opinion: '' });
  const gone = await ask({ ...red(200), ...ofSpare });
  await execute(voidRequest, physician, { id: gone.id, version: gone.version, reason: '医嘱取消' });
}

function requestOfToday(today: string): Omit<RegisterRequestInput, 'patientId'> {
  return {
    sickType: '3',
    department: '骨科',
    ward: '7 病区',
    bed: '12',
    feeType: '医保',
    residence: 'local',
    diagnosis: '下肢骨折',
    bloodHistory: 'none',
    bloodTimes: null,
    reactionHistory: 'none',
    reactionText: '',
    allergy: '',
    gravida: null,
    para: null,
    transplant: '',
    isConsented: true,
    isAssessed: true,
    assessment: '适合输血',
    purpose: '增加携氧能力',
    indication: 'Hb 62 g/L',
    nature: 'preparation',
    arrangement: 'allogeneic',
    isEmergency: false,
    lines: [],
    route: '静脉',
    dripRate: '',
    plannedOn: today,
    labs: [
      { item: 'hb', value: '62' },
      { item: 'hct', value: '19' },
      { item: 'plt', value: '146' },
    ],
    labsOn: today,
    applicantTitle: null,
    isSubmitted: true,
  };
}
