import { isIncompatible, type RecordedCrossmatch, type TubeStanding } from '@/domain/clinical-issues/crossmatch';
import type { Scope } from '../../kernel/scope';
import { actorName } from '../stock/post';

export interface NewCrossmatch {
  readonly id: string;
  readonly unitId: string;
  readonly crossmatch: RecordedCrossmatch;
}

export interface CrossmatchOf {
  readonly patientId: string | null;
  readonly requestId: string | null;
  readonly origin: 'bench' | 'reserve' | 'issue' | 'afterwards';
  /** In whose change they stand; of the bench each in its own. */
  readonly recordId: string | null;
}

/** Each crossmatch as it was done, once and for good. Its tube is named by its number where the house knows it as the patient's. */
export async function insertCrossmatches(
  scope: Scope,
  { patientId, requestId, origin, recordId }: CrossmatchOf,
  rows: readonly NewCrossmatch[],
): Promise<void> {
  const { q, orgId } = scope;
  if (rows.length === 0) return;
  const said = rows.map(({ crossmatch, ...row }) => ({
    ...row,
    crossmatch,
    isCompatible: !isIncompatible(crossmatch),
    isSecondEntry: crossmatch.isSecondEntry,
    specimenNo: crossmatch.specimenNo,
  }));
  await q`
    insert into crossmatches (id, org_id, patient_id, unit_id, request_id, specimen_id, origin, record_id, is_compatible, is_second_entry, crossmatch, created_by)
    select c.id, ${orgId}, ${patientId}, c."unitId", ${requestId},
      (select s.id from specimens s where s.org_id = ${orgId} and s.tube_no = c."specimenNo" and s.patient_id = ${patientId} and s.state <> 'void'),
      ${origin}, coalesce(${recordId}::uuid, c.id), c."isCompatible", c."isSecondEntry", c.crossmatch, ${actorName(scope)}
    from jsonb_to_recordset(${q.json(said as never)}) as c(id uuid, "unitId" uuid, crossmatch jsonb, "isCompatible" boolean, "isSecondEntry" boolean, "specimenNo" text)`;
}

/** What the house knows of the tubes that are named. */
export async function loadTubes(
  { q, orgId }: Scope,
  patientId: string,
  specimenNos: readonly (string | undefined)[],
): Promise<Map<string, TubeStanding>> {
  const named = specimenNos.filter((no): no is string => no !== undefined);
  if (named.length === 0) return new Map();
  const rows = await q<{ tubeNo: string; patientId: string; state: string }[]>`
    select tube_no as "tubeNo", patient_id as "patientId", state from specimens
    where org_id = ${orgId} and tube_no = any(${named}) and state <> 'void'`;
  return new Map(
    rows.map(({ tubeNo, patientId: of, state }) => [
      tubeNo,
      of !== patientId ? 'of-another' : state === 'refused' ? 'refused' : 'of-patient',
    ]),
  );
}

/** Has a screen of this patient found antibodies? */
export async function isScreenPositive({ q, orgId }: Scope, patientId: string): Promise<boolean> {
  const [row] = await q`
    select 1 from specimens where org_id = ${orgId} and patient_id = ${patientId} and screen = 'positive' and state <> 'void' limit 1`;
  return row !== undefined;
}
