import { z } from 'zod';
import { defineRead } from '../../kernel/read';
import { loadRevisions } from './load';

/** Everything that was said of one day: the declaration and its corrections, newest first. */
export const getDeclaration = defineRead({
  name: 'declared-stock.get',
  permission: 'declared-stock.read',
  input: z.strictObject({ id: z.uuid() }),
  run: (scope, { id }) => loadRevisions(scope, id),
});
