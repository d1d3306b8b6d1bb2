import { coverRules, isJudgedByCount, type Level, levelOfCityCount, levelOfCount, levelOfDays } from '../stock/cover';
import { defaultReporting, isSilent } from '../stock/reporting';
import type { CityOrganisation, CitySnapshot } from './city';
import { citySeries, reserveComponent, type Series, seriesClassByComponent, seriesKeyOf } from './series';

/** Stock, use and judgement of one series somewhere. Amounts are hundredths of the series' unit. */
export interface SeriesStock {
  readonly series: Series;
  readonly amount: number;
  readonly dailyUse: number;
  /** Null for what is judged by count, or has no use at all. */
  readonly days: number | null;
  readonly minimumAmount: number | null;
  readonly level: Level | null;
}

/** A city figure is always split, and the split sums to it. */
export interface CitySeries extends SeriesStock {
  readonly station: number;
  readonly hospital: number;
  readonly inTransit: number;
  /** Frozen red cells of the group: the reserve behind an RhD-negative count. */
  readonly reserve: number;
  /** What hospitals declare whose declaration still holds: beside the amount, never in it, and in no day of cover. Null where nobody does. */
  readonly declared: number | null;
}

/** What a hospital declares, by series; a series that is absent was not declared. */
export interface DeclaredView {
  readonly at: Date | null;
  /** Its time is over: the figures stay and are in no sum. */
  readonly isOverdue: boolean;
  readonly amounts: ReadonlyMap<string, number>;
}

export interface HospitalRow {
  readonly organisation: CityOrganisation;
  readonly isSilent: boolean;
  /** Null of a hospital that works here. */
  readonly declared: DeclaredView | null;
  readonly cells: readonly (SeriesStock & { isStocked: boolean; inTransit: number })[];
  /** Red cells of all groups together; orders the rows, carries no level. */
  readonly redCellDays: number | null;
  readonly worst: Level | null;
}

export interface DistrictTile {
  readonly district: string;
  readonly hospitals: number;
  readonly silent: number;
  readonly amount: number;
  readonly dailyUse: number;
  readonly days: number | null;
  readonly level: Level | null;
}

export type CityAlert =
  | { readonly of: 'series'; readonly series: CitySeries; readonly level: Level; readonly use: number }
  | { readonly of: 'district'; readonly district: DistrictTile; readonly level: Level; readonly use: number };

export interface CityView {
  readonly series: readonly CitySeries[];
  readonly stationRedCells: number;
  readonly hospitals: readonly HospitalRow[];
  readonly districts: readonly DistrictTile[];
  /** Worst first, then larger use; the first one leads the page. */
  readonly alerts: readonly CityAlert[];
  readonly reporting: { readonly online: number; readonly total: number; readonly silent: readonly SilentHouse[] };
  /** How many hospitals declare, how many of them in time, and since when the oldest of those counts stands. */
  readonly declaring: { readonly total: number; readonly current: number; readonly oldestAt: Date | null };
}

export interface SilentHouse extends CityOrganisation {
  /** When it was last heard of: by its last movement, or its last declaration. */
  readonly heardAt: Date | null;
}

interface Holding {
  amount: number;
  inTransit: number;
  useBags: number;
  useAmount: number;
  minimum: number;
  isStocked: boolean;
}

