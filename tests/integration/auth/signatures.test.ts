import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { digestOfCovers } from '@/domain/signatures/covers';
import { mintBadgeCode } from '@/server/auth/badges';
import { resolveActor } from '@/server/auth/session';
import {
  recordSignature,
  redeemSignature,
  requireDifferentPeople,
  type SignatureInput,
  sealSignature,
  verifySignature,
} from '@/server/auth/signing';
import type { Actor } from '@/server/kernel/actor';
import { execute } from '@/server/kernel/command';
import { inScope, type Scope } from '@/server/kernel/scope';
import { verifyAtForm } from '@/server/modules/signatures/verify';
import { type AuthCity, openAuthCity, rightPassword } from './auth-city';

let city: AuthCity;
let technician: Actor;
let technicianId: string;
let reviewerId: string;
const badges = { reviewer: mintBadgeCode(), foreign: mintBadgeCode() };
const scans = ['=A100002600001', '=A100002600002'];
const covers = digestOfCovers(scans);

async function actorOf(orgId: string, staffNo: string): Promise<Actor> {
  const actor = await resolveActor(new Headers({ cookie: await city.enter(orgId, staffNo) }), city.runtime);
  if (!actor) throw new Error('nobody');
  return actor;
}

beforeAll(async () => {
  city = await openAuthCity();
  for (const id of ['H01', 'H02']) await city.organisation(id);
  technicianId = (await city.person('H01', '10', ['technician'])).personId;
  reviewerId = (await city.person('H01', '11', ['reviewer'], { name: '陆佳', badge: badges.reviewer })).personId;
  await city.person('H02', '11', ['reviewer'], { badge: badges.foreign });
  technician = await actorOf('H01', '10');
});
afterAll(() => city.close());

const within = <T>(work: (scope: Scope) => Promise<T>, actor = technician) =>
  inScope({ runtime: city.runtime, actor, requestId: 'R-TEST01' }, 'write', work);
const verify = (input: SignatureInput) => within((scope) => verifySignature(scope, input, city.runtime));
const refused = (code: string) => ({ code: 'refused', violations: [expect.objectContaining({ code })] });

describe('who signs', () => {
  it('is known by the badge, however the scanner types it', async () => {
    const signer = { personId: reviewerId, name: '陆佳', staffNo: '11', method: 'badge', roles: ['reviewer'] };
    expect(await verify({ method: 'badge', badge: badges.reviewer })).toMatchObject(signer);
    expect(await verify({ method: 'badge', badge: ` ${badges.reviewer.toLowerCase()} ` })).toMatchObject(signer);
  });

  it("is never known by another hospital's badge, nor by one that was replaced", async () => {
    await expect(verify({ method: 'badge', badge: badges.foreign })).rejects.toMatchObject(
      refused('signature.unknown_badge'),
    );
    await expect(verify({ method: 'badge', badge: mintBadgeCode() })).rejects.toMatchObject(
      refused('signature.unknown_badge'),
    );
  });

  it('is known by 工号 and own password; wrong ones count into the lockout of signing in', async () => {
    await city.person('H01', '20', ['reviewer']);
    const sign = (password: string) => verify({ method: 'password', staffNo: '20', password });
    expect(await sign(rightPassword)).toMatchObject({ staffNo: '20', method: 'password' });
    for (let turn = 0; turn < 4; turn++)
      await expect(sign('Wrong-guess-9')).rejects.toMatchObject(refused('signature.wrong_password'));
    await expect(sign('Wrong-guess-9')).rejects.toMatchObject(refused('signature.locked'));
    await expect(sign(rightPassword)).rejects.toMatchObject(refused('signature.locked'));
    await expect(city.enter('H01', '20')).rejects.toThrow('session.locked_out');
  });

  it('an unknown 工号 is a wrong password', async () => {
    await expect(verify({ method: 'password', staffNo: '98765', password: rightPassword })).rejects.toMatchObject(
      refused('signature.wrong_password'),
    );
  });

  it('a person who left the house signs no more', async () => {
    const badge = mintBadgeCode();
    const { personId } = await city.person('H01', '21', ['reviewer'], { badge });
    await city.owner`update people set is_active = false where id = ${personId}`;
    await expect(verify({ method: 'badge', badge })).rejects.toMatchObject(refused('signature.unknown_badge'));
  });

  it('two places need two people', async () => {
    const self = await verify({ method: 'session' });
    expect(self.personId).toBe(technicianId);
    expect(() => requireDifferentPeople(self, { personId: technicianId })).toThrow('signature.same_person');
    expect(() => requireDifferentPeople(self, { personId: reviewerId })).not.toThrow();
  });
});

