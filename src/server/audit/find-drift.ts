import type { Sql, TransactionSql } from 'postgres';

/** Something that should always hold and does not: which rule, on what, in facts. */
export interface Drift {
  readonly rule: keyof typeof rules;
  readonly subject: string;
  readonly facts: string;
}

type Find = (q: TransactionSql) => Promise<readonly { subject: string; facts: string }[]>;

/** Each rule is one statement that returns no row; whoever breaks it is named. */
const rules = {
  stock: (q) => q`
    select concat_ws(' ', org_id, component, abo, rhd, bucket) as subject,
      format('cell %s bags %s, ledger %s bags %s, %s units', cell_bags, cell_amount, ledger_bags, ledger_amount, unit_bags) as facts
    from reconcile_stock()`,
  issued_bag: (q) => q`
    select u.id::text as subject, format('%s has a live issue line %s and is %s', u.donation_no, l.id, u.state) as facts
    from clinical_issue_lines l join blood_units u on u.id = l.unit_id where l.voided_at is null and u.state <> 'issued'
    union all
    select u.id::text, format('%s is issued by %s without a live line', u.donation_no, m.record_id)
    from blood_units u cross join lateral (
      select module, record_id from stock_movements m where m.unit_id = u.id order by m.id desc limit 1
    ) m
    where u.state = 'issued' and m.module = 'clinical-issues'
      and not exists (select 1 from clinical_issue_lines l where l.unit_id = u.id and l.voided_at is null)`,
  reserved_bag: (q) => q`
    select coalesce(u.id, r.unit_id)::text as subject,
      format('%s: %s live reservations, picks or promises, bag is %s at %s', u.donation_no, count(r.id), coalesce(u.state, 'unknown'), u.holder_org_id) as facts
    from (
      select id, unit_id, org_id from reservations where ended_at is null
      union all select delivery_id, unit_id, party_org_id from blood_order_bags where state = 'picked'
      union all select redistribution_id, unit_id, org_id from redistribution_bags where state = 'taken'
    ) r
    full join (select * from blood_units where state = 'reserved') b on b.id = r.unit_id
    left join blood_units u on u.id = coalesce(r.unit_id, b.id)
    group by u.id, r.unit_id, u.donation_no, u.state, u.hold_reason, u.holder_org_id
    having count(r.id) <> 1 or (u.state is distinct from 'reserved' and not (u.state = 'quarantined' and u.hold_reason = 'processing')) or bool_or(r.org_id is distinct from u.holder_org_id)`,
  ordered_bag: (q) => q`
    select b.unit_id::text as subject, format('order %s has it sent, its note %s says %s', b.order_id, coalesce(d.shipment_id::text, 'none'), coalesce(s.state, 'nothing')) as facts
    from blood_order_bags b join blood_order_deliveries d on d.id = b.delivery_id
    left join shipment_bags s on s.shipment_id = d.shipment_id and s.unit_id = b.unit_id
    where b.state = 'sent' and s.state is distinct from 'expected' and d.state <> 'void'`,
  redistributed_bag: (q) => q`
    select b.unit_id::text as subject, format('redistribution %s has it %s, its note %s says %s, the bag is %s', b.redistribution_id, b.state, coalesce(b.shipment_id::text, 'none'), coalesce(s.state, 'nothing'), u.state) as facts
    from redistribution_bags b left join shipment_bags s on s.shipment_id = b.shipment_id and s.unit_id = b.unit_id left join blood_units u on u.id = b.unit_id
    where b.state = 'sent' and s.state is distinct from 'expected' or b.state in ('proposed', 'offered') and (u.state <> 'available' or u.holder_org_id <> b.org_id)
      or b.state = 'proposed' and exists (select 1 from redistributions r where r.id = b.redistribution_id and r.day < city_today() - 1)`,
  expected_bag: (q) => q`
    select coalesce(u.id, s.unit_id)::text as subject,
      format('note: %s for %s; bag: %s for %s', coalesce(s.state, 'none'), coalesce(s.party_org_id, '-'), coalesce(u.state, 'unknown'), coalesce(u.expected_org_id, '-')) as facts
    from (select * from shipment_bags where state = 'expected') s
    full join (select * from blood_units where state = 'in_transit') b on b.id = s.unit_id and b.expected_org_id = s.party_org_id
    left join blood_units u on u.id = coalesce(b.id, s.unit_id)
    where s.unit_id is null or b.id is null`,
  incident_bag: (q) => q`
    select u.id::text as subject, format('%s has the open incident %s and is %s at %s', u.donation_no, i.no, u.state, u.holder_org_id) as facts
    from incidents i join incident_bags b on b.incident_id = i.id join blood_units u on u.id = b.unit_id
    where i.state <> 'resolved' and b.is_binding and (u.state in ('available', 'reserved') and (not b.is_under_way or u.holder_org_id = b.org_id)
      or u.state = 'in_transit' and not b.is_under_way)`,
  issue_day: (q) => q`
    with folded as (
      select coalesce(m.from_org, m.to_org) as org_id, (m.at at time zone c.time_zone)::date as day, m.component, m.abo, m.rhd,
        sum(case when m.to_bucket = 'patient' then 1 else -1 end) as bags, sum(case when m.to_bucket = 'patient' then m.amount else -m.amount end) as amount
      from stock_movements m cross join city c where m.to_bucket = 'patient' or m.from_bucket = 'patient' group by 1, 2, 3, 4, 5
    )
    select concat_ws(' ', org_id, day, component, abo, rhd) as subject,
      format('day %s bags %s, ledger %s bags %s', coalesce(i.bags, 0), coalesce(i.amount, 0), coalesce(f.bags, 0), coalesce(f.amount, 0)) as facts
    from issue_days i full join folded f using (org_id, day, component, abo, rhd)
    where coalesce(i.bags, 0) <> coalesce(f.bags, 0) or coalesce(i.amount, 0) <> coalesce(f.amount, 0)`,
} satisfies Record<string, Find>;

/**
 * Folds the ledger again and holds every projection and every list against it, in one snapshot. Nothing to report is an empty list.
 * @param sql the application's login, or the owner's.
 */
export async function findDrift(sql: Sql): Promise<Drift[]> {
  const found = await sql.begin('isolation level repeatable read read only', async (q) => {
    await q`select set_config('role', 'scope_system', true)`;
    const drifts: Drift[] = [];
    for (const [rule, find] of Object.entries(rules) as [keyof typeof rules, Find][])
      for (const { subject, facts } of await find(q)) drifts.push({ rule, subject, facts });
    return drifts;
  });
  return found as Drift[];
}
