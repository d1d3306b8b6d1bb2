import type { AutologousType } from '@/domain/autologous-transfusions/kinds';
import type { AutologousState } from '@/domain/autologous-transfusions/lifecycle';
import type { ScannedBag } from '@/domain/autologous-transfusions/rules';
import type { Change } from '@/domain/change';
import { AppError, notFound } from '../../kernel/errors';
import type { Scope } from '../../kernel/scope';

export interface AutologousRow {
  readonly id: string;
  readonly orgId: string;
  readonly no: string;
  readonly type: AutologousType;
  readonly phase: 'intraoperative' | 'postoperative' | 'trauma' | null;
  readonly state: AutologousState;
  readonly patientId: string;
  readonly diagnosis: string;
  readonly operation: string;
  readonly asa: '1' | '2' | '3' | '4' | '5' | '6';
  readonly plannedOn: string | null;
  readonly remark: string;
  readonly hbBefore: number | null;
  readonly hctBefore: number | null;
  readonly bagCount: number;
  readonly device: string;
  readonly processedMl: number | null;
  readonly isWashed: boolean | null;
  readonly collectedMl: number;
  readonly collectedAt: Date | null;
  readonly collectedBy: string;
  readonly nurse: string;
  readonly keepUntil: Date | null;
  readonly storedAt: Date | null;
  readonly storedBy: string;
  readonly reinfusedMl: number;
  readonly reinfusedAt: Date | null;
  readonly reinfusedBy: string;
  readonly reinfusionCheckedBy: string;
  readonly outcome: 'good' | 'partial' | 'none' | null;
  readonly reactions: string;
  readonly evaluatedBy: string;
  readonly evaluatedAt: Date | null;
  readonly reason: string | null;
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly version: number;
}

/** A record of this house as it stands. @throws not_found for anybody else's. */
export async function loadAutologous({ q, orgId }: Scope, id: string, lock?: 'for update'): Promise<AutologousRow> {
  const [row] = await q<AutologousRow[]>`
    select id, org_id as "orgId", no, type, phase, state, patient_id as "patientId", diagnosis, operation, asa, planned_on::text as "plannedOn", remark, hb_before as "hbBefore",
      hct_before as "hctBefore", bag_count as "bagCount", device, processed_ml as "processedMl", is_washed as "isWashed", collected_ml as "collectedMl",
      collected_at as "collectedAt", collected_by as "collectedBy", nurse, keep_until as "keepUntil", stored_at as "storedAt", stored_by as "storedBy",
      reinfused_ml as "reinfusedMl", reinfused_at as "reinfusedAt", reinfused_by as "reinfusedBy", reinfusion_checked_by as "reinfusionCheckedBy",
      outcome, reactions, evaluated_by as "evaluatedBy", evaluated_at as "evaluatedAt", reason, created_by as "createdBy", created_at as "createdAt", version
    from autologous_transfusions where id = ${id} and org_id = ${orgId} ${lock ? q`for update` : q``}`;
  if (!row) throw notFound();
  return row;
}

/** The record, locked, as the person saw it; every deed on its bags waits for it. @throws not_found; conflict with what stands now. */
export async function takeAutologous(
  scope: Scope,
  { id, version }: { readonly id: string; readonly version: number },
): Promise<AutologousRow> {
  const row = await loadAutologous(scope, id, 'for update');
  if (row.version !== version)
    throw new AppError('conflict', [{ code: 'changed_meanwhile', facts: { no: row.no } }], row);
  return row;
}

export interface AutologousBagRow extends ScannedBag {
  readonly lineNo: number;
  readonly collectedAt: Date;
  readonly storagePlace: string;
  readonly fateAt: Date | null;
  readonly abo: 'A' | 'B' | 'O' | 'AB' | 'unknown';
  readonly rhd: 'positive' | 'negative' | 'unknown';
}

const bagColumns = ({ q }: Pick<Scope, 'q'>) => q`
  b.id, b.bag_no as "bagNo", b.line_no as "lineNo", b.transfusion_id as "transfusionId", b.patient_id as "patientId", b.product, b.volume_ml as "volumeMl", b.abo, b.rhd,
  b.collected_at as "collectedAt", b.expires_at as "expiresAt", b.state, b.hold_reason as "holdReason", b.storage_place as "storagePlace", b.fate_at as "fateAt"`;

export async function loadBags(scope: Scope, transfusionId: string): Promise<AutologousBagRow[]> {
  return [
    ...(await scope.q<AutologousBagRow[]>`
      select ${bagColumns(scope)} from autologous_bags b where b.transfusion_id = ${transfusionId} and b.org_id = ${scope.orgId} order by b.line_no`),
  ];
}

/** A bag of this house by the number on its label, whosever it is; null: the house has none. */
export async function findBagByNo(scope: Scope, bagNo: string): Promise<AutologousBagRow | null> {
  const [bag] = await scope.q<AutologousBagRow[]>`
    select ${bagColumns(scope)} from autologous_bags b where b.bag_no = ${bagNo} and b.org_id = ${scope.orgId}`;
  return bag ?? null;
}

/** The patient of a record, as labels and wristbands name him. */
export async function loadPatientOf({ q, orgId }: Scope, patientId: string) {
  const [patient] = await q<
    {
      id: string;
      mrn: string;
      name: string;
      sex: 'male' | 'female' | 'unknown';
      birthDate: string | null;
      abo: AutologousBagRow['abo'];
      rhd: AutologousBagRow['rhd'];
      state: string;
    }[]
  >`select id, mrn, name, sex, birth_date::text as "birthDate", abo, rhd, state from patients where id = ${patientId} and org_id = ${orgId}`;
  return patient ?? null;
}

/** What the history compares: no name, and no number of a person. */
export function tellAutologous(row: AutologousRow) {
  const { id: _, orgId: _org, patientId: _patient, version: _version, createdBy: _by, createdAt: _at, ...told } = row;
  return told;
}

interface Told {
  readonly verb: string;
  readonly was: AutologousRow | null;
  readonly now: AutologousRow;
  readonly reason?: string;
  /** What happened to bags, by their numbers. */
  readonly more?: Readonly<Record<string, unknown>>;
}

export function changeOf({ verb, was, now, reason, more }: Told): Change {
  return {
    module: 'autologous-transfusions',
    recordId: now.id,
    action: `autologous-transfusions.${verb}`,
    version: now.version,
    state: now.state,
    orgId: now.orgId,
    before: was && tellAutologous(was),
    after: { ...tellAutologous(now), ...more },
    ...(reason ? { reason } : {}),
  };
}

export const answerOf = ({ id, no, state, version }: AutologousRow) => ({ id, no, state, version });
