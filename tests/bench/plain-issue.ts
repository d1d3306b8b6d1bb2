import type { Sql } from 'postgres';

/**
 * One ordinary issue of one bag as plain SQL: what the ledger, its projections, the record, the audit chain and the outbox need, one
 * prepared statement each, in one transaction, without NOTIFY, row-level security, triggers, rules or people. Leaves a clean ledger.
 * The connection must stand in session_replication_role = replica.
 */
export function issuePlainly(sql: Sql, orgId: string, unitId: string, patientId: string): Promise<void> {
  const issueId = crypto.randomUUID();
  return sql.begin(async (q) => {
    const [unit] = await q<{ component: string; abo: string; rhd: string; amount: number }[]>`
      update blood_units set state = 'issued', last_kind = 'issue', version = version + 1
      where id = ${unitId} and state = 'available' and holder_org_id = ${orgId} and expires_at > city_now() returning component, abo, rhd, amount`;
    if (!unit) throw new Error('the bag is gone');
    const { component, abo, rhd, amount } = unit;
    await q`
      insert into stock_movements (unit_id, kind, from_org, from_bucket, to_bucket, component, abo, rhd, amount, module, record_id, actor_org_id, actor)
      values (${unitId}, 'issue', ${orgId}, 'available', 'patient', ${component}, ${abo}, ${rhd}, ${amount}, 'clinical-issues', ${issueId}, ${orgId}, '1001')`;
    const [cell] = await q<{ version: number }[]>`
      update stock_cells set available_bags = available_bags - 1, available_amount = available_amount - ${amount}, version = version + 1
      where org_id = ${orgId} and component = ${component} and abo = ${abo} and rhd = ${rhd} returning version`;
    await q`
      insert into issue_days as i (org_id, day, component, abo, rhd, bags, amount) values (${orgId}, city_today(), ${component}, ${abo}, ${rhd}, 1, ${amount})
      on conflict (org_id, day, component, abo, rhd) do update set bags = i.bags + 1, amount = i.amount + excluded.amount`;
    await q`
      insert into clinical_issues (id, no, org_id, patient_id, patient_label, request_no, issue_type, state, duty_mode, patient_group, checks, bag_count, issued_by,
        collected_by, created_by)
      values (${issueId}, ${`P${issueId}`}, ${orgId}, ${patientId}, '李桂芳', 'R1', 'routine', 'issued', 'two_person', '{}', '[]', 1, '1001', '3001', '1001')`;
    await q`
      insert into clinical_issue_lines (issue_id, unit_id, org_id, line_no, verdict) values (${issueId}, ${unitId}, ${orgId}, 1, '{"level":"IDENTICAL"}')`;
    await q`
      with said as (
        select jsonb_build_object('org', ${orgId}::text, 'at', city_now(), 'module', 'clinical-issues', 'record', ${issueId}::text, 'action', 'clinical-issues.register',
          'after', jsonb_build_object('unitId', ${unitId}::text, 'version', ${cell?.version ?? 0}::bigint))::text as payload
      ), head as (
        update audit_heads h set seq = h.seq + 1, hash = encode(sha256(convert_to(h.hash || '|' || said.payload, 'UTF8')), 'hex')
        from said where h.org_id = ${orgId} returning old.hash as prev, new.hash, new.seq, said.payload
      )
      insert into audit_log (org_id, seq, at, module, record_id, action, payload, prev_hash, hash)
      select ${orgId}, seq, city_now(), 'clinical-issues', ${issueId}, 'clinical-issues.register', payload, prev, hash from head`;
    await q`
      insert into outbox (org_id, rooms, envelope) values (${orgId}, ${['city', `org:${orgId}`]}, ${q.json({ module: 'stock', recordId: issueId, orgId, component, abo, rhd, version: cell?.version ?? 0 })})`;
  }) as Promise<void>;
}
