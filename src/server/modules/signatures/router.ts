import { commandProcedure, router } from '@/server/kernel/trpc';
import { verifyAtForm } from './verify';

export const signaturesRouter = router({ verify: commandProcedure(verifyAtForm) });
