/** What is looked at when a tube is received. [unsourced: default] */
export const receiptChecks = ['label', 'patient', 'volume', 'quality'] as const;
export type ReceiptCheck = (typeof receiptChecks)[number];

/** How far the determination of a tube has come. `differing`: two people read different groups; `discrepant`: forward and reverse do not fit. */
export const groupings = ['none', 'first', 'agreed', 'differing', 'discrepant'] as const;
export type Grouping = (typeof groupings)[number];

export const screens = ['none', 'negative', 'positive'] as const;
export type Screen = (typeof screens)[number];

export const reactions = ['strong', 'weak', 'mixed', 'none'] as const;
export type Reaction = (typeof reactions)[number];
export const forwardWells = ['antiA', 'antiB', 'antiD'] as const;
export const reverseWells = ['cellsA', 'cellsB'] as const;
export const wells = [...forwardWells, ...reverseWells] as const;
export type Well = (typeof wells)[number];
