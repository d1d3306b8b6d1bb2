import { z } from 'zod';
import { patients } from '@/db/schema';
import { defineCommand, done } from '../../kernel/command';
import { refusal } from '../../kernel/errors';
import { saveVersioned } from '../../kernel/store';
import { loadPatientAt } from './load';
import { presentPatient } from './present';

/** Voids a mistaken entry. Refused once blood was reserved or issued for it: then it is history. */
export const voidPatient = defineCommand({
  name: 'patients.void',
  permission: 'patients.register',
  input: z.strictObject({
    id: z.uuid(),
    version: z.int().min(1),
    reason: z.string().trim().min(2).max(200),
  }),
  async run(scope, { id, version, reason }) {
    const was = await loadPatientAt(scope, id, version);
    const [used] = await scope.q<{ isUsed: boolean }[]>`
      select exists (select 1 from reservations where org_id = ${scope.orgId} and patient_id = ${id})
        or exists (select 1 from autologous_transfusions where org_id = ${scope.orgId} and patient_id = ${id} and state <> 'void')
        or exists (select 1 from clinical_issues where org_id = ${scope.orgId} and patient_id = ${id}) as "isUsed"`;
    if (was.state !== 'active') throw refusal({ code: 'patient.not_active', facts: { state: was.state } });
    if (used?.isUsed) throw refusal({ code: 'patient.has_blood_records', facts: { mrn: was.mrn } });
    const saved = await saveVersioned(scope, patients, id, version, { state: 'void', updatedAt: scope.now });
    const after = presentPatient(saved);
    return done(after, {
      module: 'patients',
      recordId: id,
      action: 'patients.void',
      version: saved.version,
      state: 'void',
      orgId: scope.orgId,
      before: presentPatient(was),
      after,
      reason,
    });
  },
});
