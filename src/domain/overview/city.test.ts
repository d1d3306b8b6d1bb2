import { expect, it } from 'vitest';
import type { CellState, Envelope } from '../change';
import { type CityOrganisation, type CitySnapshot, needsDeclarations, patchCity } from './city';
import { viewCity } from './view';

const at = (time: string) => new Date(`2026-11-23T${time}:00Z`);

const hospital: CityOrganisation = {
  id: 'H01',
  kind: 'hospital',
  name: '徐汇第一',
  shortName: '徐汇第一',
  nameEn: 'Xuhui First',
  district: '徐汇',
  lastMovedAt: at('05:00'),
};
/** Ten units of A positive red cells in five bags, of which two bags (four units) expire at 06:00. */
const city: CitySnapshot = {
  epoch: 'e1',
  seq: 10,
  asOf: at('05:30'),
  organisations: [hospital],
  cells: { H01: [['rbc-lr', 'A', 'positive', 5, 1_000, 0, 0, 7]] },
  use: {},
  settings: [],
  expiring: [
    { orgId: 'H01', component: 'rbc-lr', abo: 'A', rhd: 'positive', expiresAt: at('06:00'), bags: 2, amount: 400 },
  ],
  ticker: [],
  reporting: {},
};

function moved(bags: number, amount: number, version: number, abo = 'A'): Envelope {
  const cell: CellState = {
    orgId: 'H01',
    component: 'rbc-lr',
    abo,
    rhd: 'positive',
    availableBags: bags,
    availableAmount: amount,
    reservedBags: 0,
    reservedAmount: 0,
    quarantinedBags: 0,
    quarantinedAmount: 0,
    inTransitBags: 0,
    inTransitAmount: 0,
    version,
  };
  return {
    seq: 10 + version,
    epoch: 'e1',
    at: at('06:01').toISOString(),
    module: 'stock',
    recordId: 'H01',
    version,
    action: 'x',
    state: 'x',
    orgId: 'H01',
    partyOrgId: null,
    cells: [cell],
    tally: null,
  };
}

const amountOf = (data: CitySnapshot, now: Date) =>
  viewCity(data, now).series.find(({ series }) => series.key === 'red_cells.A.positive')?.amount;

it('a bag leaves the figure at its minute, before any sweep', () => {
  expect(amountOf(city, at('05:59'))).toBe(1_000);
  expect(amountOf(city, at('06:00'))).toBe(600);
});

it('an expired bag is taken off once: the swept cell lacks it already', () => {
  expect(amountOf(patchCity(city, moved(3, 600, 8)), at('06:02'))).toBe(600);
});

it('nor is a bag taken off at its minute that was issued before it', () => {
  expect(amountOf(patchCity(city, moved(3, 600, 8)), at('06:00'))).toBe(600);
});

it('a cell that is no newer, and the cell of another group, leave the bags about to expire as they are', () => {
  expect(patchCity(city, moved(9, 1_800, 7)).expiring).toBe(city.expiring);
  const other = patchCity(city, moved(1, 200, 1, 'B'));
  expect(other.expiring).toBe(city.expiring);
  expect(amountOf(other, at('06:00'))).toBe(600);
});

it('what a house agreed with its office makes the city be asked, and stands in no ticker', () => {
  const agreed: Envelope = {
    ...moved(0, 0, 9),
    module: 'declared-stock',
    orgId: 'O01',
    partyOrgId: 'H01',
    cells: [],
    tally: { kind: 'agree', bags: 0 },
  };
  expect(patchCity(city, agreed)).toBe(city);
  expect(needsDeclarations(city, [agreed])).toBe(true);
  expect(patchCity(city, { ...agreed, tally: { kind: 'declare', bags: 0 } }).ticker).toHaveLength(1);
});
