import { readProcedure, router } from '../../kernel/trpc';
import { listAudit } from './list';

export const auditRouter = router({ list: readProcedure(listAudit) });
