import { z } from 'zod';
import { defineRead } from '../../kernel/read';
import { loadPatient } from './load';
import { presentPatient } from './present';

/** One patient, the identity number masked. */
export const getPatient = defineRead({
  name: 'patients.get',
  permission: 'patients.read',
  input: z.strictObject({ id: z.uuid() }),
  run: async (scope, { id }) => presentPatient(await loadPatient(scope, id)),
});
