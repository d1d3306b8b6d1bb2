import { and, eq, or } from 'drizzle-orm';
import { certificateReviews } from '@/db/schema';
import { AppError, notFound } from '../../kernel/errors';
import type { Scope } from '../../kernel/scope';
import { presentReview, type ReviewRow } from './present';

/** A case to which this organisation is a party; of another's draft the database shows nothing. @throws not_found */
export async function loadReview(scope: Scope, id: string, lock?: 'for update'): Promise<ReviewRow> {
  const { orgId, partyOrgId } = certificateReviews;
  const query = scope.db
    .select()
    .from(certificateReviews)
    .where(and(eq(certificateReviews.id, id), or(eq(orgId, scope.orgId), eq(partyOrgId, scope.orgId))));
  const [row] = await (lock ? query.for('update') : query);
  if (!row) throw notFound();
  return row;
}

/** The case, locked, of its hospital or of its office, as it was looked at. @throws not_found for the other party; conflict with what stands now, masked. */
export async function lockReview(
  scope: Scope,
  { id, version }: { id: string; version: number },
  whose: 'owner' | 'party' | 'either',
): Promise<ReviewRow> {
  const row = await loadReview(scope, id, 'for update');
  const isOurs = { owner: row.orgId, party: row.partyOrgId, either: scope.orgId }[whose] === scope.orgId;
  if (!isOurs) throw notFound();
  if (row.version !== version)
    throw new AppError('conflict', [{ code: 'changed_meanwhile', facts: { no: row.no ?? '' } }], presentReview(row));
  return row;
}
