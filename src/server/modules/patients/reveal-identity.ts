import { z } from 'zod';
import { defineCommand, done } from '../../kernel/command';
import { refusal } from '../../kernel/errors';
import { loadPatient } from './load';
import { openIdentity } from './present';

/** Shows the whole identity number once, to somebody who says why. A command and no read: the look is in the patient's history. */
export const revealIdentity = defineCommand({
  name: 'patients.reveal-identity',
  hasSecretAnswer: true,
  permission: 'patients.reveal-identity',
  input: z.strictObject({ id: z.uuid(), reason: z.string().trim().min(2).max(200) }),
  async run(scope, { id, reason }) {
    const patient = await loadPatient(scope, id);
    if (!patient.identityCipher) throw refusal({ code: 'patient.no_identity' });
    return done(
      { identityNumber: openIdentity(patient) },
      {
        module: 'patients',
        recordId: id,
        action: 'patients.reveal-identity',
        version: patient.version,
        state: patient.state,
        orgId: scope.orgId,
        before: null,
        after: null,
        reason,
      },
    );
  },
});
