import { and, eq, ne } from 'drizzle-orm';
import { patients } from '@/db/schema';
import { checkPatient } from '@/domain/patients/rules';
import { correctPatientInput } from '@/domain/patients/schema';
import { decideBy } from '@/domain/result';
import { readToday } from '../../kernel/calendar';
import { defineCommand, done, unwrap } from '../../kernel/command';
import { refusal } from '../../kernel/errors';
import { searchWords } from '../../kernel/search-words';
import { blindIndex, sealSecret } from '../../kernel/secret-box';
import { saveVersioned } from '../../kernel/store';
import { isGroupOfLaboratory, loadPatientAt } from './load';
import { identityOwner, openIdentity, presentPatient } from './present';

/** Corrects an entry, with the reason, on the version the person looked at; before and after stay in the history. */
export const correctPatient = defineCommand({
  name: 'patients.correct',
  permission: 'patients.register',
  input: correctPatientInput,
  async run(scope, { id, version, reason, identityNumber, ...fields }) {
    const was = await loadPatientAt(scope, id, version);
    if (was.state !== 'active') throw refusal({ code: 'patient.not_active', facts: { state: was.state } });
    if (await isGroupOfLaboratory(scope, id, was, fields))
      throw refusal({ code: 'patient.group_of_laboratory', path: 'abo' });
    const identity = identityNumber === undefined ? openIdentity(was) || null : identityNumber;
    unwrap(decideBy(checkPatient({ ...fields, identityNumber: identity }, await readToday(scope)), () => fields));
    if (fields.mrn !== was.mrn) {
      const [known] = await scope.db
        .select({ id: patients.id, name: patients.name })
        .from(patients)
        .where(and(eq(patients.orgId, scope.orgId), eq(patients.mrn, fields.mrn), ne(patients.id, id)));
      if (known)
        throw refusal({
          code: 'patient.mrn_taken',
          path: 'mrn',
          facts: { mrn: fields.mrn, recordId: known.id, name: known.name },
        });
    }
    const saved = await saveVersioned(scope, patients, id, version, {
      ...fields,
      search: searchWords(fields.name),
      ...(identityNumber === undefined
        ? {}
        : {
            identityCipher: identity ? sealSecret(identity, identityOwner(was)) : null,
            identityIndex: identity ? blindIndex(identity, scope.orgId) : null,
          }),
      updatedAt: scope.now,
    });
    const after = presentPatient(saved);
    return done(after, {
      module: 'patients',
      recordId: id,
      action: 'patients.correct',
      version: saved.version,
      state: saved.state,
      orgId: scope.orgId,
      before: presentPatient(was),
      after,
      reason,
    });
  },
});
