import { type HouseSettings, readSwitches } from '@/domain/house-switches';
import { isSingleDutyHour } from '@/domain/single-duty';
import { notFound } from '../../kernel/errors';
import type { Scope } from '../../kernel/scope';

/** One person on duty is a hospital's night: a station has two clerks at any hour, and nobody there who checks again in the morning. */
export function isHospital({ actor }: Pick<Scope, 'actor'>): boolean {
  return actor.kind === 'user' && actor.orgKind === 'hospital';
}

/** The city's zone, and whether one person may be on duty alone now, by the organisation's switch. */
export async function loadDuty(scope: Scope): Promise<{ timeZone: string; isSingleAllowed: boolean }> {
  const [row] = await scope.q<{ timeZone: string; settings: HouseSettings }[]>`
    select c.time_zone as "timeZone", o.settings from city c, organisations o where o.id = ${scope.orgId}`;
  if (!row) throw notFound();
  const { singleDuty } = readSwitches(row.settings);
  return {
    timeZone: row.timeZone,
    isSingleAllowed:
      singleDuty !== null && isSingleDutyHour(scope.now, row.timeZone, singleDuty.from, singleDuty.until),
  };
}
