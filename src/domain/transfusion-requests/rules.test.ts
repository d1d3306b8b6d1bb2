import { describe, expect, it } from 'vitest';
import { unreachableStates } from '../lifecycle';
import { type Role, roles } from '../permissions';
import { requestLifecycle } from './lifecycle';
import { checkRequest, checkStep, type RequestFacts, type StepFacts, waitingStep } from './rules';
import type { RequestFields } from './schema';
import { waitsFor, waitsForRoles } from './waits';

const request: RequestFields = {
  sickType: '3',
  department: '骨科',
  ward: '三病区',
  bed: '12',
  feeType: '医保',
  residence: 'local',
  diagnosis: '股骨骨折',
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
  lines: [{ component: 'rbc-lr', amount: 200, modifiers: [] }],
  route: '',
  dripRate: '',
  plannedOn: '2026-12-01',
  labs: [],
  labsOn: null,
  applicantTitle: null,
};
const facts: RequestFacts = {
  today: '2026-12-01',
  now: new Date('2026-12-01T01:00:00Z'),
  patient: { sex: 'female', abo: 'A', rhd: 'positive' },
  applicant: { title: '主治医师', roles: ['physician'] },
};
const codesOf = (more: Partial<RequestFields>, known: Partial<RequestFacts> = {}) =>
  checkRequest({ ...request, ...more }, { ...facts, ...known }).map(({ code, path }) => `${path} ${code}`);

describe('the title of whoever asks', () => {
  const by = (title: string, roles: RequestFacts['applicant']['roles'] = ['physician']) => ({
    applicant: { title, roles },
  });
  it.each<[string, Partial<RequestFields>, Partial<RequestFacts>, string[]]>([
    ['below intermediate by the directory', {}, by('住院医师'), [' request.title_too_low']],
    ['below, and another one chosen', { applicantTitle: 'chief' }, by('医师'), [' request.title_too_low']],
    ['not in the table, and none chosen', {}, by('科研助理'), ['applicantTitle request.title_unknown']],
    ['not in the table, and an intermediate chosen', { applicantTitle: 'attending' }, by(''), []],
    ['not in the table, and a lower chosen', { applicantTitle: 'physician' }, by(''), [' request.title_too_low']],
    ['associate senior', {}, by('副主任医师'), []],
    ['unknown of a head of a department', {}, by('科主任', ['department_director']), []],
    ['unknown in an emergency', { isEmergency: true }, by(''), []],
  ])('%s', (_, more, known, expected) => expect(codesOf(more, known)).toEqual(expected));
});

describe('a request that goes to its approvers', () => {
  it('may, when nothing is missing', () => expect(codesOf({})).toEqual([]));
  it.each<[string, Partial<RequestFields>, string]>([
    ['without a signed consent', { isConsented: false }, 'isConsented request.consent_missing'],
    ['without an assessment', { isAssessed: false }, 'isAssessed request.assessment_missing'],
    ['with an assessment that says nothing', { assessment: '' }, 'assessment request.assessment_result_missing'],
    ['without a purpose', { purpose: '' }, 'purpose request.purpose_missing'],
    ['without an indication', { indication: '' }, 'indication request.indication_missing'],
    ['without a diagnosis', { diagnosis: '' }, 'diagnosis request.diagnosis_missing'],
    ['without a word on earlier blood', { bloodHistory: null }, 'bloodHistory request.history_missing'],
    ['with a reaction and no word of it', { reactionHistory: 'had' }, 'reactionText request.reaction_text_missing'],
    ['with times of what never was', { bloodTimes: 2 }, 'bloodTimes request.blood_times_without_history'],
    ['planned for yesterday', { plannedOn: '2026-11-30' }, 'plannedOn request.planned_before_applied'],
    ['planned for no day', { plannedOn: null }, 'plannedOn request.planned_missing'],
    ['with results of tomorrow', { labsOn: '2026-12-02' }, 'labsOn request.labs_in_future'],
    ['without a line', { lines: [] }, 'lines request.lines_missing'],
    [
      'with a component that does not exist',
      { lines: [{ component: 'nothing', amount: 100, modifiers: [] }] },
      'lines.0.component request.component_unknown',
    ],
    [
      'with the same line twice, though one says what it is by definition',
      {
        lines: [
          { component: 'rbc-lr', amount: 100, modifiers: [] },
          { component: 'rbc-lr', amount: 200, modifiers: ['leukoreduced'] },
        ],
      },
      'lines.1.component request.line_twice',
    ],
    ['with births and no pregnancies said', { para: 1 }, 'gravida request.gravida_missing'],
    ['with pregnancies and no births said', { gravida: 1 }, 'para request.para_missing'],
    ['with births without a pregnancy', { gravida: 0, para: 1 }, 'gravida request.para_without_gravida'],
  ])('is refused %s', (_, more, code) => expect(codesOf(more)).toEqual([code]));
  it('takes 孕 2 产 1, and 孕 0 产 0', () => {
    expect(codesOf({ gravida: 2, para: 1 })).toEqual([]);
    expect(codesOf({ gravida: 0, para: 0 })).toEqual([]);
  });
  it('refuses pregnancies of a man', () =>
    expect(codesOf({ gravida: 1, para: 1 }, { patient: { ...facts.patient, sex: 'male' } })).toEqual([
      'gravida request.pregnancy_of_man',
    ]));
  it.each([
    ['ABO', { abo: 'unknown' }],
    ['RhD', { rhd: 'unknown' }],
  ])('waits for %s', (_, more) =>
    expect(codesOf({}, { patient: { ...facts.patient, ...more } })).toEqual(['group request.group_missing']),
  );
  it.each<[string, Role[], boolean]>([
    ['医师', ['physician'], false],
    ['住院医师', ['physician'], false],
    ['主治医师', ['physician'], true],
    ['副主任医师', ['physician'], true],
    ['主任医师', ['physician'], true],
    ['', ['senior_physician'], true],
    ['', ['department_director'], true],
  ])('of a %s as %j', (title, posts, may) =>
    expect(codesOf({}, { applicant: { title, roles: posts } })).toEqual(may ? [] : [' request.title_too_low']),
  );
  it('says everything at once', () =>
    expect(codesOf({ isConsented: false, lines: [], purpose: '', plannedOn: null })).toHaveLength(4));
  it('asks 抢救用血 for nothing that stands before the blood', () =>
    expect(
      codesOf(
        {
          isEmergency: true,
          isConsented: false,
          isAssessed: false,
          assessment: '',
          indication: '',
          bloodHistory: null,
          reactionHistory: null,
        },
        { patient: { sex: 'unknown', abo: 'unknown', rhd: 'unknown' }, applicant: { title: '', roles: ['physician'] } },
      ),
    ).toEqual([]));
});

