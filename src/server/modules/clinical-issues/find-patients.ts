import { z } from 'zod';
import { defineRead } from '../../kernel/read';
import { loadSettings, type Patient, patientColumns, settle } from './load';

/** A wristband or record number that fits exactly, else patients whose name, initials or number contain the text; at most ten. */
export const findPatients = defineRead({
  name: 'clinical-issues.patients',
  permission: 'clinical-issues.emergency',
  input: z.union([z.strictObject({ text: z.string().trim().min(1).max(60) }), z.strictObject({ id: z.uuid() })]),
  async run(scope, input) {
    const { q, orgId } = scope;
    const columns = patientColumns(q);
    const { isSingleDutyAllowed } = await loadSettings(scope);
    if ('id' in input) {
      const patients = await q<Patient[]>`
        select ${columns} from patients where org_id = ${orgId} and state = 'active' and id = ${input.id}`;
      return { isExact: true, isSingleDutyAllowed, patients: patients.map(settle) };
    }
    const exact = await q<Patient[]>`
      select ${columns} from patients where org_id = ${orgId} and state = 'active' and mrn = any(${[input.text, input.text.toUpperCase()]})`;
    if (exact.length > 0) return { isExact: true, isSingleDutyAllowed, patients: exact.map(settle) };
    const text = input.text.toLowerCase();
    const patients = await q<Patient[]>`
      select ${columns} from patients where org_id = ${orgId} and state = 'active'
        and (strpos(lower(mrn), ${text}) > 0 or strpos(name, ${input.text}) > 0 or strpos(search, ${text}) > 0)
      order by updated_at desc, id limit 10`;
    return { isExact: false, isSingleDutyAllowed, patients: patients.map(settle) };
  },
});
