import { z } from 'zod';
import { day } from '@/domain/instant';
import { addDays } from '@/domain/stock/reporting';
import { defineRead } from '../../kernel/read';
import type { Scope } from '../../kernel/scope';
import { whoseStock } from '../stock/whose';

/** Days that are looked back over at once. */
const daysAtOnce = 31;

export interface DeclaredDay {
  readonly day: string;
  /** Null: nothing was declared, which is missing and not zero. */
  readonly id: string | null;
  readonly declaredAt: Date | null;
  readonly declaredBy: string;
  readonly cellCount: number;
  readonly revision: number;
  readonly reason: string;
}

export interface DayPage {
  readonly days: readonly DeclaredDay[];
  /** Before which day something was declared still; null: nothing ever was. */
  readonly next: string | null;
}

/** What a house declared before a day, newest first: a month of the calendar at a time. */
export const listDays = defineRead({
  name: 'declared-stock.days',
  permission: 'declared-stock.read',
  input: z.strictObject({
    orgId: z.string().max(16).optional(),
    before: day,
    cursor: day.nullish(),
    /** Sent along by the client's infinite queries; days are only read towards the past. */
    direction: z.literal('forward').optional(),
  }),
  run: (scope, { orgId, before, cursor }) =>
    readDays(scope, whoseStock(scope, orgId), addDays(cursor ?? before, -1), daysAtOnce),
});

/** So many days up to the last one. A day without a declaration is listed as missing, back to the first that was ever declared. */
export async function readDays({ q }: Scope, orgId: string, last: string, count: number): Promise<DayPage> {
  const since = addDays(last, 1 - count);
  const said = await q<DeclaredDay[]>`
    select d.day::text as day, d.id, v.declared_at as "declaredAt", v.declared_by as "declaredBy", v.cell_count as "cellCount", v.revision, v.reason
    from stock_declarations d join stock_declaration_revisions v on v.declaration_id = d.id and v.revision = d.version
    where d.org_id = ${orgId} and d.day >= ${since} and d.day <= ${last} order by d.day desc`;
  const [earlier] = await q`select 1 from stock_declarations where org_id = ${orgId} and day < ${since} limit 1`;
  const first = earlier ? since : (said.at(-1)?.day ?? last);
  const known = new Map(said.map((one) => [one.day, one]));
  const days: DeclaredDay[] = [];
  for (let day = last; day >= first; day = addDays(day, -1))
    days.push(
      known.get(day) ?? { day, id: null, declaredAt: null, declaredBy: '', cellCount: 0, revision: 0, reason: '' },
    );
  return { days, next: earlier ? since : null };
}
