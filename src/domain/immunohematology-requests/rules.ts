import { readAntigen, unknownAntibodies } from '../blood/antibodies';
import type { Violation } from '../result';
import { findingsOf } from './findings';
import { type Grade, isReacting, itemOf, type Reading, specimenDays, type TestCode } from './items';
import type { ImmunoFields, TestResult } from './schema';

const dayMs = 86_400_000;

export interface ImmunoFacts {
  readonly now: Date;
  /** The city's day, yyyy-MM-dd. */
  readonly today: string;
  readonly sex: 'male' | 'female' | 'unknown';
  /** Houses that may be asked. */
  readonly laboratories: readonly string[];
}

type Say = (path: string, code: string, facts?: Violation['facts']) => void;
function collect(): { violations: Violation[]; say: Say } {
  const violations: Violation[] = [];
  const say: Say = (path, code, facts) =>
    violations.push({ code: `immunohematology.${code}`, path, ...(facts ? { facts } : {}) });
  return { violations, say };
}

/**
 * What is missing or does not fit before a request goes to the laboratory; all of it at once. A draft is not asked.
 * - a laboratory that is in use, department, diagnosis, transfusions before (known or said to be unknown), at least one item;
 * - a specimen at least, taken not in the future and not longer than three days ago; blood with EDTA where cells are tested;
 * - 孕 and 产 together, of women; a day of the last transfusion only of whoever had one.
 * Sources: the form of a reference laboratory; days and tubes [unsourced: default].
 */
export function checkImmunoRequest(request: ImmunoFields, facts: ImmunoFacts): Violation[] {
  const { violations, say } = collect();
  if (!facts.laboratories.includes(request.partyOrgId)) say('partyOrgId', 'laboratory_missing');
  if (request.department === '') say('department', 'department_missing');
  if (request.diagnosis === '') say('diagnosis', 'diagnosis_missing');
  if (request.transfusionHistory === null) say('transfusionHistory', 'history_missing');
  if (request.lastTransfusedOn !== null) {
    if (request.transfusionHistory !== 'had') say('lastTransfusedOn', 'transfused_without_history');
    else if (request.lastTransfusedOn > facts.today) say('lastTransfusedOn', 'transfused_in_future');
  }
  checkPregnancies(request, facts, say);
  if (request.tests.length === 0) say('tests', 'tests_missing');
  if (request.specimens.length === 0) say('specimens', 'specimens_missing');
  else if (
    request.tests.some((test) => itemOf(test).needsEdta) &&
    !request.specimens.some(({ kind }) => kind === 'edta')
  )
    say('specimens', 'edta_missing');
  for (const [index, { collectedAt }] of request.specimens.entries()) {
    if (collectedAt > facts.now) say(`specimens.${index}.collectedAt`, 'collected_in_future');
    else if (facts.now.getTime() - collectedAt.getTime() > specimenDays * dayMs)
      say(`specimens.${index}.collectedAt`, 'specimen_old', { days: specimenDays });
  }
  return violations;
}

function checkPregnancies({ gravida, para }: ImmunoFields, { sex }: ImmunoFacts, say: Say): void {
  if (gravida === null && para === null) return;
  if (sex === 'male') say('gravida', 'pregnancy_of_man');
  else if (gravida === null) say('gravida', 'gravida_missing');
  else if (para === null) say('para', 'para_missing');
  else if (gravida === 0 && para > 0) say('para', 'para_without_gravida');
}

export interface ResultsFacts {
  readonly tests: readonly TestCode[];
  readonly isComplete: boolean;
}

/**
 * What may not stand in results; all of it at once. What is not complete is asked for spelling alone.
 * - every item that was asked has its method and its answer by the table of the item;
 * - antibodies and antigens by name; no antigen both present and absent; one ABO and one RhD;
 * - what contradicts itself (group against its reactions, an antibody against an antigen that the cells bear, no answer to the question) needs words.
 * Source: working rules of immunohaematology [unsourced: default].
 */
export function checkResults(
  entered: { readonly results: readonly TestResult[]; readonly conclusion: string },
  { tests, isComplete }: ResultsFacts,
): Violation[] {
  const { violations, say } = collect();
  for (const [index, result] of entered.results.entries()) {
    const at = `results.${index}`;
    const { test } = result;
    for (const word of unknownAntibodies(result.antibodies))
      say(`${at}.antibodies`, 'antibody_unknown', { test, word });
    for (const { antigen } of result.antigens)
      if (readAntigen(antigen) === null) say(`${at}.antigens`, 'antigen_unknown', { test, word: antigen });
    if (isComplete) checkAnswer(result, at, say);
  }
  if (!isComplete) return violations;
  for (const test of tests)
    if (!entered.results.some((result) => result.test === test)) say('results', 'result_missing', { test });
  checkTogether(entered.results, entered.conclusion, say);
  if (entered.conclusion === '') say('conclusion', 'conclusion_missing');
  return violations;
}

