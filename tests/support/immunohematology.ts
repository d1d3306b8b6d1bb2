import type { RegisterImmunoInput, TestResult } from '@/domain/immunohematology-requests/schema';

/** A request that may go to the laboratory: a screen and an identification, with one tube of two hours ago. */
export function immunoInput(
  patientId: string,
  now: Date,
  change: Partial<RegisterImmunoInput> = {},
): RegisterImmunoInput {
  return {
    patientId,
    partyOrgId: 'S01',
    isUrgent: false,
    department: '血液科',
    bed: '12',
    phone: '8120',
    diagnosis: '再生障碍性贫血',
    question: '抗筛阳性，配血不合',
    transfusionHistory: 'had',
    lastTransfusedOn: null,
    gravida: null,
    para: null,
    transplant: '',
    medication: '',
    tests: ['ab_screen', 'ab_id'],
    specimens: [{ kind: 'edta', collectedAt: new Date(now.getTime() - 2 * 3_600_000) }],
    isSubmitted: true,
    ...change,
  };
}

export function resultOf(change: Partial<TestResult> & Pick<TestResult, 'test'>): TestResult {
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

/** A screen that reacts, and the antibodies that were identified. */
export const foundResults = (...antibodies: string[]): TestResult[] => [
  resultOf({ test: 'ab_screen', outcome: 'positive', grades: { cell_1: '2', cell_2: '0', auto: '0' } }),
  resultOf({ test: 'ab_id', outcome: antibodies.length > 0 ? 'found' : 'none', antibodies }),
];
