import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/**
 * Digest (64 hex characters) of what a signature covers: the lines in the order they stand, and whatever else the words of the
 * signature name. Both sides compute it alike; one more scan gives another digest, so a signature given before it fits no longer
 * ("comes after the last scan it covers"). Keys are sorted, undefined is left out, dates count as ISO text. No refusals.
 */
export function digestOfCovers(covered: unknown): string {
  return bytesToHex(sha256(utf8ToBytes(canonicalText(covered))));
}

function canonicalText(value: unknown): string {
  return (
    JSON.stringify(value, (_key, inner: unknown) =>
      inner !== null && typeof inner === 'object' && !Array.isArray(inner)
        ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
        : inner,
    ) ?? 'null'
  );
}
