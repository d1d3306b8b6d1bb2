/** Where labels are met whose product code the table may lack. */
export const unmappedPlaces = ['station-stock', 'bag-receipts', 'downtime-forms'] as const;
export type UnmappedPlace = (typeof unmappedPlaces)[number];
