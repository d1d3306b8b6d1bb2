import type { Sql } from 'postgres';
import { hospitalCount } from '../bench/fill';

/** Years of what hospitals, the station and the office write to each other, `records` of each kind, a few of them waiting for somebody; without lines. Sizes skewed as those of the houses. */
export async function fillRecords(admin: Sql, records: number, say: (line: string) => void): Promise<void> {
  const house = admin`'H' || lpad((1 + floor(${hospitalCount}::int * power(random(), 2.5))::int)::text, 3, '0')`;
  const past = admin`city_now() - random() * interval '1500 days'`;
  const waits = admin`n % 20000 = 0`;
  const step = async (name: string, work: () => Promise<unknown>) => {
    const since = performance.now();
    await work();
    say(`  ${name} ${((performance.now() - since) / 1_000).toFixed(1)} s`);
  };
  await admin`set session_replication_role = replica`;
  await admin`set synchronous_commit = off`;
  try {
    await step(`${records} orders`, async () => {
      await admin`
        insert into blood_orders (no, org_id, party_org_id, state, priority, delivery_method, needed_at, line_count, created_by, created_at)
        select 'M' || n, ${house}, 'S01', case when ${waits} then 'submitted' else 'completed' end, case when n % 40 = 0 then 'urgent' else 'routine' end, 'slot', ${past}, 6, '1001', ${past}
        from generate_series(1, ${records}::int) n`;
    });
    await step(`${records} redistributions`, async () => {
      await admin`
        insert into redistributions (no, org_id, party_org_id, day, state, bag_count, first_expires_at, offered_at, answer_by, created_at)
        select 'M' || n, house, case when house = 'H001' then 'H002' else 'H001' end, city_today() - n, case when ${waits} then 'sent' else 'received' end, 3, ${past}, ${past}, ${past}, ${past}
        from (select n, ${house} as house from generate_series(1, ${records}::int) n) drawn`;
    });
    await step(`${records} reviews`, async () => {
      await admin`
        insert into certificate_reviews (no, org_id, party_org_id, profile, state, case_type, patient_name, search, identity_type, identity_index, diagnosis, blood_use, used_on,
          is_supplementary, is_informed, donor_name, donor_identity_type, certificate_no, submitted_at, submitted_by, due_at, sorted_at, entitled_ml, article, created_by, created_at)
        select 'M' || n, ${house}, 'O01', 'SH-2021', case when ${waits} then 'submitted' else 'approved' end, '1', '用血者' || n, '', '01', sha256(n::text::bytea), '择期手术', '[]',
          city_today() - 30, false, true, '献血者' || n, '01', 'C' || n, ${past}, '1001', ${past}, ${past}, 800, '第四十二条', '1001', ${past}
        from generate_series(1, ${records}::int) n`;
    });
    await step(`${records} donors’ plans`, async () => {
      await admin`
        insert into donor_plans (no, org_id, party_org_id, state, origin, donor_group, year, valid_until, measure, amount, allocated_by, created_at)
        select 'M' || n, ${house}, 'O01', case when ${waits} then 'allocated' else 'used_up' end, 'group', '某单位', 2026, '2026-12-31', 'red_cells', 800, '3001', ${past}
        from generate_series(1, ${records}::int) n`;
    });
    await step('analyze', () => admin`vacuum analyze blood_orders, redistributions, certificate_reviews, donor_plans`);
  } finally {
    await admin`reset session_replication_role`;
  }
}
