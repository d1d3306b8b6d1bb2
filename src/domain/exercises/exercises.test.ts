import { describe, expect, it } from 'vitest';
import { rolesByOrganisation } from '../permissions';
import { catalogue, type ExerciseFacts, exerciseOf, exercisesFor, hrefOf } from './catalogue';
import { bagsInHand, type MaterialBag } from './material';
import { minutesBetween, nextExercise, progressOf } from './progress';
import { checkBegin } from './rules';

const at = (minute: number) => new Date(Date.UTC(2026, 10, 23, 8, minute));
const exercise = (code: string) => {
  const found = exerciseOf(code);
  if (!found) throw new Error(`no exercise ${code}`);
  return found;
};

describe('the catalogue', () => {
  it('has steps that each have a name of their own, and something that is waited for', () => {
    for (const { code, steps } of catalogue) {
      expect([code, new Set(steps.map((step) => step.code)).size]).toEqual([code, steps.length]);
      expect([code, steps.some(({ fact }) => fact !== null)]).toEqual([code, true]);
    }
  });

  it('waits for no fact twice in one exercise', () => {
    for (const { code, steps } of catalogue) {
      const facts = steps.flatMap(({ fact }) => (fact ? [fact] : []));
      expect([code, new Set(facts).size]).toEqual([code, facts.length]);
    }
  });

  it.each([
    [['technician'], ['receive', 'receive-difference', 'issue', 'discard', 'stocktake', 'order', 'emergency']],
    [['nurse'], ['emergency']],
    [['station_clerk'], ['supply']],
    [
      ['nurse', 'station_clerk'],
      ['emergency', 'supply'],
    ],
    [['official'], []],
    [['hospital_admin'], []],
  ] as const)('%j practise %j', (roles, codes) => {
    expect(exercisesFor([...roles]).map(({ code }) => code)).toEqual(codes);
  });

  it('has none for an office', () => {
    expect(exercisesFor(rolesByOrganisation.blood_office)).toEqual([]);
  });

  it('leads to the screens of this round', () => {
    const round = {
      id: 'e1',
      material: { bags: [], shipment: { id: 's1', no: '20261123-0001' }, place: { id: 'p1', code: 'LX-1', name: '' } },
    };
    const href = (code: string, step: string) => {
      const found = exercise(code).steps.find((one) => one.code === step);
      return found && hrefOf(found, round);
    };
    expect(href('receive', 'print')).toBe('/exercises/e1/print');
    expect(href('receive', 'scan')).toBe('/bag-receipts/receive/s1');
    expect(href('stocktake', 'sign')).toBe('/stock/stocktakes/p1');
    expect(href('emergency', 'issue')).toBe('/clinical-issues/emergency');
  });
});

describe('progress', () => {
  const seen = (code: string, facts: ExerciseFacts) => {
    const { current, finishedAt, wrongAt, steps } = progressOf(exercise(code), facts);
    return {
      current: current?.code ?? null,
      done: steps.flatMap(({ step, doneAt }) => (doneAt ? [step.code] : [])),
      finishedAt,
      wrongAt,
    };
  };

  it.each([
    ['nothing yet', {}, 'scan', []],
    ['the five are in', { scanned: at(3) }, 'type', ['scan']],
    ['the damaged one first', { typed: at(2) }, 'scan', ['type']],
    ['none is missing', { scanned: at(3), typed: at(5) }, 'post', ['scan', 'type']],
  ] as const)('入库, %s', (_, facts, current, done) => {
    expect(seen('receive', facts)).toEqual({ current, done, finishedAt: null, wrongAt: null });
  });

  it('ends with the last fact, whatever its place in the list', () => {
    expect(seen('receive', { scanned: at(9), typed: at(5), received: at(7) })).toMatchObject({
      current: null,
      finishedAt: at(9),
    });
  });

  it('never waits for advice and never ticks it', () => {
    expect(seen('discard', { discarded: at(4) })).toMatchObject({ done: ['discard'], finishedAt: at(4) });
  });

  it('does not end when something went wrong, though all else is done', () => {
    expect(seen('receive-difference', { present_received: at(3), closed_short: at(5), forced: at(4) })).toMatchObject({
      finishedAt: null,
      wrongAt: at(4),
    });
  });

  it('is stuck when what it is done with has ended and something waits, and only then', () => {
    const of = (facts: ExerciseFacts) => {
      const { wrongAt, isStuck, finishedAt } = progressOf(exercise('receive'), facts);
      return { wrongAt, isStuck, finishedAt };
    };
    expect(of({ scanned: at(3), stuck: at(4) })).toEqual({ wrongAt: at(4), isStuck: true, finishedAt: null });
    expect(of({ scanned: at(3), typed: at(5), received: at(6), stuck: at(6) })).toEqual({
      wrongAt: null,
      isStuck: false,
      finishedAt: at(6),
    });
    const { isStuck } = progressOf(exercise('receive-difference'), { forced: at(4), stuck: at(5) });
    expect(isStuck).toBe(false);
  });

  it.each([
    [0, 0, 1],
    [0, 1, 1],
    [0, 7, 7],
  ])('from minute %i to minute %i is %i', (from, to, minutes) => {
    expect(minutesBetween(at(from), at(to))).toBe(minutes);
  });
});

