import type { Change } from '@/domain/change';
import type { Scope } from '../../kernel/scope';

interface Heir {
  readonly id: string;
  readonly parents: readonly { readonly unitId: string }[];
}

export interface Handed {
  readonly changes: readonly Change[];
  /** Of the heirs those that are kept for somebody now. */
  readonly unitIds: readonly string[];
}

interface Live {
  readonly id: string;
  readonly unitId: string;
  readonly patientId: string;
  readonly requestNo: string;
  readonly requestId: string | null;
  readonly crossmatch: unknown;
  readonly crossmatchId: string | null;
  readonly reservedBy: string;
  readonly releaseAt: Date;
  readonly version: number;
}

/**
 * What was made of a reserved bag is reserved for the same patient, with its request, its clock, and, of one donation, its crossmatch: the
 * cells are the same. A pool's crossmatch would be of one of its bags: it has none. The reservation of the bag that ended ends with it.
 */
export async function handReservationsOn(scope: Scope, heirs: readonly Heir[]): Promise<Handed> {
  const { q, orgId } = scope;
  const parents = [...new Set(heirs.flatMap((heir) => heir.parents.map(({ unitId }) => unitId)))];
  const live = await q<Live[]>`
    select id, unit_id as "unitId", patient_id as "patientId", request_no as "requestNo", request_id as "requestId", crossmatch, crossmatch_id as "crossmatchId", reserved_by as "reservedBy", release_at as "releaseAt", version
    from reservations where unit_id = any(${parents}) and org_id = ${orgId} and ended_at is null order by id for update`;
  if (live.length === 0) return { changes: [], unitIds: [] };
  const heired = heirs.flatMap((heir) => {
    const of = live.filter(({ unitId }) => heir.parents.some((parent) => parent.unitId === unitId));
    const [first] = of;
    if (!first) return [];
    const releaseAt = new Date(Math.min(...of.map((one) => one.releaseAt.getTime())));
    const crossmatched = heir.parents.length === 1 ? {} : ({ crossmatch: null, crossmatchId: null } as const);
    return [{ ...first, id: crypto.randomUUID(), unitId: heir.id, ...crossmatched, releaseAt }];
  });
  await q`
    insert into reservations (id, org_id, unit_id, patient_id, request_no, request_id, crossmatch, crossmatch_id, reserved_by, release_at)
    select r.id, ${orgId}, r."unitId", r."patientId", r."requestNo", r."requestId", nullif(r.crossmatch, 'null'::jsonb), r."crossmatchId", r."reservedBy", r."releaseAt"
    from jsonb_to_recordset(${q.json(heired as never)}) as r(id uuid, "unitId" uuid, "patientId" uuid, "requestNo" text, "requestId" uuid, crossmatch jsonb, "crossmatchId" uuid, "reservedBy" text, "releaseAt" timestamptz)`;
  await q`
    update reservations set ended_at = city_now(), end_reason = 'processed', version = version + 1
    where id = any(${live.map(({ id }) => id)}) and org_id = ${orgId}`;
  const changes = [
    ...heired.map(
      ({ id, unitId, patientId, requestNo, releaseAt }): Change => ({
        module: 'clinical-issues',
        recordId: id,
        action: 'clinical-issues.reserve',
        version: 1,
        state: 'reserved',
        orgId,
        before: null,
        after: { id, unitId, patientId, requestNo, releaseAt },
      }),
    ),
    ...live.map(
      ({ id, unitId, version }): Change => ({
        module: 'clinical-issues',
        recordId: id,
        action: 'clinical-issues.reservation-ended',
        version: version + 1,
        state: 'processed',
        orgId,
        before: { endReason: null },
        after: { endReason: 'processed', unitId },
      }),
    ),
  ];
  return { changes, unitIds: heired.map(({ unitId }) => unitId) };
}
