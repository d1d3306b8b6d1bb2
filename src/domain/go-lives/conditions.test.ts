import { describe, expect, it } from 'vitest';
import { checkStart, conditionsOf, type StartFacts } from './conditions';
import { compareDay, countDays } from './trial';

const at = new Date('2026-11-28T10:00:00+08:00');
const day = (name: string, differences = 0, declaredAt: Date | null = at) => ({ day: name, declaredAt, differences });
const facts: StartFacts = {
  today: '2026-11-28',
  yesterday: '2026-11-27',
  postedRounds: 1,
  isCounting: false,
  lastOpeningAt: new Date('2026-11-28T09:00:00+08:00'),
  gaps: 0,
  minTrialDays: 2,
  days: [day('2026-11-28'), day('2026-11-27')],
};

describe('a house may start', () => {
  it.each<[string, Partial<StartFacts>, string, string[]]>([
    ['when all is met', {}, '', []],
    [
      'on the morning after its last count',
      { days: [day('2026-11-28', 0, null), day('2026-11-27'), day('2026-11-26')] },
      '',
      [],
    ],
    ['not without an opening', { postedRounds: 0 }, '', ['go_live.needs_opening']],
    ['not while a count is open', { isCounting: true }, '', ['go_live.count_open']],
    ['not with a code that nobody mapped', { gaps: 1 }, '', ['go_live.needs_gaps']],
    ['not after one day', { days: [day('2026-11-28')] }, '', ['go_live.needs_days']],
    [
      'not by days without a count',
      { days: [day('2026-11-28'), day('2026-11-27', 0, null)] },
      '',
      ['go_live.needs_days'],
    ],
    ['not by counts of last week', { days: [day('2026-11-20'), day('2026-11-19')] }, '', ['go_live.needs_last_day']],
    ['not before anything was declared', { days: [] }, '', ['go_live.needs_days', 'go_live.needs_last_day']],
    [
      'not by a day that was declared before the last opening was posted or taken back',
      { lastOpeningAt: new Date('2026-11-28T10:00:01+08:00') },
      '',
      ['go_live.needs_last_day'],
    ],
    [
      'not with a difference and no reason',
      { days: [day('2026-11-28', 2), day('2026-11-27')] },
      '',
      ['go_live.difference_left'],
    ],
    ['with a difference and its reason', { days: [day('2026-11-28', 2), day('2026-11-27')] }, '旧系统多记', []],
    ['with a difference of an earlier day', { days: [day('2026-11-28'), day('2026-11-27', 3)] }, '', []],
  ])('%s', (_, more, reason, expected) => {
    expect(checkStart({ ...facts, ...more }, reason).map(({ code }) => code)).toEqual(expected);
  });

  it('by five conditions, each with what it says', () => {
    expect(conditionsOf(facts).map(({ code, isMet }) => [code, isMet])).toEqual([
      ['opening', true],
      ['gaps', true],
      ['days', true],
      ['last_day', true],
      ['differences', true],
    ]);
  });
});

describe('both counts of a day', () => {
  const cell = (component: string, amount: number) => ({ component, abo: 'O', rhd: 'positive', amount });
  it('differ where the amounts do, and where one is not said', () => {
    const compared = compareDay(
      '2026-11-28',
      at,
      [cell('a', 400), cell('b', 200), cell('c', 100)],
      [cell('a', 400), cell('b', 300)],
    );
    expect(compared.cells.map(({ component, ledger, declared }) => [component, ledger, declared])).toEqual([
      ['b', 200, 300],
      ['c', 100, null],
      ['a', 400, 400],
    ]);
    expect(compared.differences).toBe(2);
  });
  it('agree where zero was said, or nothing is there and nothing was said', () => {
    expect(compareDay('2026-11-28', at, [cell('a', 0)], [cell('b', 0)]).differences).toBe(0);
  });
  it('agree where the ledger knows no RhD and the total of the group is what was said', () => {
    const of = (rhd: string, amount: number, abo = 'O') => ({ component: 'a', abo, rhd, amount });
    const alike = compareDay(
      '2026-11-28',
      at,
      [of('unspecified', 200), of('positive', 400)],
      [of('positive', 600), of('negative', 0)],
    );
    expect([alike.differences, alike.cells]).toEqual([
      0,
      [
        { component: 'a', abo: 'O', rhd: 'positive', ledger: 600, declared: 600 },
        { component: 'a', abo: 'O', rhd: 'negative', ledger: 0, declared: 0 },
      ],
    ]);
    const split = [of('positive', 500), of('negative', 100)];
    expect(compareDay('2026-11-28', at, [of('unspecified', 200), of('positive', 400)], split).differences).toBe(0);
    // More positive in the ledger than was said: no bag of unknown RhD makes that good.
    expect(
      compareDay(
        '2026-11-28',
        at,
        [of('unspecified', 100), of('positive', 500)],
        [of('positive', 400), of('negative', 200)],
      ).differences,
    ).toBe(3);
    // The total is another one, or it is of another group: it stays by itself and differs.
    expect(compareDay('2026-11-28', at, [of('unspecified', 200)], [of('positive', 300)]).differences).toBe(2);
    expect(compareDay('2026-11-28', at, [of('unspecified', 200)], [of('positive', 200, 'A')]).differences).toBe(2);
  });
  it('are none without a count', () => {
    const silent = compareDay('2026-11-28', null, [cell('a', 400)], []);
    expect([silent.cells, countDays([silent, day('2026-11-27', 1)])]).toEqual([[], { counted: 1, agreed: 0 }]);
  });
});
