import type { DeclaredCell } from '@/domain/declared-stock/schema';
import { defaultReporting, type Reporting } from '@/domain/stock/reporting';
import { notFound } from '../../kernel/errors';
import type { Scope } from '../../kernel/scope';

export interface Agreement extends Reporting {
  /** Null where nothing was agreed: the house works here. */
  readonly id: string | null;
  readonly version: number | null;
}

/** A house in the trial of its going live says its own count beside the ledger, whatever it has agreed with the office. */
export async function isInTrial({ q }: Scope, orgId: string): Promise<boolean> {
  const [trial] = await q`select 1 from go_lives where org_id = ${orgId} and state = 'trial'`;
  return trial !== undefined;
}

/** How a house is heard of: by its agreement with the city or without one, and by its ledger from the trial of its going live on. */
export async function loadAgreement({ q }: Scope, orgId: string): Promise<Agreement> {
  const [row] = await q<Agreement[]>`
    select id, heard_mode(org_id, mode, agreed_at) as mode, interval_hours as "intervalHours", due_hour as "dueHour", version from stock_reporting
    where org_id = ${orgId}`;
  return row ?? { ...defaultReporting, id: null, version: null };
}

export async function loadCityDay({ q }: Scope): Promise<{ today: string; timeZone: string }> {
  const [row] = await q<
    { today: string; timeZone: string }[]
  >`select city_today()::text as today, time_zone as "timeZone" from city`;
  if (!row) throw new Error('no city');
  return row;
}

export interface Revision {
  readonly revision: number;
  readonly entry: 'form' | 'import';
  readonly reason: string;
  readonly declaredBy: string;
  readonly declaredAt: Date;
  readonly cells: readonly DeclaredCell[];
}

export interface Declaration extends Revision {
  readonly id: string;
  readonly day: string;
  readonly version: number;
}

const newestRevision = ({ q }: Pick<Scope, 'q'>) => q`
  d.id, d.day::text as day, d.version, v.revision, v.entry, v.reason, v.declared_by as "declaredBy", v.declared_at as "declaredAt",
  (select json_agg(json_build_object('component', l.component, 'abo', l.abo, 'rhd', l.rhd, 'amount', l.amount) order by l.component, l.abo, l.rhd)
    from stock_declaration_lines l where l.declaration_id = d.id and l.revision = v.revision) as cells`;

/** The declaration of a day as it stands; undefined: none. */
export async function loadDeclarationOf(scope: Scope, orgId: string, day: string): Promise<Declaration | undefined> {
  const [row] = await scope.q<Declaration[]>`
    select ${newestRevision(scope)} from stock_declarations d
    join stock_declaration_revisions v on v.declaration_id = d.id and v.revision = d.version
    where d.org_id = ${orgId} and d.day = ${day}`;
  return row;
}

/** The newest declaration before a day: what the grid hints at. */
export async function loadDeclarationBefore(
  scope: Scope,
  orgId: string,
  day: string,
): Promise<Declaration | undefined> {
  const [row] = await scope.q<Declaration[]>`
    select ${newestRevision(scope)} from stock_declarations d
    join stock_declaration_revisions v on v.declaration_id = d.id and v.revision = d.version
    where d.org_id = ${orgId} and d.day < ${day} order by d.day desc limit 1`;
  return row;
}

/** Everything that was said of one day, newest first. @throws not_found for a declaration out of scope. */
export async function loadRevisions(
  scope: Scope,
  id: string,
): Promise<{ id: string; orgId: string; day: string; revisions: Revision[] }> {
  const [head] = await scope.q<{ id: string; orgId: string; day: string }[]>`
    select id, org_id as "orgId", day::text as day from stock_declarations where id = ${id}`;
  if (!head) throw notFound();
  const revisions = await scope.q<Revision[]>`
    select ${newestRevision(scope)} from stock_declarations d join stock_declaration_revisions v on v.declaration_id = d.id
    where d.id = ${id} order by v.revision desc limit 100`;
  return { ...head, revisions: [...revisions] };
}
