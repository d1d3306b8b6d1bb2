import { describe, expect, it } from 'vitest';
import { findingsOf } from './findings';
import { checkImmunoImport, readTests } from './import';
import { type Outcome, testCodes, testItems } from './items';
import { checkImmunoRequest, checkResults, checkReview } from './rules';
import { type ImmunoFields, type TestResult, testResult } from './schema';

const now = new Date('2026-12-01T10:00:00+08:00');
const facts = { now, today: '2026-12-01', sex: 'female', laboratories: ['S01'] } as const;
const request: ImmunoFields = {
  partyOrgId: 'S01',
  isUrgent: false,
  department: '血液科',
  bed: '',
  phone: '',
  diagnosis: '再生障碍性贫血',
  question: '',
  transfusionHistory: 'had',
  lastTransfusedOn: '2026-11-20',
  gravida: 2,
  para: 1,
  transplant: '',
  medication: '',
  tests: ['ab_screen', 'ab_id', 'rh_pheno'],
  specimens: [{ kind: 'edta', collectedAt: new Date('2026-12-01T08:00:00+08:00') }],
};
const codes = (change: Partial<ImmunoFields>, more: Partial<Parameters<typeof checkImmunoRequest>[1]> = {}) =>
  checkImmunoRequest({ ...request, ...change }, { ...facts, ...more }).map(({ code }) =>
    code.replace('immunohematology.', ''),
  );

describe('a request to the reference laboratory', () => {
  it('may go with what it needs', () => {
    expect(codes({})).toEqual([]);
  });
  it('hears of everything that is missing at once', () => {
    const bare = {
      partyOrgId: 'H02',
      department: '',
      diagnosis: '',
      transfusionHistory: null,
      tests: [],
      specimens: [],
    };
    expect(codes({ ...bare, lastTransfusedOn: null })).toEqual([
      'laboratory_missing',
      'department_missing',
      'diagnosis_missing',
      'history_missing',
      'tests_missing',
      'specimens_missing',
    ]);
  });
  it.each([
    ['plain blood where cells are tested', ['edta_missing'], [['plain', '2026-12-01T08:00:00+08:00']]],
    ['blood of three days and a minute', ['specimen_old'], [['edta', '2026-11-28T09:59:00+08:00']]],
    ['blood of three days', [], [['edta', '2026-11-28T10:00:00+08:00']]],
    ['blood of tomorrow', ['collected_in_future'], [['edta', '2026-12-01T10:01:00+08:00']]],
  ] as const)('%s', (_, expected, tubes) => {
    expect(codes({ specimens: tubes.map(([kind, at]) => ({ kind, collectedAt: new Date(at) })) })).toEqual(expected);
  });
  it('takes plain blood for what needs no cells', () => {
    const specimens = [{ kind: 'plain' as const, collectedAt: new Date('2026-12-01T08:00:00+08:00') }];
    expect(codes({ tests: ['ab_screen'], specimens })).toEqual([]);
  });
  it('does not count pregnancies of men, births without one, or half of the two', () => {
    expect(codes({}, { sex: 'male' })).toEqual(['pregnancy_of_man']);
    expect(codes({ gravida: 0, para: 1 })).toEqual(['para_without_gravida']);
    expect(codes({ gravida: null, para: 1 })).toEqual(['gravida_missing']);
  });
  it('names a day of the last transfusion only after one, and not of tomorrow', () => {
    expect(codes({ transfusionHistory: 'none' })).toEqual(['transfused_without_history']);
    expect(codes({ lastTransfusedOn: '2026-12-02' })).toEqual(['transfused_in_future']);
  });
});

const result = (change: Partial<TestResult> & Pick<TestResult, 'test'>): TestResult =>
  testResult.parse({ method: 'gel_card', outcome: null, ...change });
const identified = result({ test: 'ab_id', outcome: 'found', antibodies: ['抗-E', 'anti-c'] });
const screened = result({ test: 'ab_screen', outcome: 'positive' });
const faults = (results: TestResult[], tests = results.map(({ test }) => test), conclusion = '检出抗-E') =>
  checkResults({ results, conclusion }, { tests, isComplete: true }).map(({ code }) =>
    code.replace('immunohematology.', ''),
  );

