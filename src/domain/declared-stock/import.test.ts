import { expect, it } from 'vitest';
import { declaredImport } from './import';

const read = (row: Record<string, string>) => {
  const parsed = declaredImport.rowSchema.safeParse(row);
  return parsed.success ? parsed.data : parsed.error.issues.map(({ path, message }) => `${String(path[0])} ${message}`);
};

it.each([
  [
    { component: '去白细胞悬浮红细胞', group: 'A+', amount: '12' },
    { component: 'rbc-lr', abo: 'A', rhd: 'positive', amount: 1200 },
  ],
  [
    { component: '去白悬红', group: 'O型', rhd: '阴性', amount: '1.5U' },
    { component: 'rbc-lr', abo: 'O', rhd: 'negative', amount: 150 },
  ],
  [
    { component: ' FFP ', group: 'AB型RhD阳性', amount: '１，２００ ml' },
    { component: 'ffp', abo: 'AB', rhd: 'positive', amount: 120_000 },
  ],
  [
    { component: '单采血小板', group: 'B+', amount: '0' },
    { component: 'plt-apheresis', abo: 'B', rhd: 'positive', amount: 0 },
  ],
])('%o is read', (row, cell) => {
  expect(read(row)).toEqual(cell);
});

it.each([
  [{ component: '红细胞', group: 'A+', amount: '12' }, ['component declaration.component_unknown']],
  [{ component: '去白悬红', group: 'A', amount: '12' }, ['group declaration.rhd_missing']],
  [
    { component: '去白悬红', group: 'C+', amount: '-1' },
    ['group label.group_unreadable', 'amount declaration.amount_unreadable'],
  ],
  [{ component: '去白悬红', group: 'A+', amount: '4,2' }, ['amount declaration.amount_unreadable']],
  [{ component: '去白悬红', group: 'A+', amount: '若干' }, ['amount declaration.amount_unreadable']],
])('%o is refused at its column', (row, faults) => {
  expect(read(row)).toEqual(faults);
});
