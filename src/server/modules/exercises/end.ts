import { minutesBetween } from '@/domain/exercises/progress';
import { AppError } from '../../kernel/errors';
import type { Scope } from '../../kernel/scope';
import type { Round } from './load';

/** @throws busy when another tab closed it at this instant. */
export async function giveUp(
  { q, orgId }: Scope,
  { id, code, version }: { readonly id: string; readonly code: string; readonly version: number },
) {
  const [given] = await q<{ version: number }[]>`
    update exercises set state = 'given_up', given_up_at = city_now(), version = version + 1
    where id = ${id} and state = 'open' and version = ${version} returning version`;
  if (!given) throw new AppError('busy');
  return {
    module: 'exercises',
    recordId: id,
    action: 'exercises.give-up',
    version: given.version,
    state: 'given_up',
    orgId,
    before: { state: 'open' },
    after: { code, state: 'given_up' },
  } as const;
}

/** How long it took: from when its material was there. */
export function minutesOf({ suppliedAt, beganAt }: Pick<Round, 'suppliedAt' | 'beganAt'>, finishedAt: Date): number {
  return minutesBetween(suppliedAt ?? beganAt, finishedAt);
}

/** Closed at the time of its last fact. @throws busy when another tab closed it at this instant. */
export async function finish({ q, orgId }: Scope, round: Round, finishedAt: Date) {
  const minutes = minutesOf(round, finishedAt);
  const [finished] = await q<{ version: number }[]>`
    update exercises set state = 'finished', finished_at = ${finishedAt}, minutes = ${minutes}, version = version + 1
    where id = ${round.id} and state = 'open' and version = ${round.version} returning version`;
  if (!finished) throw new AppError('busy');
  return {
    module: 'exercises',
    recordId: round.id,
    action: 'exercises.finish',
    version: finished.version,
    state: 'finished',
    orgId,
    before: { state: 'open' },
    after: { code: round.code, state: 'finished', minutes },
  } as const;
}
