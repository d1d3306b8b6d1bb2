import { appErrorOf } from '@/app/_client/app-error';
import { isStillLost } from '@/app/_client/use-command';
import type { ExpectedBag } from '@/domain/bag-receipts/rules';
import type { Violation } from '@/domain/result';

type NotedBag = Pick<ExpectedBag, 'unitId' | 'state'>;

/** What the note says of bags that were sent for posting, to be compared; null while every one of them is awaited. */
export function newsOfSent(bags: readonly NotedBag[], unitIds: readonly string[]): string | null {
  const news = bags.filter(({ unitId, state }) => state !== 'expected' && unitIds.includes(unitId));
  if (news.length === 0) return null;
  return news
    .map(({ unitId, state }) => `${unitId} ${state}`)
    .sort()
    .join(', ');
}

/** The last time that the server was asked what became of a posting. */
export interface Asked {
  readonly news: string;
  /** Which reading of the note brought the news. */
  readonly readAt: number;
  /** Locked, or the line down: the server said nothing about the posting. */
  readonly wasShut: boolean;
}

/** Once for all that the note has news of, and once more when it could be read after a door was shut. Never by itself again. */
export function isToBeAsked(news: string | null, readAt: number, asked: Asked | null): news is string {
  if (news === null) return false;
  return asked === null || asked.news !== news || (asked.wasShut && asked.readAt !== readAt);
}

/**
 * What the server says of a posting that was sent again under its key and not answered with its result. Bags that were received prove nothing:
 * it may have been anybody, and with another outcome. `shut`: ask again once the note can be read.
 */
export function fateOfLost(error: unknown): 'taken' | 'not-taken' | 'unknown' | 'shut' {
  const { code } = appErrorOf(error);
  if (code === 'key_reused') return 'taken';
  if (!isStillLost(true, error)) return 'not-taken';
  return code === 'unauthenticated' || code === 'unreachable' || code === 'busy' ? 'shut' : 'unknown';
}

/** Of a refusal, what is not settled by bags having left the list: they are named there, and nobody signs for them any more. */
export function stillToTell(
  violations: readonly Violation[],
  settledUnitIds: readonly string[],
  isAnyOnList: boolean,
): readonly Violation[] {
  return violations.filter(({ code, facts }) => {
    if (code === 'receipt.already_received') return !settledUnitIds.includes(String(facts?.unitId));
    return isAnyOnList || !code.startsWith('signature.');
  });
}