/** Everything the overview shows, computed from one snapshot at one instant; used by desk, wall and tests alike. */
export function viewCity(data: CitySnapshot, now: Date): CityView {
  const holdings = collect(data, now);
  const of = (orgId: string, key: string) => holdings.get(orgId)?.get(key);
  const hospitals = data.organisations.filter((org) => org.kind === 'hospital');
  const stations = data.organisations.filter((org) => org.kind === 'blood_station');
  const cityMinima = collectCityMinima(data, now);
  const reserves = collectReserves(data);
  const declarations = viewDeclarations(data, now);
  const current = [...declarations].filter(([, house]) => house.at !== null && !house.isOverdue);
  const isQuiet = (org: CityOrganisation) => {
    const reporting = data.reporting[org.id];
    return isSilent(
      reporting ?? defaultReporting,
      { lastMovedAt: org.lastMovedAt, dueAt: reporting?.dueAt ?? null },
      now,
    );
  };
  const heardAt = (org: CityOrganisation) => {
    const declared = declarations.get(org.id);
    return declared ? declared.at : org.lastMovedAt;
  };

  const series = citySeries.map((one): CitySeries => {
    const total = (part: (holding: Holding) => number, orgs: readonly CityOrganisation[]) =>
      orgs.reduce((sum, org) => {
        const holding = of(org.id, one.key);
        return holding ? sum + part(holding) : sum;
      }, 0);
    const station = total((holding) => holding.amount, stations);
    const hospital = total((holding) => holding.amount, hospitals);
    const inTransit = total((holding) => holding.inTransit, data.organisations);
    const amount = station + hospital + inTransit;
    const dailyUse = hospitals.reduce((sum, org) => sum + dailyUseOf(data, org.id, of(org.id, one.key)), 0);
    const dailyBags = hospitals.reduce(
      (sum, org) => sum + (of(org.id, one.key)?.useBags ?? 0) / daysOf(data, org.id),
      0,
    );
    const reserve = one.group ? (reserves.get(`${one.group.abo}.${one.group.rhd}`) ?? 0) : 0;
    const minimumAmount = cityMinima.get(one.key) ?? null;
    const isCounted = isJudgedByCount(one.group?.rhd ?? 'positive', dailyBags, false, 1);
    const days = isCounted || dailyUse <= 0 ? null : amount / dailyUse;
    const level = isCounted ? levelOfCityCount(amount, minimumAmount, reserve) : levelOfDays(days, one.rule);
    const declared = sumDeclared(current, one.key);
    return {
      series: one,
      amount,
      station,
      hospital,
      inTransit,
      reserve,
      declared,
      dailyUse,
      days,
      minimumAmount,
      level,
    };
  });

  const rows = hospitals.map((organisation): HospitalRow => {
    const cells = citySeries.map((one) => viewHospitalCell(data, organisation.id, one, of(organisation.id, one.key)));
    const red = cells.filter((cell) => cell.series.componentClass === 'red_cells');
    const use = red.reduce((sum, cell) => sum + cell.dailyUse, 0);
    const levels = cells.flatMap((cell) => (cell.level === null ? [] : [cell.level]));
    return {
      organisation,
      isSilent: isQuiet(organisation),
      declared: declarations.get(organisation.id) ?? null,
      cells,
      redCellDays: use > 0 ? red.reduce((sum, cell) => sum + cell.amount, 0) / use : null,
      worst: levels.length > 0 ? (Math.min(...levels) as Level) : null,
    };
  });
  rows.sort(
    (left, right) =>
      (left.redCellDays ?? Number.POSITIVE_INFINITY) - (right.redCellDays ?? Number.POSITIVE_INFINITY) ||
      (left.organisation.id < right.organisation.id ? -1 : 1),
  );

  const districts = viewDistricts(rows, hospitals);
  const silent = hospitals
    .filter(isQuiet)
    .map((org): SilentHouse => ({ ...org, heardAt: heardAt(org) }))
    .sort((a, b) => (b.heardAt?.getTime() ?? 0) - (a.heardAt?.getTime() ?? 0));
  return {
    series,
    stationRedCells: series
      .filter((one) => one.series.componentClass === 'red_cells')
      .reduce((sum, one) => sum + one.station, 0),
    hospitals: rows,
    districts,
    alerts: collectAlerts(series, districts),
    reporting: { online: hospitals.length - silent.length, total: hospitals.length, silent },
    declaring: {
      total: hospitals.filter((org) => declarations.has(org.id)).length,
      current: current.length,
      oldestAt: current.reduce<Date | null>(
        (oldest, [, { at }]) => (at && (!oldest || at < oldest) ? at : oldest),
        null,
      ),
    },
  };
}

