import type { Hands } from './hands';

/**
 * Bags of this run of which the tables do not agree where they are: by the ledger they stand in exactly the account of their state and holder;
 * exactly those that a patient has are on a live line of an issue, those on their way on a note that awaits them, those kept on a live reservation.
 */
export async function findStrays({ city, names, orgs }: Hands): Promise<string[]> {
  const rows = await city.owner<{ id: string; state: string; what: string }[]>`
    with bags as (
      select u.id, u.state, u.hold_reason, case when u.state = 'in_transit' then u.expected_org_id else u.holder_org_id end || ' ' || u.state as account,
        u.state in ('available', 'reserved', 'quarantined', 'in_transit') as is_in
      from blood_units u where u.holder_org_id = any(${Object.values(orgs)})
    ), steps as (
      select m.unit_id, m.to_org || ' ' || m.to_bucket as account, 1 as n from stock_movements m join bags b on b.id = m.unit_id where m.to_org is not null
      union all select m.unit_id, m.from_org || ' ' || m.from_bucket, -1 from stock_movements m join bags b on b.id = m.unit_id where m.from_org is not null
    ), stands as (
      select unit_id, account, sum(n) as n from steps group by 1, 2 having sum(n) <> 0
    ), claims as (
      select b.*, array(select s.account || ' ' || s.n from stands s where s.unit_id = b.id order by 1) as accounts,
        (select count(*) from clinical_issue_lines l where l.unit_id = b.id and l.voided_at is null) as issues,
        (select count(*) from shipment_bags s where s.unit_id = b.id and s.state = 'expected') as notes,
        (select count(*) from reservations r where r.unit_id = b.id and r.ended_at is null) as kept
      from bags b
    )
    select id, state, concat_ws(' ', accounts::text, issues, notes, kept) as what from claims
    where accounts <> case when is_in then array[account || ' 1'] else '{}' end
      or issues <> (state = 'issued')::int or notes <> (state = 'in_transit')::int
      or case when state = 'quarantined' and hold_reason = 'processing' then kept > 1 else kept <> (state = 'reserved')::int end`;
  return rows.map(({ id, state, what }) => `${names.keyOf(id)} ${state}: ${what}`);
}
