import readXlsxFile from 'read-excel-file/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bloodOrderRecord } from '@/domain/blood-orders/record';
import { requestRecord } from '@/domain/transfusion-requests/record';
import type { UserActor } from '@/server/kernel/actor';
import { exportRecords } from '@/server/kernel/export';
import { type IssueCity, openIssueCity, refusals } from '../clinical-issues/issue-city';

let city: IssueCity;
let office: UserActor;
beforeAll(async () => {
  city = await openIssueCity();
  office = await city.enrol('2301', ['medical_affairs'], 'H01', '医务科科长');
});
afterAll(() => city.close());

/** As the triggers of a table under load would take minutes for: rows as they stand after years. */
async function fill(count: number, patientId: string): Promise<void> {
  await city.owner.begin(async (tx) => {
    await tx`alter table transfusion_requests disable trigger user`;
    await tx`
      insert into transfusion_requests (no, org_id, patient_id, patient_label, state, sick_type, department, diagnosis, is_consented, is_assessed, nature,
        arrangement, is_emergency, abo, rhd, group_determinations, lines, lines_text, labs, counted_ml, window_ml, approval_row, applicant_id, applied_by,
        applied_at, created_by, sorted_at)
      select '9' || lpad(n::text, 7, '0') || '-0001', 'H01', ${patientId}, '李桂芳 ZY' || n, 'accepted', '3', '=cmd|' || n || '&<骨科>', '骨折', true, true,
        'routine', 'allogeneic', false, 'A', 'positive', 2, '[]', '悬浮红细胞 2 U', '[]', 400, 400, 1, gen_random_uuid(), '2001 王思远', city_now(), '2001 王思远',
        city_now() - n * interval '1 second'
      from generate_series(1, ${count}::int) n`;
    await tx`alter table transfusion_requests enable trigger user`;
  });
}

describe('an export of requests', () => {
  it('of 100,000 rows is packed as it is read: whole, in order, in little memory, and in the audit trail', async () => {
    await fill(100_000, await city.addPatient());
    global.gc?.();
    const before = process.memoryUsage().rss;
    let most = before;
    const watch = setInterval(() => {
      most = Math.max(most, process.memoryUsage().rss);
    }, 20);
    const { bytes } = await exportRecords(city.as(office), requestRecord, {}, 'zh-CN');
    clearInterval(watch);
    // Objects of two million cells would be several hundred.
    expect(most - before).toBeLessThan(250 * 1024 * 1024);
    expect(bytes.length).toBeLessThan(30 * 1024 * 1024);
    const [audit] = await city.owner<{ payload: string }[]>`
      select payload from audit_log where action = 'transfusion-requests.export' order by id desc limit 1`;
    expect(JSON.parse(audit?.payload ?? '{}')).toMatchObject({ after: { rows: 100_000, isCapped: false } });
    const [sheet] = await readXlsxFile(bytes, { sheets: [1] } as never);
    const rows = sheet?.data ?? [];
    expect(rows.length).toBe(100_000 + 5);
    expect(String(rows[1]?.[0])).toContain('100000');
    expect([rows[5]?.[0], rows.at(-1)?.[0]]).toEqual(['90000001-0001', '90100000-0001']);
    expect(rows[5]?.slice(1, 5)).toEqual(['*****Y1', 'A+', '住院', '=cmd|1&<骨科>']);
  }, 180_000);
  it('that names houses is whole beyond what is read at once', async () => {
    const technician = await city.enrol('1301', ['technician'], 'H01', '技师');
    await city.owner.begin(async (tx) => {
      await tx`
        insert into organisations (id, kind, name, short_name) values ('S01', 'blood_station', '试验血站', '血站') on conflict do nothing`;
      await tx`alter table blood_orders disable trigger user`;
      await tx`
        insert into blood_orders (no, org_id, party_org_id, state, priority, delivery_method, needed_at, line_count, created_by, created_at)
        select '9' || lpad(n::text, 7, '0') || '-0001', 'H01', 'S01', 'completed', 'routine', 'slot', city_now(), 2, '1001 某人', city_now() - n * interval '1 second'
        from generate_series(1, 1201) n`;
      await tx`alter table blood_orders enable trigger user`;
    });
    const { bytes } = await exportRecords(city.as(technician), bloodOrderRecord, {}, 'zh-CN');
    const [sheet] = await readXlsxFile(bytes);
    const rows = sheet?.data.slice(5) ?? [];
    expect(rows).toHaveLength(1201);
    const [station] = await city.owner<
      { name: string }[]
    >`select short_name as name from organisations where id = 'S01'`;
    expect(rows.filter((row) => row.includes(station?.name ?? '?'))).toHaveLength(1201);
  });
  it('beyond the limit says so and stops there', async () => {
    const { bytes } = await exportRecords(city.as(office), requestRecord, {}, 'zh-CN', 700);
    const [sheet] = await readXlsxFile(bytes);
    expect(sheet?.data.length).toBe(700 + 5);
    expect(String(sheet?.data[3]?.[0])).toContain('700');
    expect(await refusals(exportRecords(city.as(city.technician), requestRecord, {}, 'zh-CN'))).toEqual(['forbidden']);
  });
});
