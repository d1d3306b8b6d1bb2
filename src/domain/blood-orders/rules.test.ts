import { describe, expect, it } from 'vitest';
import { findComponent } from '../blood/components';
import { unreachableStates } from '../lifecycle';
import { type BoxedBag, judgeClosing } from '../stock/boxes';
import type { CellView, Judgement } from '../stock/matrix';
import { openSlots } from '../stock/slots';
import { proposeAnswers } from './answer-proposal';
import { bloodOrderLifecycle } from './lifecycle';
import { dueOf, filledPercent, type LineFigures, owedOf, stateAfter } from './order-state';
import { amountStep, isUnusual, proposeAmount, usualBag } from './proposal';
import {
  beyondShelf,
  checkAnswer,
  checkClosing,
  checkOrder,
  checkPick,
  checkPromise,
  checkUsual,
  faultOf,
  lineOf,
  type PickableBag,
} from './rules';
import { type OrderInput, orderInput } from './schema';

const now = new Date('2026-11-23T00:00:00Z'); // Monday 08:00 in Shanghai
const zone = 'Asia/Shanghai';

function component(code: string) {
  const found = findComponent(code, now);
  if (!found) throw new RangeError(code);
  return found;
}

describe('the proposal', () => {
  const days: Judgement = {
    by: 'days',
    days: 1,
    rule: { version: '', days: { 4: 7, 3: 5, 2: 3, 1: 2 }, scaleDays: 10 },
  };
  const cell = (part: Partial<CellView>): CellView => ({
    component: component('rbc-lr'),
    group: { abo: 'O', rhd: 'positive' },
    isStocked: true,
    usable: { bags: 0, amount: 0 },
    reserved: { bags: 0, amount: 0 },
    quarantined: { bags: 0, amount: 0 },
    inTransit: { bags: 0, amount: 0 },
    expiring: { bags: 0, amount: 0 },
    use: { bags: 0, amount: 0 },
    judgement: days,
    level: null,
    declared: null,
    ...part,
  });
  const amount = (part: Partial<CellView>, { ordered = 0, leadDays = 0, useDays = 28 } = {}) =>
    proposeAmount(cell(part), { ordered, leadDays, useDays }).amount / 100;
  const units = (value: number) => ({ bags: value / 2, amount: value * 100 });

  // The screen's own example: 24.4 U a day, 7 days, 61 U usable: 110 U.
  it('fills up to seven days of use, in whole bags of 2 U', () => {
    expect(amount({ use: units(683.2), usable: units(61) })).toBe(110);
    expect(amount({ use: units(280), usable: units(0) })).toBe(70);
    expect(amount({ use: units(280), usable: units(69) })).toBe(2);
  });
  it('counts what is on its way and what is ordered already', () => {
    expect(amount({ use: units(280), usable: units(30), inTransit: units(20) }, { ordered: 1000 })).toBe(10);
  });
  it('adds what will be used until the delivery comes', () =>
    expect(amount({ use: units(280), usable: units(70) }, { leadDays: 1 })).toBe(10));
  it('is nothing where there is enough, nothing is used, or it is not stocked', () => {
    expect(amount({ use: units(280), usable: units(71) })).toBe(0);
    expect(amount({ judgement: { by: 'none' } })).toBe(0);
    expect(amount({ use: units(280), isStocked: false })).toBe(0);
    expect(amount({ use: units(280) }, { useDays: 0 })).toBe(0);
  });
  it('of what is made to order is nothing, whatever was used', () =>
    expect(amount({ component: component('rbc-washed'), use: units(280) })).toBe(0));
  it('takes days with data, not days of the window', () => expect(amount({ use: units(70) }, { useDays: 7 })).toBe(70));
  it('of a counted cell below its minimum is up to twice of it', () => {
    const judgement: Judgement = { by: 'count', minimumAmount: 400 };
    expect(amount({ judgement, usable: units(0) })).toBe(8);
    expect(amount({ judgement, usable: units(3) })).toBe(6);
    expect(amount({ judgement, usable: units(4) })).toBe(0);
    expect(amount({ judgement, usable: units(1), inTransit: units(4) })).toBe(0);
  });
  it('goes in the bags of the component: 2 U, 200 ml, 1 dose', () => {
    expect([component('rbc-lr'), component('ffp'), component('plt-apheresis')].map(usualBag)).toEqual([
      200, 20_000, 100,
    ]);
    expect([component('rbc-lr'), component('ffp'), component('plt-apheresis')].map(amountStep)).toEqual([
      50, 1000, 100,
    ]);
  });
});

