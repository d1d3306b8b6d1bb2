import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { badgeCode, typedPassword, usernameOf } from '@/domain/accounts/schema';
import type { ModuleName } from '@/domain/modules';
import type { Role } from '@/domain/permissions';
import { staffNoHere } from '@/domain/staff-no';
import { refusal } from '../kernel/errors';
import type { Scope } from '../kernel/scope';
import type { Runtime } from '../runtime';
import { type DirectoryPerson, findGuestsBy, findPerson } from './badges';
import { tryPassword } from './passwords';

export const signatureInput = z.discriminatedUnion('method', [
  z.strictObject({ method: z.literal('badge'), badge: badgeCode }),
  z.strictObject({ method: z.literal('password'), staffNo: staffNoHere, password: typedPassword }),
  z.strictObject({ method: z.literal('session') }),
]);
export type SignatureInput = z.input<typeof signatureInput>;

/** Lower-case SHA-256 in hex, as `digestOfCovers` makes it. */
export const coversDigest = z.string().regex(/^[0-9a-f]{64}$/);

export interface Signer {
  readonly personId: string;
  readonly name: string;
  readonly staffNo: string;
  readonly title: string;
  readonly method: 'badge' | 'password' | 'session';
  /** Roles held in this organisation now: the verb decides whether they suffice. */
  readonly roles: readonly Role[];
}

const tokenMinutes = 10;

/**
 * Who signs, proved by badge, own password or the session itself: of the acting organisation's own people, and of its guests as long as they are.
 * Call it first in a verb, before any row is locked: a password takes 50 ms. The session stays whose it is.
 * @throws AppError refused: signature.unknown_badge, signature.wrong_password {remaining}, signature.locked {minutes}, signature.not_a_person,
 * signature.guest_number {staffNo}: nobody of this house has the number, a guest has it where he is kept.
 */
export async function verifySignature(scope: Scope, input: SignatureInput, runtime = scope.runtime): Promise<Signer> {
  switch (input.method) {
    case 'session': {
      if (scope.actor.kind !== 'user') throw refusal({ code: 'signature.not_a_person' });
      const { personId, name, staffNo, roles } = scope.actor;
      const self = await findPerson(scope.q, scope.orgId, { personId });
      return { personId, name: self?.name ?? name, staffNo, title: self?.title ?? '', method: 'session', roles };
    }
    case 'badge': {
      const person = await findPerson(scope.q, scope.orgId, { badge: input.badge });
      if (!person) throw refusal({ code: 'signature.unknown_badge' });
      return toSigner(person, 'badge');
    }
    case 'password': {
      const person = await findPerson(scope.q, scope.orgId, { staffNo: input.staffNo });
      const [guest] = person ? [] : await findGuestsBy(scope.q, scope.orgId, [input.staffNo]);
      if (guest) throw refusal({ code: 'signature.guest_number', facts: { staffNo: guest.staffNo } });
      // Of whoever does not work here nothing is tried and nothing counted, and the answer is that of a wrong password.
      const username = person
        ? usernameOf(person.home.orgId, person.home.staffNo)
        : usernameOf(scope.orgId, input.staffNo);
      const attempt = await tryPassword(runtime, username, person?.authUserId ?? null, input.password);
      if (!attempt.isRight) {
        throw attempt.lockedMinutes !== null
          ? refusal({ code: 'signature.locked', facts: { minutes: attempt.lockedMinutes } })
          : refusal({ code: 'signature.wrong_password', facts: { remaining: attempt.remaining } });
      }
      if (!person) throw refusal({ code: 'signature.wrong_password', facts: { remaining: 0 } });
      return toSigner(person, 'password');
    }
  }
}

/** Two places that must be signed by two people. @throws AppError refused: signature.same_person. */
export function requireDifferentPeople(first: { personId: string }, second: { personId: string }): void {
  if (first.personId === second.personId) throw refusal({ code: 'signature.same_person' });
}

export interface Recorded {
  readonly module: ModuleName;
  readonly recordId: string;
  /** What it says in words, as a code: received, reviewed, issued, collected … */
  readonly meaning: string;
  /** A person of the directory, or somebody known by name alone (deliverer, a colleague on the telephone). */
  readonly signer:
    | Pick<Signer, 'personId' | 'name' | 'method'>
    | { readonly personId: string | null; readonly name: string; readonly method: 'deliverer' | 'phone' };
  readonly coversDigest: string;
}

