import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { theRuntime } from '../runtime';

/** First byte of every box: which key sealed it. A new key gets a new number; old boxes stay readable. */
const keyId = 1;
const ivBytes = 12;
const tagBytes = 16;

const derived = new Map<string, Buffer>();

function keyFor(purpose: string, secret: string): Buffer {
  const name = `${secret}|${purpose}`;
  const known = derived.get(name);
  if (known) return known;
  const key = Buffer.from(hkdfSync('sha256', secret, 'xuemai', `${purpose} v${keyId}`, 32));
  derived.set(name, key);
  return key;
}

/**
 * Seals a short text: AES-256-GCM under a key derived from the installation's secret. `owner` (organisation and record)
 * is authenticated with it, so that a box copied into another row does not open.
 */
export function sealSecret(text: string, owner: string, secret = theRuntime().authSecret): Buffer {
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv('aes-256-gcm', keyFor('secret box', secret), iv);
  cipher.setAAD(Buffer.from(owner, 'utf8'));
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([Buffer.from([keyId]), iv, cipher.getAuthTag(), body]);
}

/** @throws RangeError when the box was sealed by an unknown key, for another owner, or was changed. */
export function openSecret(box: Uint8Array, owner: string, secret = theRuntime().authSecret): string {
  const bytes = Buffer.from(box);
  if (bytes[0] !== keyId || bytes.length < 1 + ivBytes + tagBytes) throw new RangeError('sealed by an unknown key');
  const decipher = createDecipheriv('aes-256-gcm', keyFor('secret box', secret), bytes.subarray(1, 1 + ivBytes));
  decipher.setAAD(Buffer.from(owner, 'utf8'));
  decipher.setAuthTag(bytes.subarray(1 + ivBytes, 1 + ivBytes + tagBytes));
  try {
    return decipher.update(bytes.subarray(1 + ivBytes + tagBytes), undefined, 'utf8') + decipher.final('utf8');
  } catch {
    throw new RangeError('the box does not open');
  }
}

/** Finds a secret without opening any: the same text of the same owner gives the same 32 bytes. Another hospital's differ. */
export function blindIndex(text: string, owner: string, secret = theRuntime().authSecret): Buffer {
  return createHmac('sha256', keyFor('blind index', secret)).update(`${owner}|${text}`).digest();
}
