import type { Change } from '@/domain/change';
import type { ModuleName } from '@/domain/modules';
import { type BrokenRule, incidentRules } from '@/domain/stock/incidents';
import { drawNumber } from '../../kernel/numbers';
import type { Scope } from '../../kernel/scope';
import { actorName } from './post';

/** A fact that broke rules: the record that tells it, when it happened, and the bag. */
export interface IncidentSource {
  readonly module: ModuleName;
  readonly recordId: string;
  readonly recordNo: string;
}

/** A bag with its label, as it was: it may be one that this house does not see. */
export interface LabelledBag {
  readonly id: string;
  readonly donationNo: string;
  readonly productCode: string;
  readonly component: string;
  readonly abo: string;
  readonly rhd: string;
}

export interface FoundIncident extends BrokenRule {
  readonly occurredAt: Date;
  readonly bags: readonly LabelledBag[];
  /** Information: no bag waits for it. */
  readonly isOnlyTold?: boolean;
  /** A bag that another house has waits for it as soon as it is back here. */
  readonly isFollowed?: boolean;
}

export interface OpenedIncident {
  readonly id: string;
  readonly no: string;
  readonly rule: FoundIncident['rule'];
}

/**
 * Opens one incident for each broken rule, under the locks of the bags, which stand here by now and on hold where they have not gone. The
 * numbers are drawn here: late. A bag of another house waits for none of them there, nor one that is on its way: nobody there could resolve it. Of what is
 * followed, it waits when it is back. One of which is only told waits for none. @returns the incidents, and one change each for the trail.
 */
export async function openIncidents(
  scope: Scope,
  source: IncidentSource,
  found: readonly FoundIncident[],
): Promise<{ opened: OpenedIncident[]; changes: Change[] }> {
  const opened: OpenedIncident[] = [];
  const changes: Change[] = [];
  for (const { rule, facts, occurredAt, bags, isOnlyTold = false, isFollowed = false } of found) {
    const id = crypto.randomUUID();
    const no = await drawNumber(scope, 'incidents');
    const { severity } = incidentRules[rule];
    await scope.q`
      insert into incidents (id, no, org_id, rule, severity, facts, donation_no, module, record_id, record_no, occurred_at, created_by)
      values (${id}, ${no}, ${scope.orgId}, ${rule}, ${severity}, ${scope.q.json(facts)}, ${bags[0]?.donationNo ?? ''},
        ${source.module}, ${source.recordId}, ${source.recordNo}, ${occurredAt}, ${actorName(scope)})`;
    await scope.q`
      insert into incident_bags (incident_id, unit_id, org_id, donation_no, product_code, component, abo, rhd, is_binding, is_under_way)
      select ${id}, b.id, ${scope.orgId}, b."donationNo", b."productCode", b.component, b.abo, b.rhd,
        not ${isOnlyTold} and (${isFollowed} or exists (select 1 from blood_units u where u.id = b.id and u.holder_org_id = ${scope.orgId})),
        not exists (select 1 from blood_units u where u.id = b.id and u.holder_org_id = ${scope.orgId} and u.state <> 'in_transit')
      from jsonb_to_recordset(${scope.q.json(bags as never)}) as b(id uuid, "donationNo" text, "productCode" text, component text, abo text, rhd text)`;
    opened.push({ id, no, rule });
    changes.push({
      module: 'incidents',
      recordId: id,
      action: 'incidents.open',
      version: 1,
      state: 'open',
      orgId: scope.orgId,
      before: null,
      after: { no, rule, severity, facts, recordNo: source.recordNo, occurredAt, unitIds: bags.map((bag) => bag.id) },
    });
  }
  return { opened, changes };
}

/** Of the bag with this id, `u.id`: whether it waits for an incident of this house. */
export function isUnderIncident({ q, orgId }: Pick<Scope, 'q' | 'orgId'>, unitId: string) {
  return q`exists (select 1 from incident_bags w join incidents i on i.id = w.incident_id
    where w.unit_id = ${q(unitId)} and w.org_id = ${orgId} and w.is_binding and i.state <> 'resolved')`;
}
