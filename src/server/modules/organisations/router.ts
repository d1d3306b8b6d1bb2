import { organisationRecord } from '@/domain/organisations/record';
import { listOf } from '../../kernel/list';
import { commandProcedure, readProcedure, router } from '../../kernel/trpc';
import { readChoices } from './choices';
import { getOrganisation } from './get';
import { organisationHistory } from './history';
import { modifyOrganisation } from './modify';
import { registerOrganisation } from './register';
import { restoreOrganisation, retireOrganisation } from './retire';
import { setSwitches } from './set-switches';

export const organisationsRouter = router({
  list: readProcedure(listOf(organisationRecord)),
  get: readProcedure(getOrganisation),
  history: readProcedure(organisationHistory),
  choices: readProcedure(readChoices),
  register: commandProcedure(registerOrganisation),
  modify: commandProcedure(modifyOrganisation),
  setSwitches: commandProcedure(setSwitches),
  retire: commandProcedure(retireOrganisation),
  restore: commandProcedure(restoreOrganisation),
});
