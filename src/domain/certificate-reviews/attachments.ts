import type { Violation } from '../result';
import { reviewLifecycle } from './lifecycle';

export const attachmentLimits = { bytes: 5 * 1024 * 1024, perCase: 10, chunkBytes: 256 * 1024 } as const;

export const mediaTypes = ['image/jpeg', 'image/png', 'application/pdf'] as const;
export type MediaType = (typeof mediaTypes)[number];

const signatures: readonly { readonly type: MediaType; readonly begins: readonly number[] }[] = [
  { type: 'image/jpeg', begins: [0xff, 0xd8, 0xff] },
  { type: 'image/png', begins: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] },
  { type: 'application/pdf', begins: [0x25, 0x50, 0x44, 0x46, 0x2d] },
];

/** What a file is by its first bytes, whatever its name says; null: none of the three. Source: ITU-T T.81 (SOI), PNG 5.2, ISO 32000 7.5.2. */
export function readMediaType(begin: Uint8Array): MediaType | null {
  const found = signatures.find(({ begins }) => begins.every((byte, at) => begin[at] === byte));
  return found?.type ?? null;
}

/** Shown in the page: a picture. Of a PDF nobody knows what it does when it is opened. */
export const isShownInPage = (type: string) => type === 'image/jpeg' || type === 'image/png';

interface AttachFacts {
  readonly no: string;
  readonly state: string;
  /** Files of the case already. */
  readonly count: number;
  /** The same bytes are among them. */
  readonly isKnown: boolean;
}

/** A paper is added as long as the case may be modified; ten a case, and none twice. Limits: [unsourced: default]. */
export function checkAttachment({ no, state, count, isKnown }: AttachFacts): Violation[] {
  const violations: Violation[] = [];
  if (!reviewLifecycle.actions.modify.from.some((from) => from === state))
    violations.push({ code: 'review.not_modifiable', facts: { no, state } });
  if (count >= attachmentLimits.perCase)
    violations.push({ code: 'review.too_many_files', facts: { limit: attachmentLimits.perCase } });
  if (isKnown) violations.push({ code: 'review.file_twice' });
  return violations;
}