describe('results', () => {
  it('are complete with a method and an answer for every item that was asked', () => {
    expect(faults([screened, identified])).toEqual([]);
    expect(faults([screened], ['ab_screen', 'ab_id'])).toEqual(['result_missing']);
    expect(faults([result({ test: 'dat', method: null })], ['dat'], '')).toEqual([
      'method_missing',
      'outcome_missing',
      'conclusion_missing',
    ]);
  });
  it('are kept half done, spelled right all the same', () => {
    const half = [result({ test: 'ab_id', method: null }), result({ test: 'ab_screen', antibodies: ['冷抗体'] })];
    expect(
      checkResults({ results: half, conclusion: '' }, { tests: ['ab_id'], isComplete: false }).map(({ code }) => code),
    ).toEqual(['immunohematology.antibody_unknown']);
  });
  it('answer by the table of their item', () => {
    expect(faults([result({ test: 'dat', outcome: 'compatible' })])).toEqual(['outcome_missing']);
    expect(faults([result({ test: 'ab_id', outcome: 'found' })])).toEqual(['antibodies_missing']);
    expect(faults([result({ test: 'ab_id', outcome: 'none', antibodies: ['抗-E'] })])).toEqual([
      'antibodies_without_outcome',
    ]);
    expect(faults([result({ test: 'ab_titre', antibodies: ['抗-A'] })])).toEqual(['titre_missing']);
    const typed = ['D', 'C', 'c', 'E'].map((antigen) => ({ antigen, isPresent: true }));
    expect(faults([result({ test: 'rh_pheno', antigens: typed })], undefined, '分型')).toEqual(['antigens_missing']);
  });
  it.each([
    ['A that reacts as A', { anti_a: '4', anti_b: '0', cells_a1: '0', cells_b: '3', anti_d: '4' }, []],
    ['A without a reaction of anti-A', { anti_a: '0' }, ['group_needs_words']],
    ['A with an antibody against A', { cells_a1: '2' }, ['group_needs_words']],
    ['A with a reaction of O cells', { cells_o: '1' }, ['group_needs_words']],
    ['RhD positive without a reaction', { anti_d: '0' }, ['group_needs_words']],
    ['A of which nobody read reactions', {}, []],
  ] as const)('%s', (_, grades, expected) => {
    const typed = result({ test: 'abo_rh', abo: 'A', rhd: 'positive', grades });
    expect(faults([typed])).toEqual(expected);
    expect(faults([{ ...typed, note: 'A 亚型，正反定型不符已复核' }])).toEqual([]);
  });
  it('do not contradict each other', () => {
    const a = result({ test: 'abo', abo: 'A' });
    expect(faults([a, result({ test: 'abo_disc', abo: 'B', rhd: 'positive' })])).toEqual(['groups_differ']);
    expect(
      faults([
        result({ test: 'abo_rh', abo: 'A', rhd: 'negative' }),
        result({ test: 'rhd_neg_conf', outcome: 'rhd_positive' }),
      ]),
    ).toEqual(['rhd_differs']);
    const both = [
      { antigen: 'K', isPresent: true },
      { antigen: 'K', isPresent: false },
    ];
    expect(faults([result({ test: 'antigen', antigens: both })])).toEqual(['antigen_both']);
  });
  it('say of an antibody against the own cells that it is one', () => {
    const typed = result({ test: 'antigen', antigens: [{ antigen: 'E', isPresent: true }] });
    expect(faults([identified, typed])).toEqual(['own_antigen_needs_words']);
    expect(faults([identified, typed], undefined, '自身抗体，类抗-E')).toEqual([]);
  });
  it('are read by another person', () => {
    expect(checkReview({ enteredById: 'a', reviewerId: 'a' })).toHaveLength(1);
    expect(checkReview({ enteredById: 'a', reviewerId: 'b' })).toEqual([]);
  });
});

describe('what is found of the patient', () => {
  const told = (...results: TestResult[]) => findingsOf(results).map(({ kind, value }) => `${kind} ${value}`);
  it('is the antibodies by name', () => {
    expect(told(screened, identified)).toEqual(['antibody 抗-E', 'antibody 抗-c']);
    expect(told(result({ test: 'ab_id', outcome: 'none' }))).toEqual([]);
  });
  it('is an unknown antibody where a screen is positive and nobody identified it, or could', () => {
    expect(told(screened)).toEqual(['antibody 其他:特异性未定']);
    expect(told(screened, result({ test: 'ab_id', outcome: 'none' }))).toEqual([]);
    expect(told(result({ test: 'ab_id', outcome: 'unidentified' }))).toEqual(['antibody 其他:特异性未定']);
  });
  it('is no antibody of a titre: those of ABO are everybody’s', () => {
    expect(told(result({ test: 'ab_titre', antibodies: ['抗-A'], igm: '64' }))).toEqual([]);
  });
  it('is antigens and the group; a variant D receives as negative', () => {
    expect(told(result({ test: 'antigen', antigens: [{ antigen: 'Jk(a)', isPresent: false }] }))).toEqual([
      'antigen Jka-',
    ]);
    expect(told(result({ test: 'abo_rh', abo: 'AB', rhd: 'variant' }))).toEqual(['group AB.negative']);
    expect(told(result({ test: 'abo', abo: 'B' }))).toEqual(['group B.unknown']);
    expect(told(result({ test: 'abo_rh', abo: 'unknown', rhd: 'positive' }))).toEqual([]);
    expect(told(result({ test: 'abo', abo: 'B' }), result({ test: 'rhd_neg_conf', outcome: 'rhd_negative' }))).toEqual([
      'group B.negative',
    ]);
  });
});

describe('the table of items', () => {
  it('has an answer for every item', () => {
    for (const code of testCodes) {
      const { outcomes, answer }: { outcomes: readonly Outcome[]; answer: string | null } = testItems[code];
      expect([code, outcomes.length > 0 || answer !== null]).toEqual([code, true]);
    }
  });
  it('is read as hospitals write it', () => {
    expect(readTests('抗筛、抗体鉴定，Rh分型')).toEqual({ tests: ['ab_screen', 'ab_id', 'rh_pheno'] });
    expect(readTests('ＤＡＴ')).toEqual({ tests: ['dat'] });
    expect(readTests('抗筛、血常规')).toEqual({ unknown: '血常规' });
  });
  it('of a file is refused where the register has no such patient', () => {
    const row = { mrn: 'ZY1', fields: { ...request, specimens: [] } };
    expect(checkImmunoImport([row, { ...row, mrn: 'ZY2' }], new Set(['ZY1']))).toEqual([
      { code: 'immunohematology.patient_unknown', path: 'lines.1.mrn' },
    ]);
  });
});
