import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { TraceStep } from './trace';

/** What is printed on the bag and does not change with its moves. */
export interface BagIdentity {
  readonly labelScheme: string;
  readonly issuer: string;
  readonly donationNo: string;
  readonly productCode: string;
  readonly component: string;
  readonly abo: string;
  readonly rhd: string;
  readonly amount: number;
  readonly expiresAt: Date;
}

/** How many characters of a digest name one step beyond doubt: 48 bit. */
export const shortestDigest = 12;

/**
 * The canonical content of a trace, one line for each thing, each a JSON array without blanks, joined by a line feed, UTF-8:
 *
 * 1. `["xuemai-trace",1,organisation that looks]`
 * 2. `["bag",label scheme,issuer,donation number,product code,component,ABO,RhD,amount,expiry]`; `["bag",null]` for a bag that has gone elsewhere
 * 3. for each movement of the ledger that this organisation may see, in the ledger's order:
 *    `[ledger number,time,kind,from organisation,from bucket,to organisation,to bucket,acting organisation,person,record module,record number]`,
 *    and where the bag took another label: `["relabel",time,organisation,person,relabelling number,old label,new label]`, each label as scheme, issuer,
 *    donation number, product code. Line 2 has the first label of all. For a bag that has gone elsewhere no such line stands.
 *
 * Times are ISO 8601 in UTC with milliseconds, amounts hundredths of the unit, what is unknown or not shown is null. Movements are never
 * changed, so the lines of a paper stay what they were; the bag moves on by new lines at the end. Not covered: what follows from other
 * records (gaps, sister bags, the patient), which may be mended later.
 */
export function canonicalTrace(orgId: string, bag: BagIdentity | null, steps: readonly TraceStep[]): string[] {
  const identity = bag
    ? [
        bag.labelScheme,
        bag.issuer,
        bag.donationNo,
        bag.productCode,
        bag.component,
        bag.abo,
        bag.rhd,
        bag.amount,
        bag.expiresAt.toISOString(),
      ]
    : [null];
  const moves = steps.flatMap(
    ({ movement, record, labels, at, actorOrgId, actor }): (string | number | null | undefined)[][] =>
      labels && bag
        ? [
            [
              'relabel',
              at?.toISOString() ?? null,
              actorOrgId,
              actor,
              record && 'no' in record ? record.no : null,
              ...[labels.old, labels.taken].flatMap((one) => [
                one.labelScheme,
                one.issuer,
                one.donationNo,
                one.productCode,
              ]),
            ],
          ]
        : movement
          ? [
              [
                movement.id,
                movement.at.toISOString(),
                movement.kind,
                movement.from.orgId,
                movement.from.bucket,
                movement.to.orgId,
                movement.to.bucket,
                movement.actorOrgId,
                movement.actor,
                record?.module ?? null,
                record && 'no' in record ? record.no : null,
              ],
            ]
          : [],
  );
  return [['xuemai-trace', 1, orgId], ['bag', ...identity], ...moves].map((line) => JSON.stringify(line));
}

/**
 * SHA-256, in 64 hexadecimal characters, of the first two lines and the first n lines after them, for n from 0: the last one is printed now,
 * an earlier one stands on a paper that was printed when the bag had made that many steps.
 */
export function digestsOf(lines: readonly string[]): string[] {
  return lines.slice(1).map((_, index) => bytesToHex(sha256(utf8ToBytes(lines.slice(0, index + 2).join('\n')))));
}

export type PaperCheck =
  | { readonly kind: 'same'; readonly steps: number; readonly isLatest: boolean }
  | { readonly kind: 'different' }
  | { readonly kind: 'too-short' };

/** Is this the digest of what the system holds, now or after an earlier step? The first 12 characters or more, blanks and case as they come. */
export function checkPaper(digests: readonly string[], typed: string): PaperCheck {
  const hex = typed
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^0-9a-f]/g, '');
  if (hex.length < shortestDigest) return { kind: 'too-short' };
  const steps = digests.findIndex((digest) => digest.startsWith(hex));
  return steps < 0 ? { kind: 'different' } : { kind: 'same', steps, isLatest: steps === digests.length - 1 };
}
