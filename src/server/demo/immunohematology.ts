import type { RegisterImmunoInput, TestResult } from '@/domain/immunohematology-requests/schema';
import { execute } from '../kernel/command';
import { inScope } from '../kernel/scope';
import { correctImmuno } from '../modules/immunohematology-requests/correct';
import { enterResults } from '../modules/immunohematology-requests/enter';
import { receiveImmuno, refuseImmuno } from '../modules/immunohematology-requests/receive';
import { registerImmuno } from '../modules/immunohematology-requests/register';
import { reviewImmuno } from '../modules/immunohematology-requests/review';
import { withdrawImmuno } from '../modules/immunohematology-requests/withdraw';
import type { Runtime } from '../runtime';
import { actAs, requestOf } from './actors';

type Seen = { readonly id: string; readonly version: number };
const seen = ({ id, version }: Seen) => ({ id, version });
const hourMs = 3_600_000;

/** A few requests of one hospital in every stage, and what the reference laboratory of the station made of them, by the same verbs as everybody's. */
export async function bringImmunohematology(runtime: Runtime, now: Date): Promise<void> {
  const as = async (orgId: string, staffNo: string) => requestOf(runtime, await actAs(runtime, orgId, staffNo));
  const [physician, bench] = [await as('H01', '2001'), await as('H01', '1001')];
  const [tester, reader] = [await as('S01', '2001'), await as('S01', '2002')];
  // Not those whom everybody issues to: what is found of them stands with them.
  const patients = await inScope(bench, 'read', async ({ q, orgId }) => [
    ...(await q<{ id: string; abo: TestResult['abo'] }[]>`
      select id, abo from patients where org_id = ${orgId} and state = 'active' and abo <> 'unknown' and rhd <> 'unknown' order by mrn desc limit 12`),
  ]);
  const next = patients.values();
  const ask = (change: Partial<RegisterImmunoInput> = {}) => {
    const patient = next.next().value;
    if (!patient) throw new Error('the demo hospital lacks patients');
    return execute(registerImmuno, physician, { ...requestAt(now), patientId: patient.id, ...change });
  };
  const receive = async (request: Seen) => execute(receiveImmuno, tester, { ...seen(request), note: '' });
  const enter = (
    request: Seen,
    results: TestResult[],
    {
      conclusion = '',
      advice = '',
      isComplete = true,
    }: { conclusion?: string; advice?: string; isComplete?: boolean } = {},
  ) => execute(enterResults, tester, { ...seen(request), results, conclusion, advice, isComplete });
  const review = (request: Seen) => execute(reviewImmuno, reader, seen(request));
  const found = (...antibodies: string[]): TestResult[] => [
    result({ test: 'ab_screen', outcome: 'positive', grades: { cell_1: '2', cell_2: '0', cell_3: '2', auto: '0' } }),
    result({ test: 'ab_id', outcome: 'found', antibodies, grades: { auto: '0' } }),
  ];
  const advice = '输注相应抗原阴性的红细胞，抗人球蛋白法配血相合后发血。';

  await ask({ isSubmitted: false, tests: ['abo_disc'], question: '正反定型不符', diagnosis: '多发性骨髓瘤' });
  await ask({ isUrgent: true, tests: ['ab_screen', 'ab_id', 'xm_diff'], question: '两袋配血不合，急等用血' });
  await ask({ tests: ['hdn', 'dat'], diagnosis: '新生儿高胆红素血症', question: '母 O 型子 A 型' });
  const refused = await ask({ tests: ['dat', 'elution'], diagnosis: '自身免疫性溶血性贫血' });
  await execute(refuseImmuno, tester, { ...seen(refused), refusal: 'haemolysed', reason: '重度溶血，请重新采血' });
  await receive(await ask({ tests: ['rh_pheno', 'antigen'], question: '长期输血，建表型' }));
  await enter(
    await receive(await ask({ isUrgent: true })),
    [result({ test: 'ab_screen', outcome: 'positive', grades: { cell_1: '1', cell_2: '1', cell_3: '1', auto: '0' } })],
    { isComplete: false },
  );
  await enter(await receive(await ask()), found('抗-Jka'), { conclusion: '检出抗-Jka', advice });
  await review(await enter(await receive(await ask()), found('抗-E'), { conclusion: '检出抗-E', advice }));
  const first = await review(
    await enter(await receive(await ask()), found('抗-c'), { conclusion: '检出抗-c', advice }),
  );
  const open = await execute(correctImmuno, tester, { ...seen(first), reason: '吸收后复查，另有抗-E' });
  await review(await enter(open, found('抗-c', '抗-E'), { conclusion: '检出抗-c、抗-E', advice }));
  const gone = await ask({ tests: ['ab_titre'], diagnosis: '孕 28 周' });
  await execute(withdrawImmuno, physician, { ...seen(gone), reason: '已在本院检测' });
}

function result(change: Partial<TestResult> & Pick<TestResult, 'test'>): TestResult {
  return {
    method: 'gel_card',
    grades: {},
    outcome: null,
    abo: null,
    rhd: null,
    antigens: [],
    antibodies: [],
    igm: null,
    igg: null,
    note: '',
    ...change,
  };
}

function requestAt(now: Date): Omit<RegisterImmunoInput, 'patientId'> {
  return {
    partyOrgId: 'S01',
    isUrgent: false,
    department: '血液科',
    bed: '12',
    phone: '8120',
    diagnosis: '再生障碍性贫血',
    question: '抗体筛查阳性',
    transfusionHistory: 'had',
    lastTransfusedOn: null,
    gravida: null,
    para: null,
    transplant: '',
    medication: '',
    tests: ['ab_screen', 'ab_id'],
    specimens: [{ kind: 'edta', collectedAt: new Date(now.getTime() - 2 * hourMs) }],
    isSubmitted: true,
  };
}
