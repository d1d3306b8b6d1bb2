import { z } from 'zod';
import { findComponent } from '@/domain/blood/components';
import { type Action, can, permissions } from '@/domain/permissions';
import type { LabelKind } from '@/domain/processings/label-schema';
import type { UnitState } from '@/domain/stock/effects';
import {
  type Account,
  type ProcessingRecord,
  placeOf,
  type TraceRecord,
  type TraceRelabelling,
} from '@/domain/units/facts';
import { canonicalTrace, digestsOf } from '@/domain/units/report';
import { type StepKind, type TraceGap, type TraceStep, traceBag } from '@/domain/units/trace';
import { rolesOf } from '../../kernel/actor';
import { notFound } from '../../kernel/errors';
import { nameOrganisations, type OrganisationName } from '../../kernel/list';
import { defineRead } from '../../kernel/read';
import type { Scope } from '../../kernel/scope';
import {
  type IdentifiedBag,
  isOffice,
  type LoadedBag,
  loadBag,
  loadMovements,
  loadPlaceMoves,
  loadRecords,
  loadRelabellings,
  movementCap,
} from './load';

/** What stands behind a step: its number, where there is one, and its id where this viewer may open it. */
export interface StepRecord {
  readonly module: TraceRecord['module'];
  readonly id: string | null;
  readonly no: string | null;
  readonly requestNo: string | null;
  readonly patientLabel: string | null;
  readonly celsius: number | null;
  readonly holdReason: string | null;
  readonly words: string | null;
  /** Of a relabelling: who read the new label. */
  readonly checkedBy: string | null;
  readonly place: string | null;
  readonly processing: Pick<ProcessingRecord, 'kind' | 'device' | 'expiresBefore' | 'expiresAfter'> | null;
}

export interface ShownStep {
  readonly key: string;
  readonly kind: StepKind;
  readonly at: Date | null;
  readonly from: Account | null;
  readonly to: Account | null;
  readonly actorOrgId: string | null;
  readonly actor: string | null;
  readonly record: StepRecord | null;
  /** Why it was held or what it came back on, where another module's record did it. */
  readonly noted: StepRecord | null;
  readonly places: TraceStep['places'];
  readonly labels: Pick<TraceRelabelling, 'old' | 'taken'> | null;
  readonly gaps: readonly TraceGap[];
}

export interface SisterBag extends IdentifiedBag {
  readonly id: string;
  readonly productCode: string;
  readonly expiresAt: Date;
  readonly state: UnitState;
  /** Whose bag it is, or who expects it. */
  readonly placeOrgId: string;
}

/** A bag that this one was made of, or that was made of it. */
export interface RelatedBag extends IdentifiedBag {
  readonly id: string;
  readonly relation: 'parent' | 'child';
  readonly donationNo: string;
  readonly productCode: string;
  readonly expiresAt: Date;
  readonly state: UnitState;
  /** How much of the parent went into the child. */
  readonly share: number;
}

export interface BagLabel {
  readonly label: string;
  readonly productCode: string;
  readonly since: Date | null;
}

/** A label of this bag that left a printer of this house. */
export interface LabelPrint {
  readonly id: string;
  readonly kind: LabelKind;
  /** Which reprint of what it says; 0: the first print. */
  readonly reprint: number;
  readonly printedAt: Date;
  readonly printedBy: string;
  readonly reason: string;
  readonly voidedAt: Date | null;
  /** Another print, the end of what it was for, or a processing. */
  readonly voidedBy: 'reprint' | 'reservation' | 'issue' | 'change' | null;
  readonly voidedByReprint: number | null;
}

export interface UnitTrace {
  readonly id: string;
  readonly asOf: Date;
  readonly orgName: string;
  /** Null: it has gone to where this viewer may no longer look. `what` says what it was. */
  readonly bag: LoadedBag | null;
  readonly what: IdentifiedBag;
  readonly steps: readonly ShownStep[];
  readonly isCut: boolean;
  /** After each step of the ledger, the last one of now. */
  readonly digests: readonly string[];
  /** Of the same steps while the bag was not to be seen here; none while it is not now. */
  readonly digestsWithout: readonly string[];
  readonly sisters: readonly SisterBag[];
  readonly relatives: readonly RelatedBag[];
  readonly labels: readonly BagLabel[];
  readonly prints: readonly LabelPrint[];
  readonly organisations: Readonly<Record<string, OrganisationName>>;
}

