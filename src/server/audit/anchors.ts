import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

/** The head of one organisation's chain at a moment, signed: a line of audit-anchors.jsonl. */
const anchorSchema = z.strictObject({
  at: z.string(),
  epoch: z.string(),
  org: z.string(),
  seq: z.int().min(0),
  hash: z.string(),
  signature: z.string(),
});
export type Anchor = z.output<typeof anchorSchema>;

export interface AnchorLine extends Anchor {
  readonly line: number;
}

export const anchorFileOf = (dataDir: string) => path.join(dataDir, 'audit-anchors.jsonl');
const privateKeyFileOf = (dataDir: string) => path.join(dataDir, 'audit-anchor.key');
export const publicKeyFileOf = (dataDir: string) => path.join(dataDir, 'audit-anchor.pub');
export const anchorFilesOf = (dataDir: string) => [
  anchorFileOf(dataDir),
  privateKeyFileOf(dataDir),
  publicKeyFileOf(dataDir),
];

/** The signing key of this installation, made once; the public half lies beside it, to be copied away with the anchors. */
export function readOrCreateAnchorKey(dataDir: string): KeyObject {
  const file = privateKeyFileOf(dataDir);
  mkdirSync(dataDir, { recursive: true });
  if (!existsSync(file)) {
    const { privateKey } = generateKeyPairSync('ed25519');
    try {
      writeFileSync(file, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600, flag: 'wx' });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
  const key = createPrivateKey(readFileSync(file));
  const publicFile = publicKeyFileOf(dataDir);
  if (!existsSync(publicFile))
    writeFileSync(publicFile, createPublicKey(key).export({ type: 'spki', format: 'pem' }), { mode: 0o644 });
  return key;
}

export function readPublicKey(file: string): KeyObject | null {
  return existsSync(file) ? createPublicKey(readFileSync(file)) : null;
}

const signedText = ({ at, epoch, org, seq, hash }: Omit<Anchor, 'signature'>) =>
  Buffer.from(JSON.stringify(['xuemai audit anchor 1', at, epoch, org, seq, hash]), 'utf8');

export function signAnchor(head: Omit<Anchor, 'signature'>, key: KeyObject): Anchor {
  return { ...head, signature: sign(null, signedText(head), key).toString('base64') };
}

export function isGenuine(anchor: Anchor, publicKey: KeyObject): boolean {
  return verify(null, signedText(anchor), publicKey, Buffer.from(anchor.signature, 'base64'));
}

function parseLine(text: string): Anchor | null {
  try {
    return anchorSchema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

/** All anchors of a file, and the numbers of lines that are none. A last line without its line end was never finished: left out. */
export function readAnchors(file: string): { anchors: AnchorLine[]; unreadable: number[] } {
  const anchors: AnchorLine[] = [];
  const unreadable: number[] = [];
  if (!existsSync(file)) return { anchors, unreadable };
  const lines = readFileSync(file, 'utf8').split('\n').slice(0, -1);
  for (const [index, text] of lines.entries()) {
    const anchor = parseLine(text);
    if (anchor) anchors.push({ ...anchor, line: index + 1 });
    else unreadable.push(index + 1);
  }
  return { anchors, unreadable };
}

const tailBytes = 512 * 1024;

/** The latest anchor of each organisation, from the end of the file: it grows for years. */
export function readLatestAnchors(file: string): Map<string, Anchor> {
  const latest = new Map<string, Anchor>();
  if (!existsSync(file)) return latest;
  const handle = openSync(file, 'r');
  try {
    const { size } = fstatSync(handle);
    const tail = Buffer.alloc(Math.min(size, tailBytes));
    readSync(handle, tail, 0, tail.length, size - tail.length);
    for (const text of tail.toString('utf8').split('\n')) {
      const anchor = parseLine(text);
      if (anchor) latest.set(anchor.org, anchor);
    }
  } finally {
    closeSync(handle);
  }
  return latest;
}

/** Appends in one write and waits for the disk. An unfinished last line (power cut) is dropped first. */
export function appendAnchors(file: string, anchors: readonly Anchor[]): void {
  if (anchors.length === 0) return;
  const handle = openSync(file, existsSync(file) ? 'r+' : 'w+', 0o644);
  try {
    const { size } = fstatSync(handle);
    const tail = Buffer.alloc(Math.min(size, 4096));
    readSync(handle, tail, 0, tail.length, size - tail.length);
    const end = size - tail.length + tail.lastIndexOf(0x0a) + 1;
    if (end < size) ftruncateSync(handle, end);
    writeSync(handle, anchors.map((anchor) => `${JSON.stringify(anchor)}\n`).join(''), end);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
