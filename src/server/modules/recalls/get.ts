import { z } from 'zod';
import type { AboGroup, Rhd } from '@/domain/blood/groups';
import { can } from '@/domain/permissions';
import { callAfterMinutes, type SaidFate, sayableFates } from '@/domain/recalls/fates';
import type { RecallClass } from '@/domain/recalls/record';
import type { UnitState } from '@/domain/stock/effects';
import { rolesOf } from '../../kernel/actor';
import { asHistory } from '../../kernel/history';
import { nameOrganisations } from '../../kernel/list';
import { defineRead } from '../../kernel/read';
import type { Scope } from '../../kernel/scope';
import { loadParts, loadRecall, type ShownRecalledBag, shownBagColumns } from './load';

/** A bag as its own house sees it: where it stands, and for whom it was issued as far as an issue says it without a name. */
export interface HouseBag extends Omit<ShownRecalledBag, 'abo' | 'rhd'> {
  readonly abo: AboGroup;
  readonly rhd: Rhd;
  /** As it stands now; of another house’s bag, null. */
  readonly state: UnitState | 'elsewhere' | null;
  readonly holdReason: string | null;
  readonly storagePlace: string;
  readonly issueId: string | null;
  readonly issueNo: string | null;
  readonly department: string | null;
  readonly bed: string | null;
  readonly collectedBy: string | null;
  readonly issuedAt: Date | null;
  /** What can be said of it now. */
  readonly says: readonly SaidFate[];
}

export interface LookBackView {
  readonly id: string;
  readonly unitId: string;
  readonly donationNo: string;
  readonly issueNo: string;
  readonly department: string;
  readonly issuedAt: Date;
  readonly patientName: string | null;
  readonly patientMrn: string | null;
  readonly patientLabel: string;
  readonly openedBy: string;
  readonly openedAt: Date;
  readonly toldTo: string;
  readonly toldBy: string;
  readonly toldAt: Date | null;
  readonly words: string;
  readonly version: number;
}

/**
 * One recall. The station sees every house's part, its bags and their fates, and never a patient; a house its own part, where its bags stand, and, for
 * whoever may, the patients who were given one.
 */
export const getRecall = defineRead({
  name: 'recalls.get',
  permission: 'recalls.read',
  input: z.strictObject({ id: z.uuid() }),
  async run(scope, { id }) {
    const { q, orgId, actor } = scope;
    const recall = await loadRecall(scope, id);
    const isStation = recall.orgId === orgId;
    const parts = await loadParts(scope, id);
    const bags = await loadBags(scope, id, isStation);
    const mayLookBack = !isStation && can(rolesOf(actor), 'recalls.look-back');
    const calls = await q<{ calledOrgId: string; reached: string; calledBy: string; calledAt: Date }[]>`
      select called_org_id as "calledOrgId", reached, called_by as "calledBy", called_at as "calledAt" from recall_calls
      where recall_id = ${id} and org_id = ${orgId} order by called_at, id`;
    const [station] = await q<{ name: string; phone: string }[]>`
      select name, duty_phone as phone from organisations where id = ${recall.orgId}`;
    return {
      ...recall,
      side: isStation ? ('station' as const) : ('house' as const),
      station: station ?? { name: recall.orgId, phone: '' },
      parts,
      bags,
      calls: [...calls],
      lookBacks: mayLookBack ? await loadLookBacks(scope, id) : [],
      organisations: await nameOrganisations(scope, [recall.orgId, ...parts.map((part) => part.orgId)]),
    };
  },
});

async function loadBags(scope: Scope, id: string, isStation: boolean): Promise<HouseBag[]> {
  const { q, orgId } = scope;
  const rows = await q<Omit<HouseBag, 'says'>[]>`
    select ${shownBagColumns(scope)}, case when b.org_id = ${orgId} then coalesce(u.state, 'elsewhere') end as state, u.hold_reason as "holdReason", coalesce(u.storage_place, '') as "storagePlace",
      i.id as "issueId", i.no as "issueNo", i.department, i.bed, i.collected_by as "collectedBy", i.issued_at as "issuedAt"
    from recall_bags b
    left join blood_units u on u.id = b.unit_id and b.org_id = ${orgId} and (u.holder_org_id = ${orgId} or u.expected_org_id = ${orgId})
    left join clinical_issue_lines l on l.unit_id = b.unit_id and l.org_id = ${orgId} and l.voided_at is null
    left join clinical_issues i on i.id = l.issue_id
    where b.recall_id = ${id}
    order by b.org_id, (b.fate is not null), (coalesce(u.state, '') <> 'issued'), b.donation_no, b.product_code, b.unit_id`;
  return rows.map((row) => ({
    ...row,
    says: row.orgId === orgId && row.state !== null ? sayableFates(row.state, isStation) : [],
  }));
}

