import type { RegisterRequestInput } from '@/domain/transfusion-requests/schema';
import { execute } from '../kernel/command';
import { inScope } from '../kernel/scope';
import { approveRequest, returnRequest } from '../modules/transfusion-requests/decide';
import { acceptRequest, refuseRequest } from '../modules/transfusion-requests/department';
import { registerRequest } from '../modules/transfusion-requests/register';
import { voidRequest } from '../modules/transfusion-requests/void';
import type { Runtime } from '../runtime';
import { actAs, requestOf } from './actors';

/** A handful of requests of one hospital, one in every state that no issue makes, by the same verbs as everybody's. */
export async function bringRequests(runtime: Runtime): Promise<void> {
  const actor = async (staffNo: string) => requestOf(runtime, await actAs(runtime, 'H01', staffNo));
  const [physician, senior, head, technician] = await Promise.all(['2001', '2101', '2201', '1001'].map(actor));
  if (!physician || !senior || !head || !technician) throw new Error('the demo hospital lacks its people');
  const { patients, today } = await inScope(technician, 'read', async ({ q, orgId }) => {
    const rows = await q<{ id: string; sex: string }[]>`
      select id, sex from patients where org_id = ${orgId} and state = 'active' and abo <> 'unknown' and rhd <> 'unknown' order by mrn limit 9`;
    const [clock] = await q<{ today: string }[]>`select city_today()::text as today`;
    return { patients: rows.map(({ id }) => id), today: clock?.today ?? '' };
  });
  const next = patients.values();
  const ask = (change: Partial<RegisterRequestInput> = {}) => {
    const patientId = next.next().value;
    if (!patientId) throw new Error('the demo hospital lacks patients');
    return execute(registerRequest, physician, { ...requestOfToday(today), patientId, ...change });
  };
  const approve = (who: typeof senior, { id, version }: { id: string; version: number }, opinion = '') =>
    execute(approveRequest, who, { id, version, opinion });
  const red = (amount: number): Partial<RegisterRequestInput> => ({
    lines: [{ component: 'rbc-lr', amount, modifiers: [] }],
  });

  await ask({ isSubmitted: false, isConsented: false, diagnosis: '髋关节置换术前' });
  await ask({ ...red(200), indication: 'Hb 68 g/L，心悸' });
  await approve(senior, await ask({ ...red(400), diagnosis: '脊柱侧弯矫形术前', purpose: '手术备血' }), '同意备血');
  await approve(senior, await ask({ ...red(200), diagnosis: '慢性贫血' }));
  const accepted = await approve(senior, await ask({ ...red(200), diagnosis: '股骨颈骨折术后' }));
  await execute(acceptRequest, technician, { id: accepted.id, version: accepted.version, opinion: '' });
  const back = await ask({ ...red(800), diagnosis: '骨盆骨折' });
  await execute(returnRequest, head, { id: back.id, version: back.version, reason: '申请量过大' });
  const refused = await approve(senior, await ask(red(100)));
  await execute(refuseRequest, technician, { id: refused.id, version: refused.version, reason: '标本不合格' });
  const rescue = await ask({
    ...red(600),
    isEmergency: true,
    isConsented: false,
    nature: 'urgent',
    sickType: '2',
    diagnosis: '多发伤',
  });
  await execute(acceptRequest, technician, { id: rescue.id, version: rescue.version, opinion: '' });
  const gone = await ask(red(200));
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
    isSubmitted: true,
  };
}
