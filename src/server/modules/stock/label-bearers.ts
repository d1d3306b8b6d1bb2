import { labelKey } from '@/domain/blood/bag-label';
import type { Violation } from '@/domain/result';
import type { Scope } from '../../kernel/scope';

/** A label as far as it was read: without a product code the donation alone, without scheme and issuer as a scan names it. */
export interface AskedLabel {
  readonly labelScheme?: string | null;
  readonly issuer?: string | null;
  readonly donationNo: string;
  readonly productCode?: string | null | undefined;
}

/** A label that a bag bears or once bore, and the one it bears now. */
export interface LabelBearer {
  readonly labelScheme: 'isbt128' | 'codabar';
  readonly issuer: string;
  readonly donationNo: string;
  readonly productCode: string;
  readonly unitId: string;
  readonly now: {
    readonly labelScheme: 'isbt128' | 'codabar';
    readonly issuer: string;
    readonly donationNo: string;
    readonly productCode: string;
  };
  /** When the bag was relabelled last, and on which day of the city; null: never. */
  readonly since: Date | null;
  readonly day: string | null;
}

/** Of these labels those that a bag of the city bears or ever bore. */
export async function loadBearers(
  { q }: Pick<Scope, 'q'>,
  labels: readonly AskedLabel[],
): Promise<readonly LabelBearer[]> {
  if (labels.length === 0) return [];
  const asked = labels.map(({ labelScheme, issuer, donationNo, productCode }) => ({
    labelScheme: labelScheme ?? null,
    issuer: issuer ?? null,
    donationNo,
    productCode: productCode ?? null,
  }));
  const rows = await q<
    (Omit<LabelBearer, 'now'> & {
      nowScheme: 'isbt128' | 'codabar';
      nowIssuer: string;
      nowDonationNo: string;
      nowProductCode: string;
    })[]
  >`
    select label_scheme as "labelScheme", issuer, donation_no as "donationNo", product_code as "productCode", unit_id as "unitId",
      now_scheme as "nowScheme", now_issuer as "nowIssuer", now_donation_no as "nowDonationNo", now_product_code as "nowProductCode", since,
      (since at time zone (select time_zone from city))::date::text as day
    from label_bearers(${q.json(asked)})`;
  return rows.map(({ nowScheme, nowIssuer, nowDonationNo, nowProductCode, ...label }) => ({
    ...label,
    now: { labelScheme: nowScheme, issuer: nowIssuer, donationNo: nowDonationNo, productCode: nowProductCode },
  }));
}

export type RelabelledLabel = LabelBearer & { readonly since: Date; readonly day: string };

/** Of these labels those that no bag bears any more, for the bag that bore it was relabelled. */
export async function loadRelabelled(
  scope: Pick<Scope, 'q'>,
  labels: readonly AskedLabel[],
): Promise<readonly RelabelledLabel[]> {
  return (await loadBearers(scope, labels)).flatMap(({ since, day, ...bearer }) =>
    since && day && labelKey(bearer) !== labelKey(bearer.now) ? [{ ...bearer, since, day }] : [],
  );
}

/** Whoever still has the old label before the eyes is told the new one, and looks: a label is never read for another. */
export function relabelledViolation({ donationNo, productCode, now, day }: RelabelledLabel, path: string): Violation {
  const facts = { donationNo, productCode, newDonationNo: now.donationNo, newProductCode: now.productCode, day };
  return { code: 'unit.relabelled', path, facts };
}

/** By `labelKey`. */
export function byLabel(labels: readonly RelabelledLabel[]): ReadonlyMap<string, RelabelledLabel> {
  return new Map(labels.map((label) => [labelKey(label), label]));
}