/** The whole life of one bag as far as the scope shows it. @throws not_found for a bag that neither is nor was this viewer's to see. */
export const traceUnit = defineRead({
  name: 'units.trace',
  permission: 'units.read',
  input: z.strictObject({ id: z.uuid() }),
  async run(scope, { id }): Promise<UnitTrace> {
    const [bag, loaded, placeMoves, relabellings] = await Promise.all([
      loadBag(scope, id),
      loadMovements(scope, id),
      loadPlaceMoves(scope, id),
      loadRelabellings(scope, id),
    ]);
    const movements = loaded.slice(0, movementCap);
    const what = bag ?? movements.at(-1);
    if (!what) throw notFound();
    const records = await loadRecords(scope, id, movements, findComponent(what.component, scope.now));
    const about = { now: scope.now, viewerOrgId: scope.orgId, bag: bag ?? null };
    const steps = traceBag({ ...about, movements, placeMoves, relabellings, records });
    const [sisters, labels, relatives] = bag
      ? await Promise.all([loadSisters(scope, bag), loadLabels(scope, bag), loadRelatives(scope, bag.id)])
      : [[], [], []];
    const prints = await loadPrints(scope, id);
    // As the bag was labelled first, before any house did anything to it.
    const labelled = bag ? { ...bag, ...relabellings[0]?.old, expiresAt: await loadFirstExpiry(scope, bag) } : null;
    const [org] = await scope.q<{ name: string }[]>`select name from organisations where id = ${scope.orgId}`;
    const shown = steps.map(({ movement: _, record, noted, ...step }) => ({
      ...step,
      record: record && show(scope, record),
      noted: noted && show(scope, noted),
    }));
    return {
      id,
      asOf: scope.now,
      orgName: org?.name ?? '',
      bag: bag ?? null,
      what: { component: what.component, abo: what.abo, rhd: what.rhd, amount: what.amount },
      steps: shown,
      isCut: loaded.length > movementCap,
      digests: digestsOf(canonicalTrace(scope.orgId, labelled, steps)),
      digestsWithout: bag ? digestsOf(canonicalTrace(scope.orgId, null, steps)) : [],
      sisters,
      relatives,
      labels,
      prints,
      organisations: await nameOrganisations(scope, [
        ...(bag ? [placeOf(bag), bag.holderOrgId, bag.sourceOrgId] : []),
        ...sisters.map(({ placeOrgId }) => placeOrgId),
        ...steps.flatMap(({ from, to, actorOrgId }) =>
          [from?.orgId, to?.orgId, actorOrgId].filter((one) => one != null),
        ),
      ]),
    };
  },
});

/** A number may be read by whoever sees the step; the way to the record is open to whom it names. */
function show({ actor }: Scope, record: TraceRecord): StepRecord {
  const action = `${record.module}.read`;
  const mayOpen = record.module !== 'stock' && action in permissions && can(rolesOf(actor), action as Action);
  const isIssue = record.module === 'clinical-issues';
  const isHold = record.module === 'stock';
  return {
    module: record.module,
    id: mayOpen ? record.id || null : null,
    no: 'no' in record ? record.no : null,
    requestNo: isIssue ? record.requestNo || null : null,
    patientLabel: isIssue ? record.patientLabel : null,
    celsius: record.module === 'bag-receipts' || record.module === 'downtime-forms' ? record.celsius : null,
    holdReason: isHold ? record.reason : null,
    words: isHold || record.module === 'relabellings' ? record.words : null,
    checkedBy: record.module === 'relabellings' ? record.checkedBy : null,
    place: isHold ? record.place : null,
    processing: record.module === 'processings' ? record : null,
  };
}

