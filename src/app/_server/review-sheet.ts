import { mintRequestId } from '@/server/auth/chain';
import { currentActor, currentRuntime } from '@/server/auth/current-actor';
import { AppError } from '@/server/kernel/errors';
import { runRead } from '@/server/kernel/read';
import { getReview } from '@/server/modules/certificate-reviews/get';

/** A case with its result, for its paper. Null: not signed in, not ours, or not there. */
export async function readReviewSheet(id: string) {
  const actor = await currentActor();
  if (!actor) return null;
  const runtime = await currentRuntime();
  try {
    const review = await runRead(getReview, { runtime, actor, requestId: mintRequestId() }, { id });
    const [clock] = await runtime.sql<{ now: Date }[]>`select city_now() as now`;
    return {
      ...review,
      printedAt: clock?.now ?? review.createdAt,
      printedBy: actor.name,
      isDemo: runtime.isDemo,
    };
  } catch (error) {
    if (error instanceof AppError && ['not_found', 'forbidden', 'invalid_input'].includes(error.code)) return null;
    throw error;
  }
}
