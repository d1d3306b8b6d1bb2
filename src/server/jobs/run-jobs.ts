import { randomUUID } from 'node:crypto';
import { endLease, holdLease } from '../kernel/lease';
import { inScope } from '../kernel/scope';
import type { Runtime } from '../runtime';

export interface Job {
  readonly name: string;
  /** From the start of one run to the start of the next, whichever process takes it. */
  readonly everySeconds: number;
  /** Safe to run twice: a process may die between the work and the note that it was done. */
  readonly run: (runtime: Runtime) => Promise<unknown>;
}

export interface Jobs {
  /** Starts nothing more and waits for what runs. */
  stop(): Promise<void>;
}

const leaseSeconds = 30;
const renewEveryMs = 10_000;
const lookEveryMs = 1_000;
const retrySeconds = 30;

/**
 * Runs each job in one process at a time, by a lease that also remembers when the next turn is. A process that dies in the middle
 * is replaced within half a minute; a job that fails is tried again within half a minute.
 */
export function startJobs(runtime: Runtime, jobs: readonly Job[]): Jobs {
  const holder = randomUUID().slice(0, 8);
  const running = new Map<string, Promise<void>>();
  const triedAt = new Map<string, number>();
  let isStopped = false;

  const withLease = <T>(work: Parameters<typeof inScope<T>>[2]) =>
    inScope(
      { runtime, actor: { kind: 'system', name: 'jobs', orgId: '-' }, requestId: `jobs-${holder}` },
      'write',
      work,
    );

  async function takeTurn(job: Job): Promise<void> {
    const lease = `job:${job.name}`;
    if (!(await withLease(({ q }) => holdLease(q, lease, `${holder}`, leaseSeconds)))) return;
    const began = performance.now();
    const renewal = setInterval(() => {
      withLease(({ q }) => holdLease(q, lease, holder, leaseSeconds)).catch((error: unknown) => {
        runtime.log.warn({ err: error, job: job.name }, 'job lease not renewed');
      });
    }, renewEveryMs);
    let restSeconds = job.everySeconds;
    try {
      await job.run(runtime);
      runtime.bell.ring();
    } catch (error) {
      restSeconds = Math.min(job.everySeconds, retrySeconds);
      runtime.log.error({ err: error, job: job.name }, 'job failed; tried again later');
    } finally {
      clearInterval(renewal);
    }
    const rest = Math.max(0, restSeconds - (performance.now() - began) / 1000);
    await withLease(({ q }) => endLease(q, lease, holder, rest));
  }

  function look(): void {
    const now = performance.now();
    for (const job of jobs) {
      if (isStopped || running.has(job.name)) continue;
      // A job that is far from due is not asked for each second.
      const pauseMs = Math.min(15_000, job.everySeconds * 250);
      if (now - (triedAt.get(job.name) ?? Number.NEGATIVE_INFINITY) < pauseMs) continue;
      triedAt.set(job.name, now);
      const turn = takeTurn(job)
        .catch((error: unknown) => {
          if (!isStopped) runtime.log.warn({ err: error, job: job.name }, 'job not taken');
        })
        .finally(() => running.delete(job.name));
      running.set(job.name, turn);
    }
  }

  const timer = setInterval(look, lookEveryMs);
  look();

  return {
    async stop() {
      isStopped = true;
      clearInterval(timer);
      await Promise.all(running.values());
    },
  };
}