/** Amounts by series, as the cells of a house are summed: what stands in no series is in none here either. */
function viewDeclarations(data: CitySnapshot, now: Date): Map<string, DeclaredView> {
  const classes = seriesClassByComponent(now);
  const hospitals = new Set(data.organisations.filter((org) => org.kind === 'hospital').map((org) => org.id));
  return new Map(
    Object.entries(data.reporting)
      .filter(([orgId, reporting]) => reporting.mode === 'declares' && hospitals.has(orgId))
      .map(([orgId, reporting]): [string, DeclaredView] => {
        const amounts = new Map<string, number>();
        for (const [component, abo, rhd, amount] of reporting.cells) {
          const componentClass = classes.get(component);
          if (!componentClass) continue;
          const key = seriesKeyOf(componentClass, abo, rhd);
          amounts.set(key, (amounts.get(key) ?? 0) + amount);
        }
        const isOverdue = isSilent(reporting, { lastMovedAt: null, dueAt: reporting.dueAt }, now);
        return [orgId, { at: reporting.declaredAt, isOverdue, amounts }];
      }),
  );
}

function sumDeclared(houses: readonly (readonly [string, DeclaredView])[], key: string): number | null {
  const said = houses.flatMap(([, { amounts }]) => amounts.get(key) ?? []);
  return said.length > 0 ? said.reduce((sum, amount) => sum + amount, 0) : null;
}

function daysOf(data: CitySnapshot, orgId: string): number {
  return Math.max(data.use[orgId]?.days ?? 1, 1);
}

function dailyUseOf(data: CitySnapshot, orgId: string, holding: Holding | undefined): number {
  return holding ? holding.useAmount / daysOf(data, orgId) : 0;
}

function collect(data: CitySnapshot, now: Date): Map<string, Map<string, Holding>> {
  const classes = seriesClassByComponent(now);
  const holdings = new Map<string, Map<string, Holding>>();
  function holdingOf(orgId: string, component: string, abo: string, rhd: string): Holding | undefined {
    const componentClass = classes.get(component);
    if (!componentClass) return undefined;
    const key = seriesKeyOf(componentClass, abo, rhd);
    const byKey = holdings.get(orgId) ?? new Map<string, Holding>();
    holdings.set(orgId, byKey);
    const known = byKey.get(key);
    if (known) return known;
    const fresh: Holding = { amount: 0, inTransit: 0, useBags: 0, useAmount: 0, minimum: 0, isStocked: false };
    byKey.set(key, fresh);
    return fresh;
  }
  for (const [orgId, cells] of Object.entries(data.cells)) {
    for (const [component, abo, rhd, , amount, , inTransit] of cells) {
      const holding = holdingOf(orgId, component, abo, rhd);
      if (!holding) continue;
      holding.amount += amount;
      holding.inTransit += inTransit;
      if (amount > 0 || inTransit > 0) holding.isStocked = true;
    }
  }
  for (const bag of data.expiring) {
    if (bag.expiresAt > now) continue;
    const holding = holdingOf(bag.orgId, bag.component, bag.abo, bag.rhd);
    if (holding) holding.amount = Math.max(holding.amount - bag.amount, 0);
  }
  for (const [orgId, use] of Object.entries(data.use)) {
    for (const [component, abo, rhd, bags, amount] of use.cells) {
      const holding = holdingOf(orgId, component, abo, rhd);
      if (!holding) continue;
      holding.useBags += bags;
      holding.useAmount += amount;
      if (bags > 0) holding.isStocked = true;
    }
  }
  for (const setting of data.settings) {
    const holding = holdingOf(setting.orgId, setting.component, setting.abo, setting.rhd);
    if (!holding || !setting.isStocked) continue;
    holding.isStocked = true;
    holding.minimum += setting.minimumAmount ?? 0;
  }
  return holdings;
}

