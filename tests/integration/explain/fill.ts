import postgres from 'postgres';
import type { TestDatabase } from '../../support/database';

export const volumes = { houses: 60, bags: 60_000, movements: 200_000, audit: 50_000, records: 5_000 } as const;

/** Tables that grow with the years: none of them may be read from end to end for one question. */
export const largeTables = [
  'stock_movements',
  'blood_units',
  'audit_log',
  'feed',
  'bag_receipts',
  'bag_receipt_lines',
  'clinical_issues',
  'clinical_issue_lines',
  'shipments',
  'shipment_bags',
  'patients',
  'reservations',
  'signatures',
  'drafts',
  'idempotency_keys',
  'unit_labels',
  'tasks',
  'incidents',
  'incident_bags',
  'blood_orders',
  'blood_order_lines',
  'blood_order_bags',
  'redistributions',
  'redistribution_bags',
  'relabelling_lines',
  'transfusion_requests',
  'transfusion_request_steps',
  'specimens',
  'specimen_tests',
  'crossmatches',
  'immunohematology_requests',
  'immunohematology_reports',
  'patient_findings',
] as const;

/**
 * Rows of some years for sixty houses beside those that the verbs made, without triggers: volumes and spread matter here, not the ledger.
 * H01 and its neighbours have their share; the station sent everything.
 */
