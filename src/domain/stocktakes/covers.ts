import type { SignStocktakeInput } from './schema';

/** What the signatures of a count cover, in a form both sides build alike: the place, when it began, each bag that was scanned and when, each that was not there, and the words. */
export function stocktakeCovers({
  placeId,
  startedAt,
  scans,
  missingUnitIds,
  words,
}: Pick<SignStocktakeInput, 'placeId' | 'missingUnitIds' | 'words'> & {
  readonly startedAt: Date;
  readonly scans: readonly (Pick<SignStocktakeInput['scans'][number], 'unitId' | 'donationNo' | 'productCode'> & {
    readonly at: Date | string;
  })[];
}): readonly string[] {
  return [
    `stocktake ${placeId} ${startedAt.toISOString()} ${words.trim()}`,
    ...scans
      .map(({ unitId, donationNo, productCode, at }) => {
        const bag = unitId ?? `${donationNo} ${productCode}`;
        return `bag ${bag} ${new Date(at).toISOString()}`;
      })
      .sort(),
    ...missingUnitIds.map((unitId) => `missing ${unitId}`).sort(),
  ];
}