describe('the deliveries that can still be ordered for', () => {
  const daily = [1, 2, 3, 4, 5, 6, 7];
  const local = (slots: Parameters<typeof openSlots>[0], at = now, days = 2) =>
    openSlots(slots, at, zone, days).map(({ arrivesAt }) => arrivesAt.toISOString());
  it('are those whose last moment is to come', () => {
    const slots = [{ arrivesAt: '11:30', orderBy: '08:30', weekdays: daily }];
    expect(local(slots)).toEqual(['2026-11-23T03:30:00.000Z', '2026-11-24T03:30:00.000Z']);
    expect(local(slots, new Date('2026-11-23T00:30:00Z'))).toEqual(['2026-11-24T03:30:00.000Z']);
  });
  it('run on their weekdays only: 1 is Monday, 7 is Sunday', () => {
    expect(local([{ arrivesAt: '11:30', orderBy: '08:30', weekdays: [7] }], now, 8)).toEqual([
      '2026-11-29T03:30:00.000Z',
    ]);
    expect(local([{ arrivesAt: '11:30', orderBy: '08:30', weekdays: [1] }], now, 8)).toEqual([
      '2026-11-23T03:30:00.000Z',
      '2026-11-30T03:30:00.000Z',
    ]);
  });
  it('of early in the morning are ordered the evening before', () =>
    expect(local([{ arrivesAt: '07:00', orderBy: '20:00', weekdays: daily }])).toEqual(['2026-11-23T23:00:00.000Z']));
  it('stand in the order in which they come', () =>
    expect(
      local(
        [
          { arrivesAt: '16:00', orderBy: '14:00', weekdays: daily },
          { arrivesAt: '11:30', orderBy: '08:30', weekdays: daily },
        ],
        now,
        1,
      ),
    ).toEqual(['2026-11-23T03:30:00.000Z', '2026-11-23T08:00:00.000Z']));
});

describe('where an order stands', () => {
  const line = (part: Partial<LineFigures>): LineFigures => ({
    ordered: 800,
    accepted: 800,
    later: 0,
    declined: 0,
    closed: 0,
    picked: 0,
    sent: 0,
    received: 0,
    ...part,
  });
  it.each([
    ['nothing done', [line({})], [], 'accepted'],
    ['bags in hand', [line({ picked: 200 })], ['picking'], 'picking'],
    ['boxes closed', [line({ picked: 800 })], ['packed'], 'packed'],
    [
      'on the way before what is picked next',
      [line({ sent: 400, picked: 200 })],
      ['on_the_way', 'picking'],
      'on_the_way',
    ],
    ['at the door', [line({ sent: 800 })], ['arrived'], 'arrived'],
    ['half of it there', [line({ received: 400 })], ['received'], 'partly_received'],
    [
      'half, and the rest promised for later',
      [line({ accepted: 400, later: 400, received: 400 })],
      ['received'],
      'partly_received',
    ],
    ['all of it', [line({ received: 800 })], ['received'], 'completed'],
    [
      'more than asked, by the last bag',
      [line({ ordered: 700, accepted: 700, received: 800 })],
      ['received'],
      'completed',
    ],
    ['all that was promised', [line({ accepted: 400, declined: 400, received: 400 })], ['received'], 'completed'],
    ['given up', [line({ received: 400, closed: 400 })], ['received'], 'closed_short'],
    ['given up before anything came', [line({ closed: 800 })], [], 'closed_short'],
    ['taken back from the road', [line({})], ['void'], 'accepted'],
  ] as const)('%s: %j', (_, lines, deliveries, state) => expect(stateAfter(lines, deliveries)).toBe(state));
  it('owes what was promised, less what is in hand, on its way, there or given up; never less than nothing', () => {
    expect(owedOf(line({ later: 200, picked: 100, sent: 200, received: 300, closed: 50 }))).toBe(350);
    expect(owedOf(line({ received: 900 }))).toBe(0);
  });
  it('is filled by what came of what was ordered, in millilitres; more than ordered does not make up for another line', () => {
    expect(
      filledPercent([
        { ordered: 200, received: 200, mlPerUnit: 200 },
        { ordered: 40_000, received: 0, mlPerUnit: 1 },
      ]),
    ).toBe(50);
    expect(
      filledPercent([
        { ordered: 200, received: 400, mlPerUnit: 200 },
        { ordered: 200, received: 0, mlPerUnit: 200 },
      ]),
    ).toBe(50);
    expect(filledPercent([{ ordered: 300, received: 299, mlPerUnit: 200 }])).toBe(99);
    expect(filledPercent([])).toBeNull();
  });
  it('has a sound life cycle', () => expect(unreachableStates(bloodOrderLifecycle)).toEqual([]));
});