/** The other bags of the same donation that the scope shows. */
async function loadSisters({ q }: Scope, bag: LoadedBag): Promise<SisterBag[]> {
  return [
    ...(await q<SisterBag[]>`
      select id, product_code as "productCode", component, abo, rhd, amount, expires_at as "expiresAt", state,
        case when state = 'in_transit' then coalesce(expected_org_id, holder_org_id) else holder_org_id end as "placeOrgId"
      from blood_units
      where donation_no = ${bag.donationNo} and label_scheme = ${bag.labelScheme} and issuer = ${bag.issuer} and id <> ${bag.id}
      order by product_code, id limit 50`),
  ];
}

/** Parents and children, as far as this house made them and the scope shows the bags. Offices see the bags, not who was made of whom. */
async function loadRelatives(scope: Scope, id: string): Promise<RelatedBag[]> {
  if (isOffice(scope.actor)) return [];
  const { q, orgId } = scope;
  return [
    ...(await q<RelatedBag[]>`
      select u.id, w.relation, w.share, u.donation_no as "donationNo", u.product_code as "productCode", u.component, u.abo, u.rhd, u.amount,
        u.expires_at as "expiresAt", u.state
      from (
        select p.parent_id as id, 'parent' as relation, max(p.amount) as share from unit_parents p where p.child_id = ${id} and p.org_id = ${orgId} group by p.parent_id
        union all
        select p.child_id, 'child', max(p.amount) from unit_parents p where p.parent_id = ${id} and p.org_id = ${orgId} group by p.child_id
      ) w cross join lateral (select * from blood_units b where b.id = w.id limit 1) u
      order by w.relation desc, u.donation_no, u.product_code limit 100`),
  ];
}

/** The expiry that the label bore before any house did anything to the bag: papers printed before it, by whomever, stay what they are. */
async function loadFirstExpiry({ q }: Scope, bag: LoadedBag): Promise<Date> {
  const [row] = await q<{ first: Date | null }[]>`select first_expiry(${bag.id}) as first`;
  return row?.first ?? bag.expiresAt;
}

/** What `unit_labels` shows of this bag; a house that did not write the label there sees the one the bag bears. */
async function loadLabels({ q }: Scope, bag: LoadedBag): Promise<BagLabel[]> {
  const rows = await q<BagLabel[]>`
    select label, product_code as "productCode", since from unit_labels where unit_id = ${bag.id} order by since, label, product_code limit 50`;
  const isBorn = rows.some(({ label, productCode }) => label === bag.donationNo && productCode === bag.productCode);
  return isBorn ? [...rows] : [...rows, { label: bag.donationNo, productCode: bag.productCode, since: null }];
}

/** Labels of the bag that this house printed, newest first; also of a bag that has left it. Offices read none. */
async function loadPrints({ q, orgId, actor }: Scope, id: string): Promise<LabelPrint[]> {
  if (isOffice(actor)) return [];
  return [
    ...(await q<LabelPrint[]>`
      with prints as (
        select *, copy - coalesce(max(copy) filter (where reason = '') over (partition by kind, subject_id order by copy), 0) as reprint
        from label_prints where org_id = ${orgId} and unit_id = ${id}
      )
      select p.id, p.kind, p.reprint, p.printed_at as "printedAt", p.printed_by as "printedBy", p.reason, p.voided_at as "voidedAt", n.reprint as "voidedByReprint",
        case
          when p.voided_at is null then null
          when n.id is not null then 'reprint'
          when exists (select 1 from reservations r where r.id = nullif(p.subject_id, '')::uuid and r.org_id = ${orgId} and r.ended_at <= p.voided_at) then 'reservation'
          when exists (select 1 from clinical_issue_lines l where l.issue_id = nullif(p.subject_id, '')::uuid and l.unit_id = p.unit_id and l.org_id = ${orgId}
            and l.voided_at <= p.voided_at) then 'issue'
          else 'change'
        end as "voidedBy"
      from prints p left join prints n on n.kind = p.kind and n.printed_at = p.voided_at and n.id <> p.id
      order by p.printed_at desc, p.copy desc limit 100`),
  ];
}
