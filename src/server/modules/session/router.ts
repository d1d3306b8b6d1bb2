import { commandProcedure, readProcedure, router } from '@/server/kernel/trpc';
import { listViews, removeView, saveView } from './list-views';
import { readMe } from './me';

/** Signing in and out, lock and passwords go by /api/auth, because they set cookies. */
export const sessionRouter = router({
  me: readProcedure(readMe),
  views: readProcedure(listViews),
  saveView: commandProcedure(saveView),
  removeView: commandProcedure(removeView),
});
