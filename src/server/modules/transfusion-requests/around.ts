import { z } from 'zod';
import { approvalOf } from '@/domain/transfusion-requests/approval';
import { labsOfferedDays } from '@/domain/transfusion-requests/fields';
import { asksForTitle } from '@/domain/transfusion-requests/rules';
import type { LabResult, RequestLine } from '@/domain/transfusion-requests/schema';
import { verifySignature } from '../../auth/signing';
import { readToday } from '../../kernel/calendar';
import { defineRead } from '../../kernel/read';
import { loadPatient, loadSettings } from './load';
import { loadEarlier } from './window';

/** What stands around a request that is being written: the group of the register, what the window holds already, results and last lines of the patient. */
export const lookAround = defineRead({
  name: 'transfusion-requests.around',
  permission: 'transfusion-requests.register',
  input: z.strictObject({ patientId: z.uuid() }),
  async run(scope, { patientId }) {
    const { q, orgId } = scope;
    const patient = await loadPatient(scope, patientId);
    const today = await readToday(scope);
    const { window, countsAll } = await loadSettings(scope);
    const earlier = await loadEarlier(scope, patientId, scope.now, '00000000-0000-0000-0000-000000000000');
    const nothing = { at: scope.now, day: today, ml: 0, isEmergency: false };
    const [last] = await q<
      {
        no: string;
        lines: RequestLine[];
        appliedAt: Date;
        department: string;
        ward: string;
        bed: string;
        diagnosis: string;
      }[]
    >`
      select no, lines, applied_at as "appliedAt", department, ward, bed, diagnosis from transfusion_requests
      where org_id = ${orgId} and patient_id = ${patientId} and applied_at is not null order by applied_at desc, id limit 1`;
    const [results] = await q<{ labs: LabResult[]; labsOn: string }[]>`
      select labs, labs_on::text as "labsOn" from transfusion_requests
      where org_id = ${orgId} and patient_id = ${patientId} and labs <> '[]'::jsonb and labs_on >= ${today}::date - ${labsOfferedDays}::int
      order by labs_on desc, applied_at desc nulls last, id limit 1`;
    const applicant = await verifySignature(scope, { method: 'session' });
    return {
      patient,
      isTitleAsked: asksForTitle(applicant),
      today,
      window,
      countsAll,
      windowMl: approvalOf(nothing, earlier, window).totalMl,
      last: last ?? null,
      results: results ?? null,
    };
  },
});
