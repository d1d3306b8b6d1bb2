import { and, eq } from 'drizzle-orm';
import { patients } from '@/db/schema';
import { AppError, notFound } from '../../kernel/errors';
import type { Scope } from '../../kernel/scope';
import { type PatientRow, presentPatient } from './present';

/** A patient of this hospital. @throws not_found for anybody else's. */
export async function loadPatient(scope: Scope, id: string, lock?: 'for update'): Promise<PatientRow> {
  const query = scope.db
    .select()
    .from(patients)
    .where(and(eq(patients.id, id), eq(patients.orgId, scope.orgId)));
  const [row] = await (lock ? query.for('update') : query);
  if (!row) throw notFound();
  return row;
}

/** The patient, locked, if it is still the version the person looked at. @throws conflict with what stands now, masked. */
export async function loadPatientAt(scope: Scope, id: string, version: number): Promise<PatientRow> {
  const row = await loadPatient(scope, id, 'for update');
  if (row.version !== version) throw new AppError('conflict', [{ code: 'changed_meanwhile' }], presentPatient(row));
  return row;
}

type Group = Pick<PatientRow, 'abo' | 'rhd' | 'groupDeterminations'>;

/** Would another group be typed over one that two readings of a tube agreed on? */
export async function isGroupOfLaboratory({ q, orgId }: Scope, id: string, was: Group, next: Group): Promise<boolean> {
  if (was.abo === next.abo && was.rhd === next.rhd && was.groupDeterminations === next.groupDeterminations)
    return false;
  const [row] = await q`
    select 1 from specimens where org_id = ${orgId} and patient_id = ${id} and grouping = 'agreed' and state <> 'void' limit 1`;
  return row !== undefined;
}