export async function fillDatabase(database: TestDatabase): Promise<void> {
  const { houses, bags, movements, audit, records } = volumes;
  const sql = postgres(database.adminUrl, { max: 1, onnotice: () => {} });
  // Houses are numbered: three of them are the hospitals of the trial.
  const house = (n: string) =>
    `(case (${n}) % ${houses} when 0 then 'H01' when 1 then 'H02' when 2 then 'H03' else 'F' || lpad(((${n}) % ${houses})::text, 3, '0') end)`;
  const uuid = (kind: number, n: string) =>
    `('${String(kind).padStart(8, '0')}-0000-4000-8000-' || lpad((${n})::text, 12, '0'))::uuid`;
  const days = (n: string, span: number) => `interval '1 minute' * (((${n})::bigint * 7919) % ${span * 1440})`;
  const abo = (n: string) => `(array['A', 'B', 'O', 'AB'])[1 + (${n}) % 4]`;
  try {
    await sql.unsafe(`
      set session_replication_role = replica;
      insert into organisations (id, kind, name, short_name, sort_order)
        select 'F' || lpad(n::text, 3, '0'), 'hospital', '填充医院' || n, '填充' || n, 100 + n from generate_series(3, ${houses - 1}) n;

      -- One in twelve is on a shelf, one in sixty on its way, the rest was issued.
      insert into blood_units (id, label_scheme, issuer, donation_no, product_code, component, abo, rhd, amount, collected_at, expires_at, source_org_id, holder_org_id, expected_org_id, state, last_kind, storage_place)
        select ${uuid(1, 'n')}, 'isbt128', '31000', '3100025' || lpad(n::text, 6, '0'), 'E0336V00', case when n % 3 = 0 then 'ffp' else 'rbc-suspended' end, ${abo('n')},
          case when n % 97 = 0 then 'negative' else 'positive' end, 200, city_now() - ${days('n', 900)}, city_now() - ${days('n', 900)} + interval '35 days', 'S01',
          case when n % 60 = 7 or n % 61 = 0 then 'S01' else ${house('n / 61')} end, ${house('n / 61')},
          case when n % 61 = 0 then 'in_transit' when n % 12 = 0 then (array['available', 'available', 'available', 'reserved', 'quarantined'])[1 + (n / 12) % 5] else 'issued' end, 'issue', '1-1'
        from generate_series(1, ${bags}) n;
      update blood_units set expires_at = city_now() + ${days('hashtext(id::text)::bigint & 65535', 30)} where state in ('available', 'reserved', 'in_transit') and donation_no like '3100025%';
      insert into unit_labels (unit_id, label_scheme, issuer, label, product_code, org_id) select id, label_scheme, issuer, donation_no, product_code, 'S01' from blood_units where donation_no like '3100025%';

      insert into stock_movements (at, xid, unit_id, kind, from_org, from_bucket, to_org, to_bucket, component, abo, rhd, amount, module, record_id, actor_org_id, actor)
        select city_now() - ${days('n', 60)}, '1', ${uuid(1, `1 + n % ${bags}`)}, (array['release', 'ship', 'receive', 'issue'])[1 + n % 4],
          case n % 4 when 0 then null when 1 then 'S01' else ${house('n / 4')} end, (array['supply', 'available', 'in_transit', 'available'])[1 + n % 4],
          case n % 4 when 0 then 'S01' when 3 then null else ${house('n / 4')} end, (array['available', 'in_transit', 'available', 'patient'])[1 + n % 4],
          'rbc-suspended', ${abo('n')}, 'positive', 200, 'clinical-issues', ${uuid(2, `n % ${records}`)}::text, ${house('n / 4')}, '1001 某人'
        from generate_series(1, ${movements}) n;

      insert into audit_log (org_id, seq, at, xid, module, record_id, action, payload, prev_hash, hash)
        select ${house('n')}, 1000000 + n, city_now() - ${days('n', 400)}, '1', 'clinical-issues', ${uuid(2, `n % ${records}`)}::text, 'clinical-issues.register', '{"before": null, "after": {"note": "some text of a usual length, so that rows have their weight"}}', '', ''
        from generate_series(1, ${audit}) n;
      insert into feed (seq, at, org_id, party_org_id, rooms, envelope)
        select h.seq + n, city_now() - ${days('n', 30)}, ${house('n')}, null, array['org:' || ${house('n')}, 'city'],
          jsonb_build_object('action', 'clinical-issues.register', 'tally', jsonb_build_object('kind', 'issue', 'bags', 1), 'cells', '[]'::jsonb, 'orgId', ${house('n')}, 'module', 'clinical-issues', 'recordId', n::text, 'version', 1)
        from feed_head h, generate_series(1, 50000) n;
      update feed_head set seq = seq + 50000;

      insert into patients (id, org_id, mrn, name, search, sex, birth_date, identity_index, abo, rhd, updated_at)
        select ${uuid(3, 'n')}, ${house('n')}, 'F' || n, '填充' || n, 'tianchong tc', 'male', '1960-01-01', sha256(n::text::bytea), ${abo('n')}, 'positive', city_now() - ${days('n', 700)} from generate_series(1, ${records}) n;
      insert into station_releases (id, no, org_id, source, bag_count, created_by, created_at)
        select ${uuid(8, 'n')}, 'F' || n, 'S01', 'form', 12, '1001 某人', city_now() - ${days('n', 700)} from generate_series(1, ${records}) n;
      insert into relabellings (id, no, org_id, bag_count, reason, relabelled_by, checked_by, old_label, new_label, labels, created_at)
        select ${uuid(25, 'n')}, 'F' || n, 'S01', 2, '标签打印错误', '1001 某人', '1002 某人', 'F' || n, '3100025' || n, 'F' || n || ' → 3100025' || n, city_now() - ${days('n', 700)} from generate_series(1, ${records}) n;
      insert into relabelling_lines (relabelling_id, unit_id, org_id, line_no, old_scheme, old_issuer, old_donation_no, old_product_code, new_scheme, new_issuer, new_donation_no, new_product_code, component, abo, rhd, amount, expires_at, state_before, created_at)
        select ${uuid(25, `1 + n % ${records}`)}, ${uuid(1, 'n')}, 'S01', 1 + n / ${records}, 'isbt128', '31000', 'F' || n, 'E0336V00', 'isbt128', '31000', '3100025' || lpad(n::text, 6, '0'), 'E0336V00', 'rbc-suspended', ${abo('n')}, 'positive', 200,
          city_now(), 'available', city_now() - ${days('n', 700)} from generate_series(1, ${records * 2}) n;
      insert into shipments (id, no, org_id, party_org_id, state, bag_count, sent_at, created_by, created_at)
        select ${uuid(4, 'n')}, 'F' || n, 'S01', ${house('n')}, case when n % 100 = 0 then 'shipped' else 'received' end, 12, city_now() - ${days('n', 700)}, '1001 某人', city_now() - ${days('n', 700)} from generate_series(1, ${records}) n;
      insert into blood_orders (id, no, org_id, party_org_id, state, priority, delivery_method, needed_at, line_count, created_by, created_at)
        select ${uuid(21, 'n')}, 'F' || n, ${house('n')}, 'S01', case when n % 100 = 0 then 'accepted' else 'completed' end, 'routine', 'slot', city_now() - ${days('n', 700)}, 2, '1001 某人', city_now() - ${days('n', 700)} from generate_series(1, ${records}) n;
      insert into blood_order_lines (id, order_id, org_id, party_org_id, line_no, component, abo, rhd, amount, accepted_amount)
        select ${uuid(22, 'n')}, ${uuid(21, `1 + n % ${records}`)}, ${house(`1 + n % ${records}`)}, 'S01', n / ${records} + 1, 'rbc-suspended', ${abo('n')}, 'positive', 800, 800 from generate_series(1, ${records * 2}) n;
      insert into blood_order_deliveries (id, order_id, org_id, party_org_id, delivery_no, state, shipment_id, picked_by)
        select ${uuid(23, 'n')}, ${uuid(21, 'n')}, ${house('n')}, 'S01', 1, 'received', ${uuid(4, 'n')}, '1001 某人' from generate_series(1, ${records}) n;
      insert into blood_order_bags (delivery_id, unit_id, line_id, order_id, org_id, party_org_id, amount, state, picked_by)
        select ${uuid(23, `1 + n % ${records}`)}, ${uuid(1, 'n')}, ${uuid(22, `1 + n % ${records}`)}, ${uuid(21, `1 + n % ${records}`)}, ${house(`1 + n % ${records}`)}, 'S01', 200, 'received', '1001 某人' from generate_series(1, ${bags}) n;
      insert into redistributions (id, no, org_id, party_org_id, day, state, bag_count, first_expires_at, created_at)
        select ${uuid(24, 'n')}, 'F' || n, ${house('n')}, ${house('n + 1')}, city_today() - 10 - n, case when n % 100 = 0 then 'sent' else 'received' end, 2, city_now() - ${days('n', 700)}, city_now() - ${days('n', 700)} from generate_series(1, ${records}) n;
      insert into redistribution_bags (redistribution_id, unit_id, org_id, party_org_id, donation_no, product_code, component, abo, rhd, amount, expires_at, ahead_amount, per_day, surplus_amount, state, offered_at, taken_at, sent_at, received_at, saved_at, shipment_id)
        select ${uuid(24, `1 + n % ${records}`)}, ${uuid(1, 'n')}, ${house(`1 + n % ${records}`)}, ${house(`2 + n % ${records}`)}, 'F' || n, 'E0336V00', 'rbc-suspended', ${abo('n')}, 'positive', 200, city_now() - ${days('n', 700)}, 0, 0, 0,
          'received', city_now() - ${days('n', 700)}, city_now() - ${days('n', 700)}, city_now() - ${days('n', 700)}, city_now() - ${days('n', 700)}, case when n % 10 > 0 then city_now() - ${days('n', 700)} end,
          ${uuid(4, `1 + n % ${records}`)} from generate_series(1, ${records * 2}) n;
      insert into shipment_bags (shipment_id, unit_id, org_id, party_org_id, line_no, state)
        select ${uuid(4, `1 + n % ${records}`)}, ${uuid(1, 'n')}, 'S01', ${house(`1 + n % ${records}`)}, n / ${records} + 1, 'received' from generate_series(1, ${bags}) n;
      insert into bag_receipts (id, no, org_id, party_org_id, shipment_id, state, duty_mode, bag_count, temperatures, received_by, reviewed_by, arrived_at, posted_at, source, created_by)
        select ${uuid(5, 'n')}, 'F' || n, ${house('n')}, 'S01', ${uuid(4, 'n')}, 'posted', 'two_person', 12, '[]', '某人', '某人', city_now() - ${days('n', 700)}, city_now() - ${days('n', 700)}, 'scan', '某人' from generate_series(1, ${records}) n;
      insert into bag_receipt_lines (receipt_id, unit_id, org_id, line_no, box_no, outcome, entry)
        select ${uuid(5, `1 + n % ${records}`)}, ${uuid(1, 'n')}, ${house(`1 + n % ${records}`)}, n / ${records} + 1, 1, 'accepted', 'scan' from generate_series(1, ${bags}) n;
      insert into clinical_issues (id, no, org_id, patient_id, patient_label, request_no, issue_type, state, duty_mode, department, patient_group, checks, bag_count, issued_by, collected_by, issued_at, created_by)
        select ${uuid(2, 'n')}, 'F' || n, ${house('n')}, ${uuid(3, 'n')}, '填充' || n, 'HIS' || n, 'routine', 'issued', 'two_person', '骨科', '{}', '[]', 2, '1001 某人', '某人', city_now() - ${days('n', 700)}, '某人' from generate_series(1, ${records}) n;
      insert into clinical_issue_lines (issue_id, unit_id, org_id, line_no, verdict)
        select ${uuid(2, `1 + n % ${records}`)}, ${uuid(1, 'n')}, ${house(`1 + n % ${records}`)}, n / ${records} + 1, '{}' from generate_series(1, 50000) n;
      insert into transfusion_requests (id, no, org_id, patient_id, patient_label, state, sick_type, is_consented, is_assessed, nature, arrangement, is_emergency, abo, rhd, group_determinations,
          lines, labs, counted_ml, window_ml, approval_row, waits_for, round, applicant_id, applied_by, applied_at, print_count, reason, created_by, created_at, sorted_at)
        select ${uuid(12, 'n')}, 'F' || n, ${house('n')}, ${uuid(3, 'n')}, '填充' || n, case when n % 100 = 0 then 'submitted' when n % 101 = 0 then 'returned' else 'completed' end, '3', true, true,
          'preparation', 'allogeneic', false, 'A', 'positive', 2, '[{"component": "rbc-suspended", "amount": 200, "modifiers": []}]', '[]', 400, 400, 1,
          case when n % 100 = 0 then 'senior' when n % 101 = 0 then 'ward' else '' end, 1, ${uuid(3, 'n')}, '某人', city_now() - ${days('n', 700)}, 1,
          case when n % 101 = 0 then '填写有误' end, '某人', city_now() - ${days('n', 700)}, city_now() - ${days('n', 700)} from generate_series(1, ${records}) n;
      insert into transfusion_request_steps (request_id, org_id, round, step, decision, person_id, signer_name, method)
        select ${uuid(12, 'n')}, ${house('n')}, 1, 'senior', 'approved', ${uuid(3, 'n')}, '某人', 'session' from generate_series(1, ${records}) n;
      insert into specimens (id, org_id, tube_no, patient_id, patient_label, request_id, request_no, state, drawn_at, drawn_by, received_at, received_by, checks, valid_until, grouping, abo, rhd, screen, created_by)
        select ${uuid(31, 'n')}, ${house('n')}, 'T' || lpad(n::text, 8, '0'), ${uuid(3, 'n')}, '填充' || n, ${uuid(12, 'n')}, 'F' || n, 'received', city_now() - ${days('n', 700)} - interval '1 hour', '某人',
          city_now() - ${days('n', 700)}, '某人', '{label}', city_now() - ${days('n', 700)} + interval '71 hours', 'agreed', 'A', 'positive', 'negative', '某人' from generate_series(1, ${records}) n;
      insert into specimen_tests (specimen_id, org_id, round, kind, readings, abo, rhd, person_id, tested_by)
        select ${uuid(31, '1 + n / 2')}, ${house('1 + n / 2')}, 1, case when n % 2 = 0 then 'first' else 'recheck' end, '{}', 'A', 'positive', ${uuid(3, 'n')}, '某人' from generate_series(0, ${records * 2 - 1}) n;
      insert into crossmatches (org_id, patient_id, unit_id, request_id, specimen_id, origin, record_id, is_compatible, is_second_entry, crossmatch, created_by, created_at)
        select ${house('n')}, ${uuid(3, 'n')}, ${uuid(1, 'n')}, ${uuid(12, 'n')}, ${uuid(31, 'n')}, 'bench', ${uuid(2, 'n')}, n % 200 > 0, false, '{}', '某人', city_now() - ${days('n', 700)} from generate_series(1, ${records}) n;
      insert into immunohematology_requests (id, no, org_id, party_org_id, state, patient_id, patient_label, sex, abo, rhd, group_determinations, is_urgent, tests, tubes, applicant_id, applied_by, applied_at, due_at,
          reason, report_no, created_by, created_at, sorted_at)
        select ${uuid(31, 'n')}, 'F' || n, ${house('n')}, 'S01', case when n % 100 = 0 then 'submitted' when n % 101 = 0 then 'refused' else 'reported' end, ${uuid(3, 'n')}, '填充' || n, 'male', 'A', 'positive', 2, n % 7 = 0,
          '{ab_screen}', 'XI-F-' || n, ${uuid(3, 'n')}, '某人', city_now() - ${days('n', 700)}, city_now() - ${days('n', 700)}, case when n % 101 = 0 then '标本溶血' end, 1, '某人', city_now() - ${days('n', 700)}, city_now() - ${days('n', 700)}
        from generate_series(1, ${records}) n;
      insert into immunohematology_reports (request_id, org_id, party_org_id, report_no, results, conclusion, findings, entered_by, entered_by_id, entered_at, reviewed_by, reviewed_by_id, method, covers_digest)
        select ${uuid(31, 'n')}, ${house('n')}, 'S01', 1, '[]', '抗-E', '[]', '某人', ${uuid(3, 'n')}, city_now(), '某人', ${uuid(4, 'n')}, 'session', 'x' from generate_series(1, ${records}) n;
      insert into patient_findings (org_id, patient_id, request_id, kind, value, report_no, found_at)
        select ${house('n')}, ${uuid(3, 'n')}, ${uuid(31, 'n')}, 'antibody', '抗-E', 1, city_now() - ${days('n', 700)} from generate_series(1, ${records}) n;
      insert into reservations (org_id, unit_id, patient_id, request_no, reserved_by, release_at, ended_at, end_reason)
        select ${house('n')}, ${uuid(1, 'n')}, ${uuid(3, 'n')}, 'HIS' || n, '某人', city_now() + interval '20 hours', case when n % 50 = 0 then null else city_now() end, case when n % 50 = 0 then null else 'issued' end from generate_series(1, ${records}) n;
      insert into signatures (org_id, module, record_id, meaning, signer_name, method, covers_digest)
        select ${house('n')}, 'clinical-issues', ${uuid(2, `n % ${records}`)}::text, 'issued', '某人', 'badge', 'x' from generate_series(1, ${records * 4}) n;
      insert into tasks (org_id, kind, module, record_id, due_at, done_at)
        select ${house('n')}, 'second_signature', 'clinical-issues', ${uuid(2, 'n')}::text, city_now(), case when n % 100 = 0 then null else city_now() end from generate_series(1, ${records}) n;
      insert into incidents (id, no, org_id, rule, severity, module, record_id, occurred_at, created_by, created_at, state, decision, resolved_at)
        select ${uuid(9, 'n')}, 'F' || n, ${house('n')}, 'expired', 'grave', 'downtime-forms', ${uuid(2, 'n')}::text, city_now() - ${days('n', 700)}, '1001 某人', city_now() - ${days('n', 700)},
          case when n % 100 = 0 then 'open' else 'resolved' end, case when n % 100 = 0 then null else 'note' end, case when n % 100 = 0 then null else city_now() end from generate_series(1, ${records}) n;
      insert into incident_bags (incident_id, unit_id, org_id, donation_no, product_code, component, abo, rhd)
        select ${uuid(9, 'n')}, ${uuid(1, 'n')}, ${house('n')}, 'F' || n, 'E0336V00', 'rbc-suspended', 'A', 'positive' from generate_series(1, ${records}) n;
      insert into drafts (id, org_id, module, subject_id, body)
        select ${uuid(6, 'n')}, ${house('n')}, (array['bag-receipts', 'clinical-issues', 'shipments'])[1 + n % 3], n::text, '{"lines": []}' from generate_series(1, ${records}) n;
      insert into imports (id, org_id, module, digest, file_name, preview)
        select ${uuid(7, 'n')}, ${house('n')}, 'bag-receipts', 'x', 'x.csv', '{}' from generate_series(1, ${records}) n;
      insert into idempotency_keys (org_id, key, command, body_digest, created_at)
        select ${house('n')}, 'key-' || n, 'clinical-issues.register', 'x', city_now() - ${days('n', 29)} from generate_series(1, 20000) n;
      insert into issue_days (org_id, day, component, abo, rhd, bags, amount)
        select distinct on (1, 2, 4) ${house('n')}, city_today() - (n % 400), 'rbc-suspended', ${abo('n / 400')}, 'positive', 3, 600 from generate_series(1, 40000) n on conflict do nothing;
      insert into stock_cells as c (org_id, component, abo, rhd, available_bags, available_amount, reserved_bags, reserved_amount, quarantined_bags, quarantined_amount, in_transit_bags, in_transit_amount)
        select case when state = 'in_transit' then expected_org_id else holder_org_id end, component, abo, rhd,
          count(*) filter (where state = 'available'), coalesce(sum(amount) filter (where state = 'available'), 0), count(*) filter (where state = 'reserved'), coalesce(sum(amount) filter (where state = 'reserved'), 0),
          count(*) filter (where state = 'quarantined'), coalesce(sum(amount) filter (where state = 'quarantined'), 0), count(*) filter (where state = 'in_transit'), coalesce(sum(amount) filter (where state = 'in_transit'), 0)
        from blood_units where state <> 'issued' group by 1, 2, 3, 4
        on conflict (org_id, component, abo, rhd) do update set available_bags = excluded.available_bags, available_amount = excluded.available_amount,
          reserved_bags = excluded.reserved_bags, reserved_amount = excluded.reserved_amount, quarantined_bags = excluded.quarantined_bags,
          quarantined_amount = excluded.quarantined_amount, in_transit_bags = excluded.in_transit_bags, in_transit_amount = excluded.in_transit_amount;
      set session_replication_role = origin;
    `);
    await sql`analyze`;
  } finally {
    await sql.end();
  }
}
