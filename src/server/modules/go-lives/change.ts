import type { Change, MovementTally } from '@/domain/change';
import type { GoLiveState } from '@/domain/go-lives/lifecycle';
import type { Scope } from '../../kernel/scope';
import type { GoLive } from './load';

interface Step {
  readonly action: string;
  readonly after: Readonly<Record<string, unknown>>;
  readonly state?: GoLiveState;
  readonly reason?: string;
  readonly tally?: MovementTally;
}

/** The next version of a locked record, where nothing of it changed but what its counts say; and the change that tells of it. */
export async function touch(scope: Scope, goLive: GoLive, step: Step): Promise<Change> {
  await scope.q`update go_lives set version = version + 1, updated_at = city_now() where id = ${goLive.id}`;
  return changeOf(goLive, step);
}

export function changeOf({ id, orgId, state, version }: GoLive, step: Step): Change {
  const next = step.state ?? state;
  return {
    module: 'go-lives',
    recordId: id,
    action: step.action,
    version: version + 1,
    state: next,
    orgId,
    isHeardByOffices: true,
    ...(step.reason ? { reason: step.reason } : {}),
    before: { state },
    after: { state: next, ...step.after },
    ...(step.tally ? { tally: step.tally } : {}),
  };
}
