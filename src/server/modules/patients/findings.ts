import { z } from 'zod';
import { defineRead } from '../../kernel/read';
import { loadPatient } from './load';

export interface FoundByReport {
  readonly id: string;
  readonly requestId: string;
  readonly requestNo: string;
  readonly laboratory: string;
  readonly laboratoryEn: string;
  readonly kind: 'antibody' | 'antigen' | 'group';
  readonly value: string;
  readonly reportNo: number;
  readonly foundAt: Date;
  readonly withdrawnAt: Date | null;
}

/** What reports of reference laboratories found of a patient, the newest first; also what a later version does not say any more. */
export const patientFindings = defineRead({
  name: 'patients.findings',
  permission: 'patients.read',
  input: z.strictObject({ id: z.uuid() }),
  async run(scope, { id }): Promise<FoundByReport[]> {
    await loadPatient(scope, id);
    const { q, orgId } = scope;
    return [
      ...(await q<FoundByReport[]>`
        select f.id, f.request_id as "requestId", r.no as "requestNo", o.short_name as laboratory, coalesce(nullif(o.name_en, ''), o.short_name) as "laboratoryEn",
          f.kind, f.value, f.report_no as "reportNo", f.found_at as "foundAt", f.withdrawn_at as "withdrawnAt"
        from patient_findings f join immunohematology_requests r on r.id = f.request_id join organisations o on o.id = r.party_org_id
        where f.org_id = ${orgId} and f.patient_id = ${id}
        order by f.withdrawn_at is not null, f.found_at desc, f.kind, f.value limit 200`),
    ];
  },
});
