import { expect, test } from 'vitest';
import type { CellState } from '../change';
import { needsDeclared, patchMatrix, type StockMatrix, viewMatrix } from './matrix';

const now = new Date('2026-11-23T06:00:00Z');

function cell(part: Partial<CellState>): CellState {
  return {
    orgId: 'H01',
    component: 'rbc-lr',
    abo: 'O',
    rhd: 'positive',
    availableBags: 0,
    availableAmount: 0,
    reservedBags: 0,
    reservedAmount: 0,
    quarantinedBags: 0,
    quarantinedAmount: 0,
    inTransitBags: 0,
    inTransitAmount: 0,
    version: 1,
    ...part,
  };
}

function matrix(part: Partial<StockMatrix>): StockMatrix {
  return {
    orgId: 'H01',
    orgName: '',
    orgNameEn: '',
    epoch: 'e1',
    seq: 10,
    asOf: now,
    cells: [],
    use: [],
    useDays: 28,
    settings: [],
    expiring: [],
    today: { start: 0, received: 0, issued: 0, otherOut: 0, processed: 0, now: 0 },
    declared: null,
    ...part,
  };
}

const only = (data: StockMatrix) =>
  viewMatrix(data, now).rows.flatMap((row) => row.cells.filter((one) => one.isStocked));

test('an expired bag that was not taken out yet is in neither the figure nor its warning', () => {
  const place = { component: 'rbc-lr', abo: 'O', rhd: 'positive', bags: 1, amount: 200 };
  const [view] = only(
    matrix({
      cells: [cell({ availableBags: 3, availableAmount: 600 })],
      expiring: [
        { ...place, expiresAt: now },
        { ...place, expiresAt: new Date(now.getTime() + 1) },
        { ...place, expiresAt: new Date(now.getTime() + 168 * 3_600_000 + 1) },
      ],
    }),
  );
  expect(view?.usable).toEqual({ bags: 2, amount: 400 });
  expect(view?.expiring).toEqual({ bags: 1, amount: 200 });
});

test('a stocked group with nothing in it shows a zero and its level; a group that is not stocked has neither', () => {
  const data = matrix({
    settings: [
      { component: 'rbc-lr', abo: 'O', rhd: 'negative', isStocked: true, minimumAmount: 400 },
      { component: 'rbc-lr', abo: 'B', rhd: 'negative', isStocked: false, minimumAmount: 400 },
    ],
  });
  const cells = viewMatrix(data, now).rows.flatMap((row) => row.cells);
  expect(cells.find((one) => one.group.abo === 'O' && one.group.rhd === 'negative')).toMatchObject({
    isStocked: true,
    level: 2,
  });
  expect(cells.find((one) => one.group.abo === 'B' && one.group.rhd === 'negative')).toMatchObject({
    isStocked: false,
    level: null,
  });
});

test('a group that a hospital does not stock raises no alarm even while it holds a bag of it', () => {
  const [view] = only(
    matrix({
      cells: [cell({ rhd: 'negative', availableBags: 1, availableAmount: 100 })],
      settings: [{ component: 'rbc-lr', abo: 'O', rhd: 'negative', isStocked: false, minimumAmount: 400 }],
    }),
  );
  expect(view).toMatchObject({ isStocked: true, level: null });
});

test('RhD not specified is a column of its own, only while something stands in it', () => {
  expect(viewMatrix(matrix({ cells: [cell({})] }), now).columns).toHaveLength(8);
  const unspecified = cell({ component: 'ffp', rhd: 'unspecified', availableBags: 1, availableAmount: 20_000 });
  const view = viewMatrix(matrix({ cells: [unspecified] }), now);
  expect(view.columns.at(-1)).toEqual({ abo: 'O', rhd: 'unspecified' });
  expect(
    viewMatrix(matrix({ cells: [{ ...unspecified, availableBags: 0, availableAmount: 0 }] }), now).columns,
  ).toHaveLength(8);
});

test('what is made to order has no days and no level, whatever its stock', () => {
  const [view] = only(
    matrix({
      cells: [cell({ component: 'rbc-washed' })],
      use: [{ component: 'rbc-washed', abo: 'O', rhd: 'positive', bags: 60, amount: 6000 }],
    }),
  );
  expect(view).toMatchObject({ judgement: { by: 'order' }, level: null });
});

test('alerts stand worst first, then by larger use', () => {
  const use = (abo: string, bags: number) => ({ component: 'rbc-lr', abo, rhd: 'positive', bags, amount: bags * 200 });
  const data = matrix({
    cells: [
      cell({ abo: 'A', availableBags: 10, availableAmount: 2000 }),
      cell({ abo: 'B', availableBags: 4, availableAmount: 800 }),
      cell({ abo: 'O', availableBags: 20, availableAmount: 4000 }),
    ],
    use: [use('A', 112), use('B', 56), use('O', 224)],
  });
  expect(viewMatrix(data, now).alerts.map((one) => [one.group.abo, one.level])).toEqual([
    ['O', 2],
    ['A', 2],
    ['B', 2],
  ]);
});

test('a newer version wins, an older or equal one is ignored, and the same object comes back when nothing moved', () => {
  const data = matrix({ cells: [cell({ availableBags: 3, availableAmount: 600, version: 5 })] });
  const envelope = (cells: CellState[], epoch = 'e1') => ({ epoch, seq: 11, at: now.toISOString(), cells });
  expect(patchMatrix(data, envelope([cell({ availableBags: 9, version: 5 })]))).toBe(data);
  expect(patchMatrix(data, envelope([cell({ availableBags: 9, version: 4 })]))).toBe(data);
  expect(patchMatrix(data, envelope([cell({ orgId: 'H02', availableBags: 9, version: 9 })]))).toBe(data);
  expect(patchMatrix(data, envelope([cell({ availableBags: 9, version: 9 })], 'e2'))).toBe(data);
  const next = patchMatrix(
    data,
    envelope([cell({ availableBags: 2, availableAmount: 400, version: 6 }), cell({ abo: 'A', version: 1 })]),
  );
  expect(next.cells.map((one) => [one.abo, one.availableBags])).toEqual([
    ['O', 2],
    ['A', 0],
  ]);
  expect(next.seq).toBe(11);
});

test('a declaration that is overdue stays in its cell and leaves the sum of its row', () => {
  const declared = {
    at: now,
    dueAt: new Date(now.getTime() + 1_000),
    cells: [{ component: 'rbc-lr', abo: 'O', rhd: 'positive', amount: 600 }],
  };
  const declaredAt = (ms: number) => {
    const [row] = viewMatrix(matrix({ declared }), new Date(now.getTime() + ms)).rows;
    return [row?.total.declared, row?.cells.find((one) => one.declared !== null)?.declared];
  };
  expect(declaredAt(1_000)).toEqual([600, 600]);
  expect(declaredAt(1_001)).toEqual([null, 600]);
});

test('what a house declared and what was agreed with it are asked for, what was agreed with another is not', () => {
  const change = { module: 'declared-stock', orgId: 'H01', partyOrgId: null, seq: 11 } as const;
  const mine = matrix({});
  expect(needsDeclared(mine, [change])).toBe(true);
  expect(needsDeclared(mine, [{ ...change, orgId: 'O01', partyOrgId: 'H01' }])).toBe(true);
  expect(needsDeclared(mine, [{ ...change, orgId: 'O01', partyOrgId: 'H02' }])).toBe(false);
  expect(needsDeclared(mine, [{ ...change, seq: 10 }])).toBe(false);
  expect(needsDeclared(mine, [{ ...change, module: 'units' }])).toBe(false);
});
