import type { CollectAutologousInput, ReinfuseAutologousInput } from './schema';

/** What the nurse signs beside the technician: what was taken, of which record as it stood. */
export function collectionCovers(input: Omit<CollectAutologousInput, 'nurse'>): readonly string[] {
  const { id, version, collectedAt, hbBefore, hctBefore, bags, collectedMl, device, processedMl, isWashed } = input;
  return [
    `autologous collect ${id} ${version} ${collectedAt?.toISOString() ?? 'now'}`,
    `before ${hbBefore ?? '-'} ${hctBefore ?? '-'} taken ${collectedMl ?? '-'} ${processedMl ?? '-'} ${isWashed ?? '-'} ${device.trim()}`,
    ...bags.map(({ product, volumeMl }, index) => `bag ${index + 1} ${product} ${volumeMl}`),
  ];
}

/** What the second at the bed signs: this patient, these bags, this volume. */
export function reinfusionCovers(input: Omit<ReinfuseAutologousInput, 'second'>): readonly string[] {
  const { id, version, patientCode, bagNos, volumeMl } = input;
  return [`autologous reinfuse ${id} ${version} ${patientCode.trim()} ${volumeMl ?? '-'}`, ...[...bagNos].sort()];
}

/** What the second of an undoing, or of a release from hold, agrees to. */
export function backCovers(input: {
  readonly id: string;
  readonly version: number;
  readonly what: 'reinfuse' | 'discard' | 'release';
  readonly bagIds: readonly string[];
  readonly reason: string;
}): readonly string[] {
  const { id, version, what, bagIds, reason } = input;
  return [`autologous back ${what} ${id} ${version} ${reason.trim()}`, ...[...bagIds].sort()];
}

/** What the second of a discard agrees to. */
export function discardCovers(input: {
  readonly id: string;
  readonly bagIds: readonly string[];
  readonly reason: string;
}): readonly string[] {
  return [`autologous discard ${input.id} ${input.reason.trim()}`, ...[...input.bagIds].sort()];
}
