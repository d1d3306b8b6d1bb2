import type { Scope } from '../../kernel/scope';
import type { ReviewRow } from './present';
import { hearerOf } from './register';

/** What hangs on a case gives it another version: whoever has it open reads again. The row is locked by the caller. */
export async function touchReview({ q, now }: Scope, { id, version }: ReviewRow): Promise<number> {
  await q`update certificate_reviews set version = version + 1, updated_at = ${now} where id = ${id} and version = ${version}`;
  return version + 1;
}

/** It has no life of its own: its story is the case's. */
export function changeBeside(
  review: ReviewRow,
  verb: string,
  version: number,
  what: { before: object; after: object },
) {
  return {
    module: 'certificate-reviews',
    recordId: review.id,
    action: `certificate-reviews.${verb}`,
    version,
    state: review.state,
    orgId: review.orgId,
    partyOrgId: hearerOf(review),
    ...what,
  } as const;
}
