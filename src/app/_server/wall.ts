import type { Heartbeat } from '@/domain/live/protocol';
import { mintRequestId } from '@/server/auth/chain';
import { currentActor, currentRuntime } from '@/server/auth/current-actor';
import { pageOfActor } from '@/server/auth/session';
import { inScope } from '@/server/kernel/scope';

export interface WallFacts {
  readonly orgId: string;
  /** Of a person who looks at it: for whom it is drawn. An enrolled screen is nobody's page. */
  readonly drawnFor: string | null;
  readonly isOffice: boolean;
  readonly cityName: string;
  readonly dutyPhone: string;
  readonly isDemo: boolean;
  readonly heartbeat: Heartbeat;
}

/** What a wall needs before its figures: a signed-in person or an enrolled device; null for nobody. */
export async function readWall(): Promise<WallFacts | null> {
  const runtime = await currentRuntime();
  const actor = await currentActor();
  // Walls show the real city alone.
  if (!actor || runtime.isPractice) return null;
  return inScope({ runtime, actor, requestId: mintRequestId() }, 'read', async ({ q, now }) => {
    const [row] = await q<{ name: string; dutyPhone: string; epoch: string; seq: number }[]>`
      select c.name, c.duty_phone as "dutyPhone", c.epoch, f.seq from city c, feed_head f`;
    if (!row) return null;
    return {
      orgId: actor.orgId,
      drawnFor: actor.kind === 'user' ? pageOfActor(actor) : null,
      isOffice: actor.orgKind === 'blood_office',
      cityName: row.name,
      dutyPhone: row.dutyPhone,
      isDemo: runtime.isDemo,
      heartbeat: { epoch: row.epoch, seq: row.seq, at: now.toISOString(), lagMs: 0 },
    };
  });
}