async function loadLookBacks({ q, orgId }: Scope, id: string): Promise<LookBackView[]> {
  return [
    ...(await q<LookBackView[]>`
      select b.id, b.unit_id as "unitId", u.donation_no as "donationNo", i.no as "issueNo", i.department, i.issued_at as "issuedAt", p.name as "patientName", p.mrn as "patientMrn",
        i.patient_label as "patientLabel", b.opened_by as "openedBy", b.opened_at as "openedAt", b.told_to as "toldTo", b.told_by as "toldBy", b.told_at as "toldAt", b.words, b.version
      from look_backs b join clinical_issues i on i.id = b.issue_id join blood_units u on u.id = b.unit_id left join patients p on p.id = coalesce(i.patient_id, b.patient_id)
      where b.recall_id = ${id} and b.org_id = ${orgId} order by b.opened_at, b.id`),
  ];
}

/** The trail of this house's own part; of the station its own deeds. */
export const readRecallHistory = defineRead({
  name: 'recalls.history',
  permission: 'recalls.read',
  input: z.strictObject({ id: z.uuid() }),
  run: async ({ q, orgId }, { id }) =>
    asHistory(
      await q<{ seq: number; payload: string }[]>`
        select seq, payload from audit_log where org_id = ${orgId} and module = 'recalls' and record_id = ${id} order by seq desc limit 200`,
    ),
});

export interface RecallAlarm {
  readonly id: string;
  readonly no: string;
  readonly recallClass: RecallClass;
  readonly reason: string;
  readonly instruction: string;
  readonly donationCount: number;
  readonly stationName: string;
  readonly stationPhone: string;
  readonly soundedAt: Date;
  /** Where this house's bags of it are, those with a fate left out. */
  readonly inStock: number;
  readonly underWay: number;
  readonly issued: number;
}

/** What sounds on the screens of this house: recalls that nobody here has acknowledged. */
export const readAlarm = defineRead({
  name: 'recalls.alarm',
  permission: 'recalls.alarm',
  input: z.strictObject({}).optional(),
  sharedBy: 'organisation',
  run: async ({ q, orgId }): Promise<RecallAlarm[]> => [
    ...(await q<RecallAlarm[]>`
      select r.id, r.no, r.recall_class as "recallClass", r.reason, r.instruction, r.donation_count as "donationCount", o.name as "stationName", o.duty_phone as "stationPhone",
        p.sounded_at as "soundedAt", b."inStock", b."underWay", b.issued
      from recall_parts p join recalls r on r.id = p.recall_id join organisations o on o.id = r.org_id
      cross join lateral (
        select count(*) filter (where u.state in ('available', 'reserved', 'quarantined'))::int as "inStock", count(*) filter (where u.state = 'in_transit')::int as "underWay",
          count(*) filter (where u.state = 'issued')::int as issued
        from recall_bags x join blood_units u on u.id = x.unit_id where x.recall_id = r.id and x.org_id = ${orgId} and x.fate is null
      ) b
      where p.org_id = ${orgId} and p.state = 'sounding' order by r.recall_class, p.sounded_at, r.id limit 20`),
  ],
});

/** Houses that have not acknowledged for ten minutes, with whom to call and who was called. */
export const readToCall = defineRead({
  name: 'recalls.to-call',
  permission: 'recalls.call',
  input: z.strictObject({}).optional(),
  run: async ({ q, orgId }) => [
    ...(await q<
      {
        recallId: string;
        no: string;
        recallClass: RecallClass;
        orgId: string;
        name: string;
        phone: string;
        nightPhone: string;
        soundedAt: Date;
        bagCount: number;
        lastReached: string | null;
        lastCalledAt: Date | null;
      }[]
    >`
      select r.id as "recallId", r.no, r.recall_class as "recallClass", p.org_id as "orgId", o.name, o.duty_phone as phone, o.night_phone as "nightPhone", p.sounded_at as "soundedAt",
        (select count(*)::int from recall_bags b where b.recall_id = r.id and b.org_id = p.org_id and b.fate is null) as "bagCount", c.reached as "lastReached", c.called_at as "lastCalledAt"
      from recall_parts p join recalls r on r.id = p.recall_id join organisations o on o.id = p.org_id
      left join lateral (select x.reached, x.called_at from recall_calls x where x.recall_id = r.id and x.called_org_id = p.org_id order by x.called_at desc limit 1) c on true
      where p.party_org_id = ${orgId} and p.state = 'sounding' and p.sounded_at <= city_now() - make_interval(mins => ${callAfterMinutes})
      order by r.recall_class, p.sounded_at, p.org_id limit 200`),
  ],
});

/** How many recalls are open in the city: a number, for whoever sees the overview. */
export const countOpenRecalls = defineRead({
  name: 'recalls.count',
  permission: 'overview.read',
  input: z.strictObject({}).optional(),
  sharedBy: 'city',
  async run({ q }): Promise<{ open: number }> {
    const [row] = await q<{ open: number }[]>`select open_recalls() as open`;
    return { open: row?.open ?? 0 };
  },
});
