import type { ExerciseState } from '@/domain/exercises/lifecycle';
import type { Material } from '@/domain/exercises/material';
import { notFound, refusal } from '../../kernel/errors';
import type { Scope } from '../../kernel/scope';

export interface Round {
  readonly id: string;
  readonly code: string;
  /** Who practises, as records name whoever did something. */
  readonly personName: string;
  readonly state: ExerciseState;
  readonly material: Material | null;
  readonly beganAt: Date;
  readonly suppliedAt: Date | null;
  readonly clockStartedAt: Date | null;
  readonly finishedAt: Date | null;
  readonly minutes: number | null;
  readonly reason: string;
  readonly version: number;
}

const columns = (
  q: Scope['q'],
) => q`id, code, person_name as "personName", state, material, began_at as "beganAt", supplied_at as "suppliedAt",
  clock_started_at as "clockStartedAt", finished_at as "finishedAt", minutes, reason, version`;

/** Whether this database is a city for practising. */
export async function isPracticeCity({ q }: Scope): Promise<boolean> {
  const [city] = await q<{ is: boolean }[]>`select is_practice() as is`;
  return city?.is === true;
}

/** @throws refused: exercise.only_in_practice. */
export async function requirePractice(scope: Scope): Promise<void> {
  if (!(await isPracticeCity(scope))) throw refusal({ code: 'exercise.only_in_practice' });
}

/** Who practises: a person; nobody else has exercises. */
export function personOf({ actor }: Scope): string {
  if (actor.kind !== 'user') throw notFound();
  return actor.personId;
}

/** The newest round of this person, open or not. */
export async function loadLastRound(scope: Scope): Promise<Round | undefined> {
  const { q, orgId } = scope;
  const [round] = await q<Round[]>`
    select ${columns(q)} from exercises where org_id = ${orgId} and person_id = ${personOf(scope)} order by began_at desc, id desc limit 1`;
  return round;
}

/** A round of anybody of the house: its papers are printed by whoever stands at the printer. */
export async function loadRound({ q, orgId }: Scope, id: string): Promise<Round> {
  const [round] = await q<Round[]>`select ${columns(q)} from exercises where id = ${id} and org_id = ${orgId}`;
  if (!round) throw notFound();
  return round;
}

/** A round of this person, locked. @throws not_found for anybody else's. */
export async function loadOwnRound(scope: Scope, id: string): Promise<Round> {
  const { q, orgId } = scope;
  const [round] = await q<Round[]>`
    select ${columns(q)} from exercises where id = ${id} and org_id = ${orgId} and person_id = ${personOf(scope)} for update`;
  if (!round) throw notFound();
  return round;
}