describe('an order', () => {
  const input = (part: Partial<OrderInput> = {}): OrderInput => ({
    stationId: 'S01',
    priority: 'routine',
    deliveryMethod: 'slot',
    neededAt: new Date('2026-11-23T03:30:00Z'),
    lines: [
      {
        component: 'rbc-lr',
        abo: 'O',
        rhd: 'positive',
        amount: 800,
        modifiers: [],
        antigensNegative: [],
        words: '',
        patientId: null,
      },
    ],
    phonedWith: '',
    remark: '',
    areAmountsConfirmed: false,
    copyOf: null,
    ...part,
  });
  const slots = [{ arrivesAt: '11:30', orderBy: '08:30', weekdays: [1, 2, 3, 4, 5, 6, 7] }];
  const faults = (part: Partial<OrderInput>, facts: Partial<Parameters<typeof checkOrder>[1]> = {}) =>
    checkOrder(input(part), {
      now,
      timeZone: zone,
      station: { id: 'S01', slots },
      patients: new Map(),
      ...facts,
    }).map(({ code }) => code);
  it('may go', () => expect(faults({})).toEqual([]));
  it('of so much in one line is a slip of the hand, whoever asks', () => {
    const [line] = input().lines;
    if (!line) throw new RangeError();
    expect(faults({ lines: [{ ...line, amount: 100_000 }] })).toEqual([]);
    expect(faults({ priority: 'urgent', lines: [{ ...line, amount: 100_050 }] })).toEqual(['order.amount_too_large']);
  });
  it('for a slot whose last moment is past says so; where the station runs none, says that', () => {
    const late = new Date('2026-11-23T00:30:01Z');
    expect(faults({}, { now: late })).toEqual(['order.slot_closed']);
    expect(faults({}, { station: { id: 'S01', slots: [] } })).toEqual(['order.no_slots']);
  });
  it('that is urgent is stopped by no slot, and one for a dying patient by no time', () => {
    expect(faults({ priority: 'urgent', neededAt: new Date('2026-11-23T00:40:00Z') })).toEqual([]);
    expect(faults({ priority: 'life_threatening', neededAt: new Date('2026-11-22T00:00:00Z') })).toEqual([]);
    expect(faults({ priority: 'urgent', neededAt: new Date('2026-11-22T00:00:00Z') })).toEqual(['order.time_past']);
  });
  it('may ask the same cell for stock and for a patient, and not twice for the same', () => {
    const [line] = input().lines;
    if (!line) throw new RangeError();
    const patients = new Map([['p', '吴秀兰']]);
    expect(faults({ lines: [line, { ...line, patientId: 'p' }] }, { patients })).toEqual([]);
    expect(faults({ lines: [line, { ...line, amount: 400 }] })).toEqual(['order.line_twice']);
    expect(
      faults({
        lines: [
          { ...line, modifiers: ['washed', 'irradiated'] },
          { ...line, modifiers: ['irradiated', 'washed'] },
        ],
      }),
    ).toEqual(['order.line_twice']);
  });
  it('names no patient to the station, in no words', () => {
    const [line] = input().lines;
    if (!line) throw new RangeError();
    const patients = new Map([['p', '吴秀兰']]);
    const named = { lines: [{ ...line, patientId: 'p', words: '吴秀兰 12床' }], remark: '患者吴秀兰' };
    expect(faults(named, { patients })).toEqual(['order.words_name_patient', 'order.words_name_patient']);
    expect(orderInput.parse({ ...input(), remark: '身份证 11010519491231002X' }).remark).not.toContain('19491231');
  });
  it('keeps its lines by what they ask of the bag', () => {
    const [line] = input().lines;
    if (!line) throw new RangeError();
    expect(lineOf({ ...line, modifiers: ['washed', 'irradiated'] })).toBe(
      lineOf({ ...line, modifiers: ['irradiated', 'washed'] }),
    );
    expect(lineOf({ ...line, patientId: 'p' })).not.toBe(lineOf(line));
  });
});

