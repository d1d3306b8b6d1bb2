import { z } from 'zod';
import { normaliseScan } from '../blood/barcodes/normalise';
import { isProductForm } from '../blood/barcodes/read-scan';
import { aboGroups, groupKey, rhdValues } from '../blood/groups';
import type { Violation } from '../result';

export const codeKinds = ['product', 'group'] as const;
export type CodeKind = (typeof codeKinds)[number];

/** What the house calls it, folded as it is compared: width, case and outer spaces do not matter. */
export function foldCode(text: string): string {
  return text.normalize('NFKC').trim().replace(/\s+/g, ' ').toUpperCase();
}

/** A group code of a file may stand in two cells. */
export function groupCodeOf(group: string, rhd: string): string {
  return foldCode(`${group} ${rhd}`);
}

/** `A.positive` and so on: what a group code may be mapped to. */
export const groupTargets = aboGroups.flatMap((abo) =>
  rhdValues.map((rhd) => ({ abo, rhd, target: groupKey(abo, rhd) })),
);

export function groupOfTarget(target: string) {
  return groupTargets.find((candidate) => candidate.target === target);
}

/** More codes of one column than this that nobody knows: it is another column. [unsourced: default] */
export const unknownCodesAtMost = 50;

const ofColumns: readonly string[] = ['go_live.product_unmapped', 'go_live.group_unmapped'];

/** One violation in place of all of a column whose every code is unknown, so that what is no code is written down as none: `go_live.column_wrong`. */
export function refuseWrongColumns(violations: readonly Violation[]): Violation[] {
  const wrong = ofColumns.flatMap((code) => {
    const met = violations.filter((one) => one.code === code);
    const [first] = met;
    const count = new Set(met.map(({ facts }) => facts?.code)).size;
    return first && count > unknownCodesAtMost ? [{ first, count }] : [];
  });
  const isOfWrong = ({ code }: Violation) => wrong.some(({ first }) => first.code === code);
  return [
    ...wrong.map(({ first, count }) => ({ ...first, code: 'go_live.column_wrong', facts: { count } })),
    ...violations.filter((one) => !isOfWrong(one)),
  ];
}

/**
 * What forbids that this product code of a house is one of ours: labels of the stations bear it (`known`: the product table has it), or it has their
 * form. A code in that form on a bag means what the product table says, so a house's own meaning would never be asked for: it belongs in the table.
 */
export function refuseMapping(code: string, known: boolean): Violation[] {
  const violation = known ? 'go_live.code_is_ours' : isOfStation(code) ? 'go_live.code_is_of_station' : null;
  return violation ? [{ code: violation, path: 'houseCode', facts: { code } }] : [];
}

export const mapCodeInput = z.strictObject({
  kind: z.enum(codeKinds),
  houseCode: z.string().trim().min(1).max(40),
  /** A product code of ours, or a group as `A.positive`; null: it is no code of ours and no gap either. */
  target: z.string().trim().min(1).max(20).nullable(),
  /** Null: nobody had met it yet. */
  version: z.int().nullable(),
});

/** A product code in the form that stations print: never the house's own. */
export function isOfStation(productCode: string): boolean {
  return isProductForm(normaliseScan(productCode).replace(/^=</, ''));
}
