import { and, desc, eq, or } from 'drizzle-orm';
import { immunohematologyReports, immunohematologyRequests } from '@/db/schema';
import { type ImmunoAction, mayBe } from '@/domain/immunohematology-requests/lifecycle';
import { AppError, notFound, refusal } from '../../kernel/errors';
import type { Scope } from '../../kernel/scope';
import { type ImmunoRow, presentImmuno } from './present';

/** A request to which this house is a party; of another's draft the database shows nothing. @throws not_found */
export async function loadImmuno(scope: Scope, id: string, lock?: 'for update'): Promise<ImmunoRow> {
  const { orgId, partyOrgId } = immunohematologyRequests;
  const query = scope.db
    .select()
    .from(immunohematologyRequests)
    .where(and(eq(immunohematologyRequests.id, id), or(eq(orgId, scope.orgId), eq(partyOrgId, scope.orgId))));
  const [row] = await (lock ? query.for('update') : query);
  if (!row) throw notFound();
  return row;
}

/**
 * The request, locked, of its hospital or of its laboratory, as it was looked at, where this may be done with it now.
 * @throws not_found for the other party; conflict with what stands now; refused where it stands elsewhere.
 */
export async function lockImmuno(
  scope: Scope,
  { id, version }: { readonly id: string; readonly version: number },
  whose: 'hospital' | 'laboratory',
  action?: ImmunoAction,
): Promise<ImmunoRow> {
  const row = await loadImmuno(scope, id, 'for update');
  if ((whose === 'hospital' ? row.orgId : row.partyOrgId) !== scope.orgId) throw notFound();
  if (row.version !== version)
    throw new AppError(
      'conflict',
      [{ code: 'changed_meanwhile', facts: { no: row.no ?? '' } }],
      presentImmuno(row, scope.orgId),
    );
  if (action && !mayBe(action, row.state))
    throw refusal({ code: 'immunohematology.not_now', facts: { no: row.no ?? '', state: row.state } });
  return row;
}

export type ReportRow = typeof immunohematologyReports.$inferSelect;

/** Every version that was reported, the one that stands first. */
export function loadReports(scope: Scope, requestId: string): Promise<ReportRow[]> {
  return scope.db
    .select()
    .from(immunohematologyReports)
    .where(eq(immunohematologyReports.requestId, requestId))
    .orderBy(desc(immunohematologyReports.reportNo));
}

export interface ImmunoPatient {
  readonly id: string;
  readonly mrn: string;
  readonly name: string;
  readonly sex: ImmunoRow['sex'];
  readonly birthDate: string | null;
  readonly abo: ImmunoRow['abo'];
  readonly rhd: ImmunoRow['rhd'];
  readonly groupDeterminations: number;
  readonly antibodies: string[];
}

/** An active patient of this hospital, with the antibodies of the register and of earlier reports. @throws not_found for anybody else's. */
export async function loadPatient({ q, orgId }: Scope, patientId: string): Promise<ImmunoPatient> {
  const [patient] = await q<ImmunoPatient[]>`
    select id, mrn, name, sex, birth_date::text as "birthDate", abo, rhd, group_determinations as "groupDeterminations",
      known_antibodies(id, antibodies) as antibodies
    from patients where id = ${patientId} and org_id = ${orgId} and state = 'active'`;
  if (!patient) throw notFound();
  return patient;
}

export interface Laboratory {
  readonly id: string;
  readonly name: string;
  readonly nameEn: string;
}

/** Who may be asked: reference laboratories, and stations, which have one of their own. [unsourced: default] */
export async function loadLaboratories({ q }: Scope): Promise<Laboratory[]> {
  return [
    ...(await q<Laboratory[]>`
      select id, short_name as name, coalesce(nullif(name_en, ''), short_name) as "nameEn" from organisations
      where is_active and kind in ('reference_lab', 'blood_station') order by kind desc, sort_order, id`),
  ];
}
