import type { Job } from '../jobs/run-jobs';
import { inScope } from '../kernel/scope';
import type { Runtime } from '../runtime';
import { anchorFileOf, appendAnchors, readLatestAnchors, readOrCreateAnchorKey, signAnchor } from './anchors';

const dayMs = 86_400_000;

interface Head {
  readonly org: string;
  readonly seq: number;
  readonly hash: string;
  readonly epoch: string;
  readonly at: Date;
}

/**
 * Signs the heads that moved since their last anchor, and every head once a day, into `<dataDir>/audit-anchors.jsonl`. Whoever may
 * write the database can cut a chain or write it anew; not without the signed heads telling. @returns anchors written.
 */
export async function anchorHeads(runtime: Runtime): Promise<number> {
  const actor = { kind: 'system', name: 'audit-anchors', orgId: '-' } as const;
  const heads = await inScope(
    { runtime, actor, requestId: 'audit-anchors' },
    'read',
    ({ q }) => q<Head[]>`
      select h.org_id as org, h.seq, h.hash, c.epoch, city_now() as at from audit_heads h cross join city c where h.seq > 0 order by h.org_id`,
  );
  const key = readOrCreateAnchorKey(runtime.dataDir);
  const file = anchorFileOf(runtime.dataDir);
  const latest = readLatestAnchors(file);
  const due = heads.filter((head) => {
    const known = latest.get(head.org);
    return (
      !known ||
      known.seq !== head.seq ||
      known.hash !== head.hash ||
      known.epoch !== head.epoch ||
      head.at.getTime() - Date.parse(known.at) >= dayMs
    );
  });
  appendAnchors(
    file,
    due.map(({ at, epoch, org, seq, hash }) => signAnchor({ at: at.toISOString(), epoch, org, seq, hash }, key)),
  );
  return due.length;
}

/** Hourly while something changes; the stop of the process anchors once more. */
export const auditAnchors: Job = { name: 'audit-anchors', everySeconds: 3_600, run: anchorHeads };