/** Minima of the city stand in the settings of the municipal blood office. */
function collectCityMinima(data: CitySnapshot, now: Date): Map<string, number> {
  const classes = seriesClassByComponent(now);
  const offices = new Set(
    data.organisations.filter((org) => org.kind === 'blood_office' && org.district === '').map((org) => org.id),
  );
  const minima = new Map<string, number>();
  for (const { orgId, component, abo, rhd, minimumAmount } of data.settings) {
    const componentClass = classes.get(component);
    if (!offices.has(orgId) || !componentClass || minimumAmount === null) continue;
    const key = seriesKeyOf(componentClass, abo, rhd);
    minima.set(key, (minima.get(key) ?? 0) + minimumAmount);
  }
  return minima;
}

function collectReserves(data: CitySnapshot): Map<string, number> {
  const reserves = new Map<string, number>();
  for (const cells of Object.values(data.cells)) {
    for (const [component, abo, rhd, , amount] of cells) {
      if (component !== reserveComponent) continue;
      const key = `${abo}.${rhd}`;
      reserves.set(key, (reserves.get(key) ?? 0) + amount);
    }
  }
  return reserves;
}

function viewHospitalCell(data: CitySnapshot, orgId: string, series: Series, holding: Holding | undefined) {
  const amount = holding?.amount ?? 0;
  const dailyUse = dailyUseOf(data, orgId, holding);
  const isCounted = isJudgedByCount(series.group?.rhd ?? 'positive', holding?.useBags ?? 0, false, daysOf(data, orgId));
  const minimumAmount = holding && holding.minimum > 0 ? holding.minimum : null;
  const days = isCounted || dailyUse <= 0 ? null : amount / dailyUse;
  const isStocked = holding?.isStocked ?? false;
  const level = !isStocked ? null : isCounted ? levelOfCount(amount, minimumAmount) : levelOfDays(days, series.rule);
  return { series, amount, inTransit: holding?.inTransit ?? 0, dailyUse, days, minimumAmount, level, isStocked };
}

/** Hospitals of a district together, without the station; a district's own limits. Each keeps its place, whatever its figures. */
function viewDistricts(rows: readonly HospitalRow[], inOrder: readonly CityOrganisation[]): DistrictTile[] {
  const byDistrict = new Map<string, HospitalRow[]>(
    inOrder.flatMap(({ district }) => (district ? [[district, []]] : [])),
  );
  for (const row of rows) {
    const name = row.organisation.district;
    if (name) byDistrict.set(name, [...(byDistrict.get(name) ?? []), row]);
  }
  return [...byDistrict].map(([district, members]): DistrictTile => {
    const red = members.flatMap((row) => row.cells.filter((cell) => cell.series.componentClass === 'red_cells'));
    const amount = red.reduce((sum, cell) => sum + cell.amount, 0);
    const dailyUse = red.reduce((sum, cell) => sum + cell.dailyUse, 0);
    const days = dailyUse > 0 ? amount / dailyUse : null;
    return {
      district,
      hospitals: members.length,
      silent: members.filter((row) => row.isSilent).length,
      amount,
      dailyUse,
      days,
      level: levelOfDays(days, coverRules.district),
    };
  });
}

function collectAlerts(series: readonly CitySeries[], districts: readonly DistrictTile[]): CityAlert[] {
  const alerts: CityAlert[] = [
    ...series.flatMap((one): CityAlert[] =>
      one.level === null ? [] : [{ of: 'series', series: one, level: one.level, use: millilitres(one) }],
    ),
    ...districts.flatMap((district): CityAlert[] =>
      district.level === null
        ? []
        : [{ of: 'district', district, level: district.level, use: district.dailyUse * 200 }],
    ),
  ];
  return alerts.sort((left, right) => left.level - right.level || right.use - left.use);
}

/** Use in millilitres of whole-blood equivalent, so that series of different units can be ranked. */
function millilitres(series: CitySeries): number {
  const perUnit = { U: 200, ml: 1, dose: 250 } as const;
  return series.dailyUse * perUnit[series.series.unit];
}
