import { z } from 'zod';
import { aboGroups, groupKey, rhdValues } from '../blood/groups';

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

export const mapCodeInput = z.strictObject({
  kind: z.enum(codeKinds),
  houseCode: z.string().trim().min(1).max(40),
  /** A product code of ours, or a group as `A.positive`; null: it is no code of ours and no gap either. */
  target: z.string().trim().min(1).max(20).nullable(),
  /** Null: nobody had met it yet. */
  version: z.int().nullable(),
});
