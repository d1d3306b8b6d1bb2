import { and, eq } from 'drizzle-orm';
import { patients } from '@/db/schema';
import { checkPatient } from '@/domain/patients/rules';
import { registerPatientInput } from '@/domain/patients/schema';
import { decideBy } from '@/domain/result';
import { readToday } from '../../kernel/calendar';
import { defineCommand, done, unwrap } from '../../kernel/command';
import { refusal } from '../../kernel/errors';
import { searchWords } from '../../kernel/search-words';
import { blindIndex, sealSecret } from '../../kernel/secret-box';
import { actorName } from '../stock/post';
import { presentPatient } from './present';

/** Enters a patient into this hospital's register. The record number is unique in it: the refusal names the entry that has it. */
export const registerPatient = defineCommand({
  name: 'patients.register',
  permission: 'patients.register',
  input: registerPatientInput,
  async run(scope, input) {
    const patient = unwrap(decideBy(checkPatient(input, await readToday(scope)), () => input));
    const { identityNumber, ...fields } = patient;
    const id = crypto.randomUUID();
    const [row] = await scope.db
      .insert(patients)
      .values({
        ...fields,
        id,
        orgId: scope.orgId,
        search: searchWords(patient.name),
        identityCipher: identityNumber ? sealSecret(identityNumber, `${scope.orgId}|${id}`) : null,
        identityIndex: identityNumber ? blindIndex(identityNumber, scope.orgId) : null,
        createdBy: actorName(scope),
        createdAt: scope.now,
        updatedAt: scope.now,
      })
      .onConflictDoNothing({ target: [patients.orgId, patients.mrn] })
      .returning();
    if (!row) {
      const [known] = await scope.db
        .select({ id: patients.id, name: patients.name })
        .from(patients)
        .where(and(eq(patients.orgId, scope.orgId), eq(patients.mrn, patient.mrn)));
      throw refusal({
        code: 'patient.mrn_taken',
        path: 'mrn',
        facts: { mrn: patient.mrn, recordId: known?.id ?? null, name: known?.name ?? '' },
      });
    }
    const after = presentPatient(row);
    return done(after, {
      module: 'patients',
      recordId: id,
      action: 'patients.register',
      version: row.version,
      state: row.state,
      orgId: scope.orgId,
      before: null,
      after,
    });
  },
});
