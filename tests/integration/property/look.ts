import { trialProducts } from '../../support/city';
import { type Hands, noteOf } from './hands';
import { type Cell, cellsOf, type Model, type ModelBag } from './model';

/** The city in words, alike for database and model. */
export interface Look {
  /** State, holder, where to, for whom, on hold for what, how much, and how many incidents it waits for. */
  readonly bags: Readonly<Record<string, string>>;
  readonly notes: Readonly<Record<string, string>>;
  readonly records: Readonly<Record<string, string>>;
  readonly cells: Readonly<Record<string, Cell>>;
  /** `<house> <bag> <rule>` of each, those for which the bag waits and those that nobody has resolved marked. */
  readonly incidents: readonly string[];
  readonly expiries: Readonly<Record<string, number>>;
}

interface Words {
  readonly state: string;
  readonly holder: string;
  readonly expected: string;
  readonly patient: number;
  readonly hold: string | null;
  readonly amount: number;
  readonly open: number;
}

function describeBag({ state, holder, expected, patient, hold, amount, open }: Words): string {
  return [
    state,
    holder,
    state === 'in_transit' ? `→${expected}` : '',
    patient < 0 ? '' : `for ${patient}`,
    hold === null ? '' : `[${hold}]`,
    amount,
    open ? `!${open}` : '',
  ]
    .filter((part) => part !== '')
    .join(' ');
}

export function describeModel(model: Model): Look {
  const openOf = (key: string) =>
    model.incidents.filter((one) => one.bag === key && one.isBinding && one.isOpen).length;
  const words = (key: string, bag: ModelBag) =>
    describeBag({
      ...bag,
      holder: `${bag.holder}`,
      expected: `${bag.expected}`,
      patient: bag.reservedFor?.patient ?? -1,
      open: openOf(key),
    });
  const records = { ...model.issues, ...model.outbounds, ...model.receipts, ...model.openings };
  return {
    bags: mapped(model.bags, (bag, key) => words(key, bag)),
    notes: mapped(model.shipments, ({ state, version, received }) => `${state} ${received} v${version}`),
    records: {
      ...mapped(records, ({ state }) => state),
      ...mapped(model.processings, ({ state, version }) => `${state} v${version}`),
    },
    cells: cellsOf(model),
    incidents: model.incidents
      .map(({ house, bag, rule, ...how }) => describeIncident(`${house}`, bag, rule, how))
      .sort(),
    expiries: mapped(model.bags, (bag) => bag.expiresAtMs),
  };
}

function describeIncident(
  house: string,
  bag: string,
  rule: string,
  { isBinding, isOpen }: { readonly isBinding: boolean; readonly isOpen: boolean },
): string {
  return `${house} ${bag} ${rule}${isBinding ? ' binding' : ''}${isOpen ? ' open' : ''}`;
}

function mapped<T, U>(record: Readonly<Record<string, T>>, to: (value: T, key: string) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, to(value, key)]));
}

export async function lookAt(hands: Hands): Promise<Look> {
  const { city, names, orgs, placeOf } = hands;
  const all = Object.values(orgs);
  const rows = await city.owner<
    {
      id: string;
      state: string;
      holder: string;
      expected: string | null;
      patient: string | null;
      hold: string | null;
      amount: number;
      open: number;
      expiresAt: Date;
    }[]
  >`
    select u.id, u.state, u.holder_org_id as holder, u.expected_org_id as expected, r.patient_id as patient, u.hold_reason as hold, u.amount, u.expires_at as "expiresAt",
      (select count(*)::int from incident_bags b join incidents i on i.id = b.incident_id where b.unit_id = u.id and b.is_binding and i.state <> 'resolved') as open
    from blood_units u left join reservations r on r.unit_id = u.id and r.ended_at is null where u.holder_org_id = any(${all})`;
  const patientAt = (holder: string, patient: string | null) => {
    const place = placeOf(holder);
    if (patient === null || place === null || place === 'station') return -1;
    return [0, 1].findIndex((n) => hands.patientOf(place, n) === patient);
  };
  return {
    bags: Object.fromEntries(
      rows.map((row) => [
        names.keyOf(row.id),
        describeBag({
          ...row,
          holder: `${placeOf(row.holder)}`,
          expected: `${placeOf(row.expected)}`,
          patient: patientAt(row.holder, row.patient),
        }),
      ]),
    ),
    ...(await lookAtPapers(hands, all)),
    cells: await lookAtCells(hands, all),
    incidents: await lookAtIncidents(hands, all),
    expiries: Object.fromEntries(rows.map(({ id, expiresAt }) => [names.keyOf(id), expiresAt.getTime()])),
  };
}

async function lookAtPapers({ city, names }: Hands, orgs: readonly string[]): Promise<Pick<Look, 'notes' | 'records'>> {
  const notes = await city.owner<{ id: string; text: string }[]>`
    select id, state || ' ' || received_count || ' v' || version as text from shipments where org_id = any(${orgs as string[]})`;
  const records = await city.owner<{ id: string; text: string }[]>`
    select id, state as text from clinical_issues where org_id = any(${orgs as string[]})
    union all select id, state from other_outbounds where org_id = any(${orgs as string[]})
    union all select id, state from bag_receipts where org_id = any(${orgs as string[]})
    union all select id, state from go_live_rounds where org_id = any(${orgs as string[]}) and state in ('posted', 'void')
    union all select id, state || ' v' || version from processings where org_id = any(${orgs as string[]})`;
  const suffix = noteOf('');
  return {
    notes: Object.fromEntries(notes.map(({ id, text }) => [names.keyOf(id).replace(suffix, ''), text])),
    records: Object.fromEntries(records.map(({ id, text }) => [names.keyOf(id), text])),
  };
}

const productNames: Readonly<Record<string, string>> = {
  [trialProducts.red.component]: 'red',
  [trialProducts.plasma.component]: 'plasma',
  [trialProducts.platelets.component]: 'platelets',
  'rbc-washed': 'washed',
  'plt-pooled': 'pooled',
};

async function lookAtCells({ city, placeOf }: Hands, orgs: readonly string[]): Promise<Record<string, Cell>> {
  const stored = await city.owner<(Cell & { org: string; component: string })[]>`
    select org_id as org, component, available_bags as available, reserved_bags as reserved, quarantined_bags as quarantined, in_transit_bags as "inTransit",
      (available_amount + reserved_amount + quarantined_amount + in_transit_amount)::int as amount
    from stock_cells where org_id = any(${orgs as string[]})`;
  return Object.fromEntries(
    stored.flatMap(({ org, component, ...cell }) =>
      cell.available + cell.reserved + cell.quarantined + cell.inTransit + cell.amount > 0
        ? [[`${placeOf(org)} ${productNames[component] ?? component}`, cell]]
        : [],
    ),
  );
}

async function lookAtIncidents({ city, names, placeOf }: Hands, orgs: readonly string[]): Promise<string[]> {
  const rows = await city.owner<{ org: string; unitId: string; rule: string; isBinding: boolean; isOpen: boolean }[]>`
    select i.org_id as org, b.unit_id as "unitId", i.rule, b.is_binding as "isBinding", i.state <> 'resolved' as "isOpen"
    from incidents i join incident_bags b on b.incident_id = i.id where i.org_id = any(${orgs as string[]})`;
  return rows
    .map(({ org, unitId, rule, ...how }) => describeIncident(`${placeOf(org)}`, names.keyOf(unitId), rule, how))
    .sort();
}