/** Writes the signature with the record it belongs to, in the same transaction. */
export async function recordSignature(
  scope: Scope,
  { module, recordId, meaning, signer, coversDigest }: Recorded,
): Promise<void> {
  await scope.q`
    insert into signatures (org_id, module, record_id, meaning, person_id, signer_name, method, covers_digest)
    values (${scope.orgId}, ${module}, ${recordId}, ${meaning}, ${signer.personId}, ${signer.name}, ${signer.method}, ${coversDigest})`;
}

export type GivenSignature = Pick<Recorded, 'meaning' | 'signer' | 'coversDigest'>;

/** Several signatures of one record, in one statement. */
export async function recordSignatures(
  { q, orgId }: Scope,
  { module, recordId }: Pick<Recorded, 'module' | 'recordId'>,
  given: readonly GivenSignature[],
): Promise<void> {
  if (given.length === 0) return;
  const rows = given.map(({ meaning, signer, coversDigest: covers }) => ({
    meaning,
    person: signer.personId,
    name: signer.name,
    method: signer.method,
    covers,
  }));
  await q`
    insert into signatures (org_id, module, record_id, meaning, person_id, signer_name, method, covers_digest)
    select ${orgId}, ${module}, ${recordId}, s.meaning, s.person, s.name, s.method, s.covers
    from jsonb_to_recordset(${q.json(rows as never)}) as s(meaning text, person uuid, name text, method text, covers text)`;
}

interface Claims {
  readonly person: string;
  readonly org: string;
  readonly method: Signer['method'];
  readonly covers: string;
  readonly session: string;
  readonly until: number;
}

/**
 * A signature given at the form before the command is sent: bound to person, organisation, session and what it covers, for ten
 * minutes. It stands in for the password, so that none is kept in the browser.
 */
export function sealSignature(scope: Scope, signer: Signer, covers: string, runtime: Runtime = scope.runtime): string {
  const claims: Claims = {
    person: signer.personId,
    org: scope.orgId,
    method: signer.method,
    covers,
    session: sessionOf(scope),
    until: scope.now.getTime() + tokenMinutes * 60_000,
  };
  const body = Buffer.from(JSON.stringify(claims)).toString('base64url');
  return `${body}.${macOf(runtime, body).toString('base64url')}`;
}

/**
 * The signer behind a token, if it still fits: same session, same content, not too old, the person still active.
 * @throws AppError refused: signature.invalid, signature.other_session, signature.expired, signature.covers_other_content, signature.person_inactive.
 */
export async function redeemSignature(
  scope: Scope,
  token: string,
  covers: string,
  runtime: Runtime = scope.runtime,
): Promise<Signer> {
  const claims = readClaims(runtime, token);
  if (!claims || claims.org !== scope.orgId) throw refusal({ code: 'signature.invalid' });
  if (claims.session !== sessionOf(scope)) throw refusal({ code: 'signature.other_session' });
  if (claims.until < scope.now.getTime())
    throw refusal({ code: 'signature.expired', facts: { minutes: tokenMinutes } });
  if (claims.covers !== covers) throw refusal({ code: 'signature.covers_other_content' });
  const person = await findPerson(scope.q, scope.orgId, { personId: claims.person });
  if (person) return toSigner(person, claims.method);
  // Whoever stands in no directory (who supplies the exercises) signs by the session alone.
  if (claims.method === 'session' && scope.actor.kind === 'user' && scope.actor.personId === claims.person) {
    return verifySignature(scope, { method: 'session' }, runtime);
  }
  throw refusal({ code: 'signature.person_inactive' });
}

function toSigner(person: DirectoryPerson, method: Signer['method']): Signer {
  const { personId, name, staffNo, title, roles } = person;
  return { personId, name, staffNo, title, method, roles };
}

function sessionOf(scope: Scope): string {
  return scope.actor.kind === 'user' ? scope.actor.sessionId : '';
}

function macOf(runtime: Runtime, body: string): Buffer {
  return createHmac('sha256', runtime.authSecret).update(`signature.1|${body}`).digest();
}

function readClaims(runtime: Runtime, token: string): Claims | null {
  const [body = '', mac = ''] = token.split('.');
  const given = Buffer.from(mac, 'base64url');
  const expected = macOf(runtime, body);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
  return JSON.parse(Buffer.from(body, 'base64url').toString()) as Claims;
}
