import { z } from 'zod';
import { type AboGroup, aboGroups, type BloodGroup, isSameGroup, type Rhd, rhdValues } from '../blood/groups';
import type { Violation } from '../result';

/** Another bag of the donation that a new label names: what the two who sign it saw of it. */
export const sister = z.strictObject({
  productCode: z.string().min(1).max(32),
  abo: z.enum(aboGroups),
  rhd: z.enum(rhdValues),
});
export type Sister = z.output<typeof sister>;

/** As the station knows it: a bag that it has, has released or awaits. */
export interface SisterBag {
  readonly labelScheme: 'isbt128' | 'codabar';
  readonly issuer: string;
  readonly donationNo: string;
  readonly productCode: string;
  readonly abo: AboGroup;
  readonly rhd: Rhd;
  /** In this station now. */
  readonly isHere: boolean;
}

/** What is known of a new label before it is signed. */
export interface NewLabelFacts {
  readonly unitId: string;
  /** Another bag bears the label or once bore it. `now` is the label which that bag bears, told where it is this station's; null: another house's. */
  readonly taken: { readonly now: { readonly donationNo: string; readonly productCode: string } | null } | null;
  readonly sisters: readonly (Sister & Pick<SisterBag, 'isHere'>)[];
}

/** The sisters of a donation among these bags, by product code. Pure, no refusals. */
export function sistersOf<B extends SisterBag>(
  { labelScheme, issuer, donationNo }: Pick<SisterBag, 'labelScheme' | 'issuer' | 'donationNo'>,
  bags: readonly B[],
): B[] {
  return bags
    .filter((bag) => bag.labelScheme === labelScheme && bag.issuer === issuer && bag.donationNo === donationNo)
    .sort((one, other) => (one.productCode < other.productCode ? -1 : 1));
}

/** Those whose group cannot be true beside that of the new label: one of the labels is wrong. Told and signed, never refused: a wrong label is put right exactly so. */
export function differingSisters<S extends BloodGroup>(label: BloodGroup, sisters: readonly S[]): S[] {
  return sisters.filter((sister) => !isSameGroup(label, sister));
}

/** One text for what was seen of them, in any order: what is signed, and what is compared. */
export function sistersText(sisters: readonly Sister[]): string {
  return sisters
    .map(({ productCode, abo, rhd }) => `${productCode} ${abo} ${rhd}`)
    .sort()
    .join(', ');
}

/** Why this label is not free, or null: in the words for the own station's other bag, where it is that. */
export function refusalOfTaken(
  { donationNo, productCode }: { readonly donationNo: string; readonly productCode: string },
  taken: NewLabelFacts['taken'],
): Violation | null {
  if (!taken) return null;
  const facts = { donationNo, productCode };
  if (!taken.now) return { code: 'relabel.label_taken', path: 'donation', facts };
  const { now } = taken;
  return now.donationNo === donationNo && now.productCode === productCode
    ? { code: 'relabel.label_of_other', path: 'donation', facts }
    : {
        code: 'relabel.label_once_of_other',
        path: 'donation',
        facts: { ...facts, newDonationNo: now.donationNo, newProductCode: now.productCode },
      };
}
