export const aboGroups = ['A', 'B', 'O', 'AB'] as const;
export type AboGroup = (typeof aboGroups)[number];

export const recipientAbos = [...aboGroups, 'unknown'] as const;
export type RecipientAbo = (typeof recipientAbos)[number];

/** `unspecified` is a label state (ISBT 128 gg 55/66/77/88) and a recipient state (not known, not tested); it is never positive. */
export const rhdValues = ['positive', 'negative', 'unspecified'] as const;
export type Rhd = (typeof rhdValues)[number];

export interface BloodGroup {
  abo: AboGroup;
  rhd: Rhd;
}

/** The order of columns on every screen: A+ B+ O+ AB+ A− B− O− AB−. `unspecified` is a column of its own, shown only when non-zero. */
export const groupColumns = [
  { abo: 'A', rhd: 'positive' },
  { abo: 'B', rhd: 'positive' },
  { abo: 'O', rhd: 'positive' },
  { abo: 'AB', rhd: 'positive' },
  { abo: 'A', rhd: 'negative' },
  { abo: 'B', rhd: 'negative' },
  { abo: 'O', rhd: 'negative' },
  { abo: 'AB', rhd: 'negative' },
] as const satisfies readonly BloodGroup[];

const rhdOrder = { positive: 0, negative: 1, unspecified: 2 } as const satisfies Record<Rhd, number>;

/** Sort order of two groups as the columns stand; the unspecified ones come last. */
export function compareGroups(left: BloodGroup, right: BloodGroup): number {
  return rhdOrder[left.rhd] - rhdOrder[right.rhd] || aboGroups.indexOf(left.abo) - aboGroups.indexOf(right.abo);
}

/** Minus is U+2212, so that it stands as wide as the plus. */
const rhdSigns = { positive: '+', negative: '\u2212', unspecified: '' } as const satisfies Record<Rhd, string>;

/** `O+`, `O−` (U+2212), `O` when RhD is not specified; an unknown ABO is written `?` and its RhD is kept: `?−`. */
export function formatGroup(abo: RecipientAbo, rhd: Rhd): string {
  return `${abo === 'unknown' ? '?' : abo}${rhdSigns[rhd]}`;
}

/** Whether two labels of one donation may both be true: ABO agrees, and RhD where both say it. */
export function isSameGroup(left: BloodGroup, right: BloodGroup): boolean {
  const isRhdSaid = left.rhd !== 'unspecified' && right.rhd !== 'unspecified';
  return left.abo === right.abo && (!isRhdSaid || left.rhd === right.rhd);
}

/** A stable text key of a group, for maps and column ids: `A.positive`. */
export function groupKey(abo: RecipientAbo, rhd: Rhd): string {
  return `${abo}.${rhd}`;
}

/** CV04.50.005 ABO 血型代码表. Numbers are [unsourced: default]; 6 未查 occurs on the front-page form. */
const nationalAboCodes = { A: '1', B: '2', O: '3', AB: '4', unknown: '5' } as const satisfies Record<
  RecipientAbo,
  string
>;

export function toNationalAboCode(abo: RecipientAbo): string {
  return nationalAboCodes[abo];
}

/** Undefined for a code the table does not have; 6 未查 reads as unknown. */
export function fromNationalAboCode(code: string): RecipientAbo | undefined {
  if (code === '6') return 'unknown';
  return recipientAbos.find((abo) => nationalAboCodes[abo] === code);
}

/**
 * CV04.50.020 Rh(D) 血型代码表: **1 is NEGATIVE and 2 is POSITIVE**, 3 不详, 4 未查.
 * Source: the national value domain as used in public code.
 */
const nationalRhdCodes = { negative: '1', positive: '2', unspecified: '3' } as const satisfies Record<Rhd, string>;

export function toNationalRhdCode(rhd: Rhd): string {
  return nationalRhdCodes[rhd];
}

/** Undefined for a code the table does not have; 3 不详 and 4 未查 both read as unspecified. */
export function fromNationalRhdCode(code: string): Rhd | undefined {
  if (code === '4') return 'unspecified';
  return rhdValues.find((rhd) => nationalRhdCodes[rhd] === code);
}
