import type { SignStocktakeInput } from './schema';

/** What the signatures of a count cover, in a form both sides build alike: the place, each bag that was scanned, each that was not there, and the words. */
export function stocktakeCovers({
  placeId,
  scans,
  missingUnitIds,
  words,
}: Pick<SignStocktakeInput, 'placeId' | 'missingUnitIds' | 'words'> & {
  readonly scans: readonly Pick<SignStocktakeInput['scans'][number], 'unitId' | 'donationNo' | 'productCode'>[];
}): readonly string[] {
  return [
    `stocktake ${placeId} ${words.trim()}`,
    ...scans.map(({ unitId, donationNo, productCode }) => `bag ${unitId ?? `${donationNo} ${productCode}`}`).sort(),
    ...missingUnitIds.map((unitId) => `missing ${unitId}`).sort(),
  ];
}
