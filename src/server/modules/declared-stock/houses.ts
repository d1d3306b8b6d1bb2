import { z } from 'zod';
import { defaultReporting, dueAtOf, isSilent, type Reporting } from '@/domain/stock/reporting';
import { defineRead } from '../../kernel/read';
import { loadCityDay } from './load';

export interface ReportingHouse extends Reporting {
  readonly orgId: string;
  readonly name: string;
  readonly nameEn: string;
  readonly search: string;
  readonly district: string;
  /** Version of the agreement; null where nothing was agreed. */
  readonly version: number | null;
  readonly agreedBy: string;
  readonly agreedAt: Date | null;
  /** Last movement of a house that works here, last declaration of one that declares. */
  readonly heardAt: Date | null;
  readonly dueAt: Date | null;
  readonly isSilent: boolean;
}

interface HouseRow
  extends Omit<ReportingHouse, 'mode' | 'intervalHours' | 'dueHour' | 'dueAt' | 'isSilent' | 'heardAt'> {
  readonly mode: Reporting['mode'] | null;
  readonly intervalHours: number | null;
  readonly dueHour: number | null;
  readonly movedAt: Date | null;
  readonly day: string | null;
  readonly declaredAt: Date | null;
}

/** How every hospital of the office's scope is heard of, the silent ones first; at most 1,000. */
export const listHouses = defineRead({
  name: 'declared-stock.houses',
  permission: 'declared-stock.houses',
  input: z.strictObject({}).default({}),
  async run(scope): Promise<ReportingHouse[]> {
    const { timeZone } = await loadCityDay(scope);
    // A hospital's auditor reads the city's figures as everybody, and no person of the office.
    const isOffice = scope.actor.kind === 'system' || scope.actor.orgKind === 'blood_office';
    const district = scope.actor.kind === 'system' ? '' : scope.actor.district;
    const rows = await scope.q<HouseRow[]>`
      select o.id as "orgId", o.short_name as name, coalesce(nullif(o.name_en, ''), o.short_name) as "nameEn", o.search, o.district,
        c.mode, c.interval_hours as "intervalHours", c.due_hour as "dueHour", r.version, coalesce(r.agreed_by, '') as "agreedBy", r.agreed_at as "agreedAt",
        m.moved_at as "movedAt", c.day, c.declared_at as "declaredAt"
      from organisations o
      -- Of another house a hospital's auditor sees no row: how it reports is the city's figure.
      left join stock_reporting r on r.org_id = o.id
      left join city_reports() m on m.org_id = o.id
      left join city_reporting() c on c.org_id = o.id
      where o.kind = 'hospital' and o.is_active and (${district} = '' or o.district = ${district}) order by o.sort_order, o.id limit 1000`;
    return rows.map(({ movedAt, day, declaredAt, ...row }) => {
      const reporting: Reporting = {
        mode: row.mode ?? defaultReporting.mode,
        intervalHours: row.intervalHours ?? defaultReporting.intervalHours,
        dueHour: row.dueHour ?? defaultReporting.dueHour,
      };
      const dueAt = day ? dueAtOf(day, reporting, timeZone) : null;
      return {
        ...row,
        ...reporting,
        agreedBy: isOffice ? row.agreedBy : '',
        heardAt: reporting.mode === 'declares' ? declaredAt : movedAt,
        dueAt,
        isSilent: isSilent(reporting, { lastMovedAt: movedAt, dueAt }, scope.now),
      };
    });
  },
});