describe('an amount beyond the usual', () => {
  const red = component('rbc-lr');
  const held = { amount: 600, perDay: 100, target: { by: 'days', days: 7 } } as const;
  it.each([
    // 20 usual bags are asked about nowhere: 40 U.
    ['20 bags of what the house does not use', 4_000, null, false],
    ['one bag more', 4_200, null, true],
    ['three times the stock that is aimed at, and more than 20 bags', 4_200, held, true],
    ['within three times of a large house', 12_000, { ...held, perDay: 600 }, false],
    ['beyond three times of a large house', 12_650, { ...held, perDay: 600 }, true],
    ['within three times the proposal', 12_000, { ...held, amount: 4_000 }, false],
    ['within six times the minimum', 6_000, { amount: 0, perDay: null, target: { by: 'count', amount: 1_000 } }, false],
    ['beyond it', 6_200, { amount: 0, perDay: null, target: { by: 'count', amount: 1_000 } }, true],
  ] as const)('%s', (_, amount, proposal, is) => expect(isUnusual(red, amount, proposal)).toBe(is));

  it('is asked about once, of an ordinary order alone, each line of it', () => {
    const proposal = { ...held, coming: 0, usable: 0 };
    const lines = [600, 9_999_900, 4_200].map((amount) => ({ component: 'rbc-lr', amount, proposal }));
    const asked = (part: object = {}) =>
      checkUsual({ priority: 'routine', areAmountsConfirmed: false, ...part }, lines, now).map(({ path }) => path);
    expect(asked()).toEqual(['lines.1.amount', 'lines.2.amount']);
    expect(asked({ areAmountsConfirmed: true })).toEqual([]);
    expect(asked({ priority: 'urgent' })).toEqual([]);
  });
});

describe('an answer', () => {
  const lines = [{ id: 'a', lineNo: 1, component: 'rbc-suspended', amount: 800 }];
  const codes = (part: object) =>
    checkAnswer([{ lineId: 'a', now: 800, later: 0, laterOn: null, declined: 0, declineCode: null, ...part }], {
      now,
      today: '2026-11-23',
      lines,
    }).map(({ code }) => code);
  it('gives now, later or not: in sum what was ordered', () => {
    expect(codes({})).toEqual([]);
    expect(codes({ now: 400, later: 400, laterOn: '2026-11-23' })).toEqual([]);
    expect(codes({ now: 400, declined: 400, declineCode: 'out_of_stock' })).toEqual([]);
    expect(codes({ now: 801 })).toEqual(['order.answer_uneven']);
    expect(codes({ now: 401, declined: 399, declineCode: 'out_of_stock' })).toEqual(['order.amount_uneven']);
  });
  it('says when what is later comes, from today on, and why what does not come does not', () => {
    expect(codes({ now: 400, later: 400 })).toEqual(['order.later_without_day']);
    expect(codes({ now: 400, later: 400, laterOn: '2026-11-22' })).toEqual(['order.later_past']);
    expect(codes({ now: 400, declined: 400 })).toEqual(['order.decline_without_reason']);
    expect(codes({ now: 0, declined: 800, declineCode: 'other' })).toEqual(['order.nothing_given']);
  });
});

