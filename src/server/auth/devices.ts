import { createHash, randomBytes } from 'node:crypto';
import { enrolInput } from '@/domain/accounts/schema';
import { parseInput } from '../kernel/command';
import { refusal } from '../kernel/errors';
import type { Runtime } from '../runtime';
import { addressOf } from './address';
import { countWrongSecret } from './attempts';
import { deviceCookieName } from './auth';
import { accountChange, noteInChain } from './chain';
import type { AuthRequest } from './sign-in';

const codeMinutes = 30;
const cookieSeconds = 400 * 24 * 3600;

const digestOf = (secret: string) => createHash('sha256').update(secret).digest();

/** Announces a wallboard: a one-time code for the link that is opened at the screen within half an hour. */
export async function announceDevice({ authSql }: Runtime, orgId: string, label: string) {
  const code = randomBytes(16).toString('base64url');
  const [device] = await authSql<{ id: string; expiresAt: Date }[]>`
    insert into auth.devices (org_id, label, code_hash, code_expires_at)
    values (${orgId}, ${label}, ${digestOf(code)}, city_now() + make_interval(mins => ${codeMinutes}))
    returning id, code_expires_at as "expiresAt"`;
  if (!device) throw new Error('no device written');
  return { deviceId: device.id, path: `/enrol/${code}`, expiresAt: device.expiresAt };
}

/** Turns the code into the screen's cookie; the code is spent. @throws AppError refused: device.unknown_code. */
export async function enrolDevice(
  request: AuthRequest,
  raw: unknown,
): Promise<{ setCookie: string; deviceId: string }> {
  const { runtime, headers, requestId } = request;
  const { code } = parseInput(enrolInput, raw);
  const token = randomBytes(16).toString('base64url');
  const [device] = await runtime.authSql<{ id: string; orgId: string; label: string }[]>`
    update auth.devices set token_hash = ${digestOf(token)}, enrolled_at = city_now(), code_hash = null, code_expires_at = null
    where code_hash = ${digestOf(code)} and code_expires_at > city_now() and revoked_at is null
    returning id, org_id as "orgId", label`;
  if (!device) {
    await countWrongSecret(runtime, addressOf(headers));
    throw refusal({ code: 'device.unknown_code', path: 'code' });
  }
  const after = { label: device.label, address: addressOf(headers) ?? null };
  await noteInChain(runtime, requestId, {
    ...accountChange(device.orgId, device.id, 'devices.enrolled', { after, state: 'enrolled', version: 2 }),
    module: 'devices',
  });
  const secure = runtime.publicUrl.startsWith('https:') ? '; Secure' : '';
  const setCookie = `${deviceCookieName(runtime)}=${token}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${cookieSeconds}${secure}`;
  return { setCookie, deviceId: device.id };
}

export interface DeviceRow {
  readonly id: string;
  readonly label: string;
  readonly enrolledAt: Date | null;
  readonly revokedAt: Date | null;
  readonly createdAt: Date;
  /** Until when the link of a screen that was announced may be opened there. */
  readonly lapsesAt: Date | null;
}

export async function listDevices({ authSql }: Runtime, orgId: string): Promise<DeviceRow[]> {
  return authSql<DeviceRow[]>`
    select id, label, enrolled_at as "enrolledAt", revoked_at as "revokedAt", created_at as "createdAt", code_expires_at as "lapsesAt"
    from auth.devices where org_id = ${orgId} order by created_at desc limit 200`;
}

/** Takes a screen out of use. @returns what it was called, and whether it was in use until now; null: there is none. */
export async function revokeDevice(
  { authSql }: Runtime,
  orgId: string,
  deviceId: string,
): Promise<{ label: string; wasInUse: boolean } | null> {
  const [device] = await authSql<{ label: string }[]>`
    select label from auth.devices where id = ${deviceId} and org_id = ${orgId}`;
  if (!device) return null;
  const revoked = await authSql`
    update auth.devices set revoked_at = city_now() where id = ${deviceId} and org_id = ${orgId} and revoked_at is null`;
  return { label: device.label, wasInUse: revoked.count > 0 };
}
