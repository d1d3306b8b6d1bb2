import { z } from 'zod';
import { isFulfilled, type RequestedKind, requestedKinds } from '@/domain/blood/requested';
import type { Change } from '@/domain/change';
import { type HouseSettings, readSwitches } from '@/domain/house-switches';
import { defineRead } from '../../kernel/read';
import type { Scope } from '../../kernel/scope';

interface RequestLine {
  readonly component: string;
  readonly amount: number;
}

interface RequestRow {
  readonly id: string;
  readonly no: string;
  readonly patientId: string;
  readonly state: string;
  readonly version: number;
  readonly department: string;
  readonly ward: string;
  readonly bed: string;
  readonly isEmergency: boolean;
  readonly plannedOn: string | null;
  readonly lines: readonly RequestLine[];
  readonly appliedAt: Date;
}

export interface LoadedRequest extends RequestRow {
  readonly kinds: readonly RequestedKind[];
}

/** Of a house that gave some of it: what went out on this request in issues that stand. */
async function readIssued({ q, orgId }: Scope, ids: readonly string[]): Promise<Map<string, RequestLine[]>> {
  const rows = await q<(RequestLine & { requestId: string })[]>`
    select i.request_id as "requestId", u.component, u.amount from clinical_issues i
      join clinical_issue_lines l on l.issue_id = i.id and l.voided_at is null join blood_units u on u.id = l.unit_id
    where i.request_id = any(${[...ids]}::uuid[]) and i.org_id = ${orgId} and i.state <> 'void'`;
  const issued = new Map<string, RequestLine[]>();
  for (const { requestId, ...line } of rows) issued.set(requestId, [...(issued.get(requestId) ?? []), line]);
  return issued;
}

const columns = ({
  q,
}: Scope) => q`id, no, patient_id as "patientId", state, version, department, ward, bed, is_emergency as "isEmergency",
  planned_on::text as "plannedOn", lines, applied_at as "appliedAt"`;

/** The request, locked, with what is still open: of two issues at once the second sees what the first gave. Null: not of this house, or a draft. */
export async function lockRequest(scope: Scope, id: string): Promise<LoadedRequest | null> {
  const { q, orgId } = scope;
  const [row] = await q<RequestRow[]>`
    select ${columns(scope)} from transfusion_requests where id = ${id} and org_id = ${orgId} and no is not null for update`;
  if (!row) return null;
  return { ...row, kinds: requestedKinds(row.lines, (await readIssued(scope, [id])).get(id) ?? [], row.appliedAt) };
}

export async function isRequestNeeded({ q, orgId }: Scope): Promise<boolean> {
  const [row] = await q<{ settings: HouseSettings }[]>`select settings from organisations where id = ${orgId}`;
  return readSwitches(row?.settings).issueNeedsRequest;
}

/** After what an issue gave or took back: a request of which nothing is open is completed, and one of which something is, is open again. */
export async function followIssues(scope: Scope, request: LoadedRequest): Promise<Change[]> {
  const issued = (await readIssued(scope, [request.id])).get(request.id) ?? [];
  const isFull = isFulfilled(requestedKinds(request.lines, issued, request.appliedAt));
  const isDone = request.state === 'completed';
  if (isFull === isDone) return [];
  const state = isFull ? 'completed' : 'accepted';
  // What is owed for an emergency stays owed; the transfusion department has nothing to do any more.
  await scope.q`
    update transfusion_requests set state = ${state}, version = version + 1, updated_at = city_now(), sorted_at = city_now(),
      waits_for = array_to_string(array_remove(string_to_array(waits_for, '+'), 'lab'), '+')
    where id = ${request.id} and org_id = ${scope.orgId}`;
  return [
    {
      module: 'transfusion-requests',
      recordId: request.id,
      action: `transfusion-requests.${isFull ? 'fulfil' : 'reopen'}`,
      version: request.version + 1,
      state,
      orgId: scope.orgId,
      before: { state: request.state },
      after: { state },
    },
  ];
}

/** Approved requests of one patient of which something is still open, the oldest first: what the issue desk chooses from. */
export const listRequests = defineRead({
  name: 'clinical-issues.requests',
  permission: 'clinical-issues.register',
  input: z.strictObject({ patientId: z.uuid() }),
  async run(scope, { patientId }) {
    const { q, orgId } = scope;
    const rows = await q<RequestRow[]>`
      select ${columns(scope)} from transfusion_requests
      where org_id = ${orgId} and patient_id = ${patientId} and state in ('approved', 'accepted') order by applied_at, id limit 50`;
    const issued = await readIssued(
      scope,
      rows.map(({ id }) => id),
    );
    return {
      isNeeded: await isRequestNeeded(scope),
      requests: rows.map((row) => ({
        ...row,
        kinds: requestedKinds(row.lines, issued.get(row.id) ?? [], row.appliedAt),
      })),
    };
  },
});
