import { patientRecord } from '@/domain/patients/record';
import { historyOf } from '../../kernel/history';
import { listOf } from '../../kernel/list';
import { commandProcedure, readProcedure, router } from '../../kernel/trpc';
import { correctPatient } from './correct';
import { findPatients } from './find';
import { patientFindings } from './findings';
import { getPatient } from './get';
import { registerPatient } from './register';
import { revealIdentity } from './reveal-identity';
import { voidPatient } from './void';

export const patientsRouter = router({
  list: readProcedure(listOf(patientRecord)),
  get: readProcedure(getPatient),
  find: readProcedure(findPatients),
  findings: readProcedure(patientFindings),
  history: readProcedure(historyOf(patientRecord)),
  register: commandProcedure(registerPatient),
  correct: commandProcedure(correctPatient),
  void: commandProcedure(voidPatient),
  revealIdentity: commandProcedure(revealIdentity),
});