describe('the next exercise', () => {
  const own = (...done: boolean[]) =>
    done.map((isDone, index) => ({ code: `e${index}`, lastDoneAt: isDone ? at(1) : null }));

  it.each([
    ['e0', [true, false, false], 'e1'],
    ['e1', [false, true, true], 'e0'],
    ['e2', [true, false, true], 'e1'],
    ['e2', [true, true, true], undefined],
    ['gone', [true, false], 'e1'],
  ] as const)('after %s of %j is %s', (after, done, next) => {
    expect(nextExercise(after, own(...done))?.code).toBe(next);
  });
});

describe('beginning', () => {
  const facts = { isPractice: true, roles: ['technician'], openId: null } as const;
  const codes = (...args: Parameters<typeof checkBegin>) => checkBegin(...args).map(({ code }) => code);

  it.each([
    ['an exercise of one’s own', { code: 'receive', insteadOf: null }, facts, []],
    [
      'in the real city',
      { code: 'receive', insteadOf: null },
      { ...facts, isPractice: false },
      ['exercise.only_in_practice'],
    ],
    ['one of the station', { code: 'supply', insteadOf: null }, facts, ['exercise.not_of_your_roles']],
    [
      'beside one that was not seen',
      { code: 'issue', insteadOf: null },
      { ...facts, openId: 'a' },
      ['exercise.already_open'],
    ],
    [
      'instead of another than is open',
      { code: 'issue', insteadOf: 'b' },
      { ...facts, openId: 'a' },
      ['exercise.already_open'],
    ],
    ['instead of the one that is open', { code: 'issue', insteadOf: 'a' }, { ...facts, openId: 'a' }, []],
    ['instead of one that has ended', { code: 'issue', insteadOf: 'b' }, facts, []],
    [
      'all of it wrong',
      { code: 'supply', insteadOf: null },
      { ...facts, isPractice: false, openId: 'a' },
      ['exercise.only_in_practice', 'exercise.not_of_your_roles', 'exercise.already_open'],
    ],
  ] as const)('%s', (_, input, given, expected) => {
    expect(codes(input, given)).toEqual(expected);
  });
});

describe('bags', () => {
  const bag = (part: MaterialBag['part']): MaterialBag => ({
    ...{
      unitId: null,
      donationNo: 'LX00026000001',
      productCode: 'P0065H00',
      component: 'rbc-lr',
      abo: 'A',
      rhd: 'positive',
    },
    ...{ amount: 200, expiresAt: '2026-12-24T15:59:00.000Z', part },
  });

  it('in the hand are all but the missing one', () => {
    const bags = [bag('plain'), bag('missing'), bag('extra'), bag('damaged')];
    expect(bagsInHand({ bags }).map(({ part }) => part)).toEqual(['plain', 'extra', 'damaged']);
  });
});
