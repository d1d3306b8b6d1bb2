import { z } from 'zod';
import { findComponent } from '@/domain/blood/components';
import { identifyWithinHours, taskKinds } from '@/domain/clinical-issues/emergency';
import { defineRead } from '../../kernel/read';

/**
 * What waits for somebody: tasks that an issue left, and patients nobody has identified yet, the gravest kind first and in it the earliest due, and bags kept for patients, earliest
 * release first. Both are cut; the counts say of how many.
 */
export const listWaiting = defineRead({
  name: 'clinical-issues.waiting',
  permission: 'clinical-issues.read',
  input: z.strictObject({}).optional(),
  async run({ q, orgId, now }) {
    const tasks = await q<
      {
        id: string;
        kind: string;
        dueAt: Date;
        createdAt: Date;
        issueId: string;
        no: string;
        patientLabel: string;
        facts: Record<string, unknown>;
        count: number;
      }[]
    >`
      select w.*, count(*) over ()::int as count from (
        select t.id, t.kind, t.due_at as "dueAt", t.created_at as "createdAt", t.record_id as "issueId", i.no, i.patient_label as "patientLabel", t.facts
        from tasks t join clinical_issues i on i.id::text = t.record_id and i.org_id = ${orgId}
        where t.org_id = ${orgId} and t.module = 'clinical-issues' and t.done_at is null
        union all
        select i.id, 'identify_patient', i.issued_at + make_interval(hours => ${identifyWithinHours}), i.issued_at, i.id::text, i.no, i.patient_label, '{}'::jsonb
        from clinical_issues i where i.org_id = ${orgId} and i.patient_id is null and i.state <> 'void'
      ) w
      order by array_position(${[...taskKinds]}::text[], w.kind), w."dueAt", w.id limit 100`;
    const reservations = await q<
      {
        id: string;
        unitId: string;
        requestNo: string;
        reservedBy: string;
        reservedAt: Date;
        releaseAt: Date;
        patientId: string;
        patientName: string;
        patientMrn: string;
        donationNo: string;
        component: string;
        abo: string;
        rhd: string;
        amount: number;
        expiresAt: Date;
        count: number;
      }[]
    >`
      select r.id, r.unit_id as "unitId", r.request_no as "requestNo", r.reserved_by as "reservedBy", r.reserved_at as "reservedAt", r.release_at as "releaseAt",
        r.patient_id as "patientId", p.name as "patientName", p.mrn as "patientMrn", u.donation_no as "donationNo", u.component, u.abo, u.rhd, u.amount, u.expires_at as "expiresAt",
        count(*) over ()::int as count
      from reservations r join blood_units u on u.id = r.unit_id join patients p on p.id = r.patient_id
      where r.org_id = ${orgId} and r.ended_at is null
      order by r.release_at, r.id limit 200`;
    return {
      taskCount: tasks[0]?.count ?? 0,
      tasks: tasks.map(({ count: _, ...task }) => task),
      reservationCount: reservations[0]?.count ?? 0,
      reservations: reservations.map(({ count: _, ...reservation }) => {
        const component = findComponent(reservation.component, now);
        return {
          ...reservation,
          componentName: component?.nameZh ?? reservation.component,
          componentNameEn: component?.nameEn ?? reservation.component,
          unit: component?.unit ?? ('U' as const),
        };
      }),
    };
  },
});
