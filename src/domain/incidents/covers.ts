import { releaseHoldCovers } from '../stock/holds';
import type { ResolveIncidentInput } from './schema';

/** What both signatures of a resolved incident cover, in a form both sides build alike. */
export function resolveCovers({
  id,
  finding,
  decision,
  bags,
}: Pick<ResolveIncidentInput, 'id' | 'finding' | 'decision' | 'bags'>): readonly string[] {
  return [`incident ${id} ${decision}`, ...releaseHoldCovers({ bags, reason: finding })];
}
