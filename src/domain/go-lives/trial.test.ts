import { expect, it } from 'vitest';
import { compareDay, differingOf } from './trial';

const cell = (component: string, rhd: string, amount: number) => ({ component, abo: 'O', rhd, amount });

it('what differs on a day is named with both counts, in one order', () => {
  const day = compareDay(
    '2026-11-28',
    new Date('2026-11-28T08:00:00+08:00'),
    [cell('rbc-suspended', 'positive', 200), cell('ffp', 'positive', 100), cell('rbc-suspended', 'negative', 200)],
    [cell('rbc-suspended', 'positive', 400), cell('ffp', 'positive', 100)],
  );
  expect(differingOf(day)).toEqual(['rbc-suspended.O.negative 200 none', 'rbc-suspended.O.positive 200 400']);
});
