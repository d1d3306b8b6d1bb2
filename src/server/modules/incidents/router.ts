import { incidentRecord } from '@/domain/incidents/record';
import { historyOf } from '../../kernel/history';
import { listOf } from '../../kernel/list';
import { commandProcedure, readProcedure, router } from '../../kernel/trpc';
import { assignIncident } from './assign';
import { getIncident, listOwners } from './get';
import { resolveIncident } from './resolve';

export const incidentsRouter = router({
  list: readProcedure(listOf(incidentRecord)),
  get: readProcedure(getIncident),
  history: readProcedure(historyOf(incidentRecord)),
  owners: readProcedure(listOwners),
  assign: commandProcedure(assignIncident),
  resolve: commandProcedure(resolveIncident),
});