describe('what a station promises for now', () => {
  const sizes = [100, 150, 200];
  const line = (id: string, amount: number, place = 'O') => ({ id, lineNo: Number(id), amount, place, sizes });
  it('is what its shelf has, in whole bags; what one line takes the next has not', () => {
    const proposed = (amounts: number[], here: number) => [
      ...proposeAnswers(
        amounts.map((amount, index) => line(String(index + 1), amount)),
        new Map([['O', here]]),
      ).values(),
    ];
    expect(proposed([600], 800)).toEqual([600]);
    expect(proposed([600], 200)).toEqual([200]);
    expect(proposed([600], 250)).toEqual([200]);
    expect(proposed([600], 50)).toEqual([0]);
    expect(proposed([400, 400], 600)).toEqual([400, 200]);
  });
  it('is more than it has only with a reason; lines of one place share it', () => {
    const lines = [line('1', 400), line('2', 400), line('3', 200, 'A')];
    const answered = lines.map(({ id, amount }) => ({
      lineId: id,
      now: amount,
      later: 0,
      laterOn: null,
      declined: 0,
      declineCode: null,
    }));
    const shelf = new Map([
      ['O', 600],
      ['A', 200],
    ]);
    expect(beyondShelf(answered, lines, shelf)).toEqual([{ lineNo: 2, lineId: '2', here: 600, promised: 800 }]);
    expect(checkPromise(answered, lines, shelf, '')).toEqual([
      { code: 'order.beyond_shelf', path: 'lines.1.now', facts: { line: 2, here: 6, promised: 8 } },
    ]);
    expect(checkPromise(answered, lines, shelf, '午后放行')).toEqual([]);
    expect(checkPromise(answered, lines, new Map([['O', 800]]), ' ')).toHaveLength(1);
  });
});

describe('what is owed by today', () => {
  const figures: LineFigures = {
    ordered: 400,
    accepted: 200,
    later: 200,
    declined: 0,
    closed: 0,
    picked: 0,
    sent: 0,
    received: 0,
  };
  it.each([
    ['nothing picked', {}, '2026-11-25', 200],
    ['the part for now is picked', { picked: 200 }, '2026-11-25', 0],
    ['the part for now has left', { sent: 200 }, '2026-11-25', 0],
    ['a larger bag took some of the later part', { picked: 300 }, '2026-11-25', 0],
    ['its day has come', { picked: 200 }, '2026-11-23', 200],
    ['its day is past', { picked: 200 }, '2026-11-20', 200],
    ['nothing for now', { accepted: 0, later: 400 }, '2026-11-25', 0],
    ['given up', { closed: 400 }, '2026-11-25', 0],
  ])('%s', (_, part, laterOn, due) =>
    expect(dueOf({ ...figures, ...part }, { laterOn, today: '2026-11-23' })).toBe(due),
  );
});

describe('a box at closing', () => {
  const bag: BoxedBag = {
    donationNo: '3100026000001',
    temperatureClass: 'red_cells',
    transport: { minC: 2, maxC: 10 },
  };
  const lines = [{ boxNo: 1, bag }];
  const codes = (packedAtCelsius: number | null, priority: 'routine' | 'urgent' | 'life_threatening', offReason = '') =>
    checkClosing([{ boxNo: 1, temperatureClass: 'red_cells', packedAtCelsius, offReason }], lines, priority).map(
      ({ code }) => code,
    );
  it.each([
    // WS 399-2012: red cells at 2–6 ℃; GB 18469: on their way at 2–10 ℃.
    [2, 'right'],
    [6, 'right'],
    [6.1, 'off'],
    [9, 'off'],
    [10, 'off'],
    [10.1, 'out'],
    [1.9, 'out'],
  ])('of red cells at %s ℃ is %s', (celsius, closing) =>
    expect(judgeClosing(celsius, 'red_cells', [bag.transport])).toBe(closing),
  );
  it('of what is frozen is as cold as its coldest bag wants', () => {
    const frozen = { minC: null, maxC: -18 };
    expect(judgeClosing(-20, 'frozen', [frozen])).toBe('right');
    expect(judgeClosing(-17, 'frozen', [frozen])).toBe('out');
    expect(judgeClosing(-20, 'frozen', [frozen, { minC: null, maxC: -65 }])).toBe('out');
  });
  it('is cooled again before it leaves; what presses leaves with a reason', () => {
    expect(codes(4, 'routine')).toEqual([]);
    expect(codes(9, 'routine')).toEqual(['order.box_not_cooled']);
    expect(codes(9, 'routine', '等不得')).toEqual(['order.box_not_cooled']);
    expect(codes(9, 'urgent')).toEqual(['order.box_needs_reason']);
    expect(codes(9, 'urgent', '抢救，十分钟路程')).toEqual([]);
    expect(codes(null, 'life_threatening')).toEqual(['order.box_unmeasured']);
  });
});