describe('a signature given at the form', () => {
  const request = () => ({ runtime: city.runtime, actor: technician, requestId: 'R-TEST02' });
  const signature = { method: 'badge', badge: badges.reviewer } as const;
  const sign = () => execute(verifyAtForm, request(), { signature, coversDigest: covers });
  const redeem = (token: string, digest = covers, actor = technician) =>
    within((scope) => redeemSignature(scope, token, digest, city.runtime), actor);

  it('answers with the name and stands in for the badge when the form is sent; the attempt stands in the chain', async () => {
    const given = await sign();
    expect(given).toMatchObject({ personId: reviewerId, name: '陆佳', staffNo: '11', actingId: technicianId });
    expect(await redeem(given.token)).toMatchObject({ personId: reviewerId, method: 'badge' });
    expect(await city.actions('H01')).toContain('signature.verified');
  });

  it('one more scan voids it', async () => {
    const { token } = await sign();
    await expect(redeem(token, digestOfCovers([...scans, '=A100002600003']))).rejects.toMatchObject(
      refused('signature.covers_other_content'),
    );
  });

  it('serves neither another session nor another hospital, and no forger', async () => {
    const { token } = await sign();
    await expect(redeem(token, covers, await actorOf('H01', '10'))).rejects.toMatchObject(
      refused('signature.other_session'),
    );
    await expect(redeem(token, covers, await actorOf('H02', '11'))).rejects.toMatchObject(refused('signature.invalid'));
    const [body = '', mac = ''] = token.split('.');
    const claims = JSON.parse(Buffer.from(body, 'base64url').toString()) as Record<string, unknown>;
    const forged = Buffer.from(JSON.stringify({ ...claims, person: technicianId })).toString('base64url');
    await expect(redeem(`${forged}.${mac}`)).rejects.toMatchObject(refused('signature.invalid'));
    await expect(redeem('nonsense')).rejects.toMatchObject(refused('signature.invalid'));
  });

  it('is good for ten minutes, and not for somebody who has left since', async () => {
    const badge = mintBadgeCode();
    const { personId } = await city.person('H01', '22', ['reviewer'], { badge });
    const tokenOf = () =>
      within(async (scope) =>
        sealSignature(
          scope,
          await verifySignature(scope, { method: 'badge', badge }, city.runtime),
          covers,
          city.runtime,
        ),
      );
    const [early, late] = [await tokenOf(), await tokenOf()];
    await city.wait(9);
    expect(await redeem(early)).toMatchObject({ personId });
    await city.wait(2);
    await expect(redeem(late)).rejects.toMatchObject(refused('signature.expired'));
    const fresh = await tokenOf();
    await city.owner`update people set is_active = false where id = ${personId}`;
    await expect(redeem(fresh)).rejects.toMatchObject(refused('signature.person_inactive'));
  });

  it('is written with the record, in the hospital that signed', async () => {
    const recordId = randomUUID();
    await within(async (scope) => {
      const signer = await verifySignature(scope, signature, city.runtime);
      await recordSignature(scope, {
        module: 'bag-receipts',
        recordId,
        meaning: 'reviewed',
        signer,
        coversDigest: covers,
      });
    });
    const rows =
      await city.owner`select org_id, person_id, signer_name, method, covers_digest from signatures where record_id = ${recordId}`;
    expect(rows).toEqual([
      { org_id: 'H01', person_id: reviewerId, signer_name: '陆佳', method: 'badge', covers_digest: covers },
    ]);
  });

  it('leaves the session whose it was', async () => {
    await sign();
    expect(technician).toMatchObject({ personId: technicianId });
  });
});