function checkAnswer(result: TestResult, at: string, say: Say): void {
  const { test, outcome } = result;
  const item = itemOf(test);
  if (result.method === null) say(`${at}.method`, 'method_missing', { test });
  if (item.outcomes.length > 0 && (outcome === null || !item.outcomes.includes(outcome)))
    say(`${at}.outcome`, 'outcome_missing', { test });
  switch (item.answer) {
    case 'group':
      if (result.abo === null) say(`${at}.abo`, 'abo_missing', { test });
      if (result.rhd === null && test !== 'abo') say(`${at}.rhd`, 'rhd_missing', { test });
      if (isAgainstReadings(result) && result.note === '') say(`${at}.note`, 'group_needs_words', { test });
      break;
    case 'antibodies':
      if (outcome === 'found' && result.antibodies.length === 0)
        say(`${at}.antibodies`, 'antibodies_missing', { test });
      if (outcome !== null && outcome !== 'found' && result.antibodies.length > 0)
        say(`${at}.antibodies`, 'antibodies_without_outcome', { test });
      break;
    case 'antigens':
      if ((item.antigens ?? []).some((antigen) => !result.antigens.some((typed) => typed.antigen === antigen)))
        say(`${at}.antigens`, 'antigens_missing', { test });
      else if (result.antigens.length === 0) say(`${at}.antigens`, 'antigens_missing', { test });
      break;
    case 'titre':
      if (result.antibodies.length === 0) say(`${at}.antibodies`, 'antibodies_missing', { test });
      if (result.igm === null && result.igg === null) say(`${at}.igm`, 'titre_missing', { test });
      break;
    default:
      break;
  }
}

/** Reagents and cells of a group react as the group says; reactions that were not read say nothing. */
function isAgainstReadings({ abo, rhd, grades }: TestResult): boolean {
  const reacts = (reading: Reading): boolean | null => {
    const grade: Grade | undefined = grades[reading];
    return grade === undefined ? null : isReacting(grade);
  };
  const differs = (reading: Reading, expected: boolean) => {
    const seen = reacts(reading);
    return seen !== null && seen !== expected;
  };
  const isSettled = abo !== null && abo !== 'unknown';
  return (
    (isSettled &&
      (differs('anti_a', abo.includes('A')) ||
        differs('anti_b', abo.includes('B')) ||
        differs('cells_a1', !abo.includes('A')) ||
        differs('cells_b', !abo.includes('B')) ||
        differs('cells_o', false))) ||
    (rhd === 'positive' && differs('anti_d', true)) ||
    (rhd === 'negative' && differs('anti_d', false))
  );
}

function checkTogether(results: readonly TestResult[], conclusion: string, say: Say): void {
  const typings = new Map<string, boolean>();
  for (const [index, { test, antigens }] of results.entries())
    for (const { antigen, isPresent } of antigens) {
      if (typings.has(antigen) && typings.get(antigen) !== isPresent)
        say(`results.${index}.antigens`, 'antigen_both', { test, antigen });
      typings.set(antigen, isPresent);
    }
  const abos = new Set(results.flatMap(({ abo }) => (abo === null || abo === 'unknown' ? [] : [abo])));
  if (abos.size > 1) say('results', 'groups_differ', { groups: [...abos].join(' ') });
  const rhds = new Set(results.flatMap(({ rhd }) => (rhd === null || rhd === 'unknown' ? [] : [rhd])));
  const confirmed = results.find(({ test }) => test === 'rhd_neg_conf')?.outcome;
  if (rhds.size > 1 || (confirmed === 'rhd_positive' && (rhds.has('negative') || rhds.has('variant'))))
    say('results', 'rhd_differs');
  // An antibody against what the cells bear is one against oneself: that is said, or one of the two is wrong.
  const against = findingsOf(results).flatMap(({ kind, value }) =>
    kind === 'antibody' && typings.get(value.replace(/^抗-/, '')) === true ? [value] : [],
  );
  if (against.length > 0 && !/自身|auto/i.test(conclusion))
    say('conclusion', 'own_antigen_needs_words', { antibody: against.join(' ') });
}

/** 第二人: whoever reads the results is not who entered them. */
export function checkReview(facts: { readonly enteredById: string | null; readonly reviewerId: string }): Violation[] {
  return facts.enteredById === facts.reviewerId ? [{ code: 'immunohematology.own_results' }] : [];
}