describe('a bag for a line', () => {
  const line = { component: 'rbc-lr', abo: 'O', rhd: 'negative', modifiers: [], antigensNegative: [] } as const;
  const bag: PickableBag = {
    id: 'a',
    donationNo: '3100026000001',
    component: 'rbc-lr',
    abo: 'O',
    rhd: 'negative',
    amount: 200,
    modifiers: [],
    antigens: [],
    intendedUse: 'allogeneic',
    state: 'available',
    isHere: true,
    expiresAt: new Date('2026-12-01T00:00:00Z'),
  };
  const fault = (part: Partial<PickableBag>, wanted: object = {}) =>
    faultOf({ ...line, ...wanted }, { ...bag, ...part }, now)?.code ?? null;
  it.each([
    ['fits', {}, {}, null],
    // D.1: RhD not specified is never negative, and positive never goes for negative.
    ['of unspecified RhD is not negative', { rhd: 'unspecified' }, {}, 'order.group_differs'],
    ['RhD positive for negative', { rhd: 'positive' }, {}, 'order.group_differs'],
    ['O for A', {}, { abo: 'A' }, 'order.group_differs'],
    ['another component', { component: 'rbc-suspended' }, {}, 'order.component_differs'],
    ['autologous', { intendedUse: 'autologous_only' }, {}, 'order.bag_for_another'],
    ['expired', { expiresAt: now }, {}, 'unit.expired'],
    ['picked for another', { state: 'reserved' }, {}, 'order.bag_taken'],
    ['on hold', { state: 'quarantined' }, {}, 'unit.not_movable'],
    ['elsewhere', { isHere: false }, {}, 'unit.elsewhere'],
    ['leukoreduced by its component', {}, { modifiers: ['leukoreduced'] }, null],
    ['not irradiated', {}, { modifiers: ['irradiated'] }, 'order.modifier_missing'],
    ['not typed is not negative', {}, { antigensNegative: ['E'] }, 'order.antigen_present'],
    ['typed positive', { antigens: ['E+'] }, { antigensNegative: ['E'] }, 'order.antigen_present'],
    ['typed negative', { antigens: ['E−', 'Jk(a-)'] }, { antigensNegative: ['E', 'Jka'] }, null],
    ['c is not C', { antigens: ['C-'] }, { antigensNegative: ['c'] }, 'order.antigen_present'],
  ] as const)('%s', (_, part, wanted, code) => expect(fault(part as Partial<PickableBag>, wanted)).toBe(code));
  it('of what is promised for later is picked on its day, or early on purpose', () => {
    const figures = {
      ordered: 400,
      accepted: 200,
      later: 200,
      declined: 0,
      closed: 0,
      picked: 200,
      sent: 0,
      received: 0,
    };
    const asked = { ...line, ...figures, lineNo: 1 };
    const codes = (due?: number) => checkPick(asked, [bag], ['a'], now, due).map(({ code }) => code);
    expect(codes(0)).toEqual(['order.not_due']);
    expect(codes()).toEqual([]);
    expect(checkPick({ ...asked, picked: 400 }, [bag], ['a'], now, 0).map(({ code }) => code)).toEqual([
      'order.nothing_owed',
    ]);
  });
});