describe('a signature', () => {
  const step: StepFacts = {
    state: 'submitted',
    row: 2,
    isEmergency: false,
    signed: [],
    applicantId: 'applicant',
    person: { personId: 'senior', roles: ['senior_physician'] },
  };
  const codes = (more: Partial<StepFacts>) => checkStep({ ...step, ...more }).map(({ code }) => code);
  it('is taken from the post that the row asks for', () => expect(codes({})).toEqual([]));
  it('is never that of whoever asked', () => expect(codes({ applicantId: 'senior' })).toEqual(['request.own_request']));
  it('is of one person once', () =>
    expect(
      codes({
        state: 'senior_approved',
        signed: [{ step: 'senior', personId: 'head' }],
        person: { personId: 'head', roles: ['department_director'] },
      }),
    ).toEqual(['request.signed_before']));
  it('says both that it is another’s step and his own request', () =>
    expect(
      codes({ state: 'senior_approved', signed: [{ step: 'senior', personId: 'x' }], applicantId: 'senior' }),
    ).toEqual(['request.not_your_step', 'request.own_request']));
  it.each(['draft', 'returned', 'refused', 'void', 'approved', 'accepted', 'completed'])(
    'is not asked of %s',
    (state) => expect(codes({ state })).toEqual(['request.not_waiting']),
  );
  it.each(['approved', 'accepted', 'completed'])('is supplied for an emergency that is %s', (state) => {
    expect(codes({ state, isEmergency: true })).toEqual([]);
    expect(waitingStep({ state, row: 1, isEmergency: true, signed: [{ step: 'senior', personId: null }] })).toBeNull();
  });
});

describe('for whom a request waits', () => {
  it.each([
    ['draft', null, false, true, 'ward'],
    ['submitted', 'senior', false, true, 'senior'],
    ['director_approved', 'medical', false, true, 'medical'],
    ['approved', null, false, true, 'lab'],
    ['accepted', null, false, true, ''],
    ['approved', 'senior', true, false, 'lab+senior+ward'],
    ['accepted', 'director', true, true, 'director'],
    ['void', null, true, false, ''],
  ] as const)('%s', (state, step, isEmergency, hasPapers, word) =>
    expect(waitsFor({ state, step, isEmergency, hasPapers })).toBe(word),
  );
  it('finds each of these for whoever is meant, and for nobody else', () => {
    expect(waitsForRoles(['technician'])).toContain('lab+senior+ward');
    expect(waitsForRoles(['senior_physician'])).toContain('lab+senior+ward');
    expect(waitsForRoles(['medical_affairs'])).not.toContain('lab+senior+ward');
    expect(waitsForRoles(['department_director'])).toEqual(expect.arrayContaining(['senior', 'director']));
    expect(waitsForRoles(['nurse'])).toEqual([]);
  });
  it('fits a filter whoever looks', () => {
    const all = waitsForRoles([...roles]);
    expect(all).toHaveLength(15);
    expect(all.join(',').length).toBeLessThanOrEqual(200);
  });
});

it('reaches every state', () => expect(unreachableStates(requestLifecycle)).toEqual([]));
