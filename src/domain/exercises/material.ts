import type { AboGroup } from '../blood/groups';

/** What a bag is for in an exercise. */
export const bagParts = [
  'plain',
  /** Its donation code is badly printed and cannot be scanned, its text is whole: it is compared with the note and chosen on the screen. */
  'damaged',
  /** On the note, or in the place by the ledger, and not there: no label of it is printed. */
  'missing',
  /** There, and not on the note, or not in the place by the ledger. */
  'extra',
  'expired',
  /** Of another group than the patient. */
  'other_group',
] as const;
export type BagPart = (typeof bagParts)[number];

export interface MaterialBag {
  /** By which the ledger knows it; null: it knows nothing of it yet. */
  readonly unitId: string | null;
  readonly donationNo: string;
  readonly productCode: string;
  readonly component: string;
  readonly abo: AboGroup;
  readonly rhd: 'positive' | 'negative';
  /** Hundredths of the component's unit. */
  readonly amount: number;
  /** ISO text. */
  readonly expiresAt: string;
  readonly part: BagPart;
}

/** With what one round of an exercise is done: made when it begins, never changed. */
export interface Material {
  readonly bags: readonly MaterialBag[];
  /** Of the house that brought or asks for it. */
  readonly fromOrgId?: string;
  readonly shipment?: { readonly id: string; readonly no: string };
  readonly patient?: {
    readonly id: string;
    readonly mrn: string;
    readonly name: string;
    readonly abo: AboGroup;
    readonly rhd: 'positive' | 'negative';
  };
  readonly place?: { readonly id: string; readonly code: string; readonly name: string };
  readonly order?: { readonly id: string; readonly no: string };
}

/** Bags of which a label is printed: those in the hand. */
export function bagsInHand({ bags }: Pick<Material, 'bags'>): MaterialBag[] {
  return bags.filter(({ part }) => part !== 'missing');
}
