import { and, eq } from 'drizzle-orm';
import { specimens } from '@/db/schema';
import type { Change } from '@/domain/change';
import { AppError, notFound } from '../../kernel/errors';
import type { Scope } from '../../kernel/scope';

export type SpecimenRow = typeof specimens.$inferSelect;

/** A specimen as every read and conflict shows it. */
export function presentSpecimen({ orgId: _, ...view }: SpecimenRow) {
  return view;
}
export type SpecimenView = ReturnType<typeof presentSpecimen>;

/** A specimen of this hospital. @throws not_found for anybody else's. */
export async function loadSpecimen(scope: Scope, id: string, lock?: 'for update'): Promise<SpecimenRow> {
  const query = scope.db
    .select()
    .from(specimens)
    .where(and(eq(specimens.id, id), eq(specimens.orgId, scope.orgId)));
  const [row] = await (lock ? query.for('update') : query);
  if (!row) throw notFound();
  return row;
}

/** The specimen, locked, as it was looked at. @throws conflict with what stands now. */
export async function lockSpecimen(
  scope: Scope,
  { id, version }: { readonly id: string; readonly version: number },
): Promise<SpecimenRow> {
  const row = await loadSpecimen(scope, id, 'for update');
  if (row.version !== version)
    throw new AppError('conflict', [{ code: 'changed_meanwhile', facts: { no: row.tubeNo } }], presentSpecimen(row));
  return row;
}

export interface SpecimenPatient {
  readonly id: string;
  readonly mrn: string;
  readonly name: string;
  readonly abo: SpecimenRow['abo'];
  readonly rhd: SpecimenRow['rhd'];
  readonly groupDeterminations: number;
  readonly antibodies: string[];
  /** Null: not known. */
  readonly ageDays: number | null;
  readonly version: number;
}

/** An active patient of this hospital. Whoever writes to it locks it before the specimen. @throws not_found for anybody else's. */
export async function loadPatient(
  { q, orgId }: Scope,
  patientId: string,
  lock?: 'for update',
): Promise<SpecimenPatient> {
  const [patient] = await q<SpecimenPatient[]>`
    select id, mrn, name, abo, rhd, group_determinations as "groupDeterminations", antibodies, city_today() - birth_date as "ageDays", version
    from patients where id = ${patientId} and org_id = ${orgId} and state = 'active' ${lock ? q`for update` : q``}`;
  if (!patient) throw notFound();
  return patient;
}

export const answerOf = ({ id, tubeNo, state, grouping, version }: SpecimenRow) => ({
  id,
  tubeNo,
  state,
  grouping,
  version,
});

interface Told {
  readonly before: Record<string, unknown> | null;
  readonly after: Record<string, unknown>;
  readonly reason?: string;
}

/** What the trail keeps of a deed on a specimen. */
export function changeOf(scope: Scope, verb: string, saved: SpecimenRow, { before, after, reason }: Told): Change {
  return {
    module: 'specimens',
    recordId: saved.id,
    action: `specimens.${verb}`,
    version: saved.version,
    state: saved.state,
    orgId: scope.orgId,
    ...(reason ? { reason } : {}),
    before,
    after,
  };
}
