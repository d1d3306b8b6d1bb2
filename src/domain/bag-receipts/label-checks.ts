/**
 * What is looked at on every bag at inbound. Source: 医疗机构临床用血管理办法 (Order 85), six label items;
 * appearance, sealing and volume from the 2000 specification. Any exception keeps the bag out of the stock.
 */
export const labelChecks = [
  'station_name',
  'donation_or_group',
  'component',
  'collection_time',
  'expiry_time',
  'storage_conditions',
] as const;
export const appearanceChecks = ['appearance', 'sealing', 'volume'] as const;
export const bagChecks = [...labelChecks, ...appearanceChecks] as const;
export type BagCheck = (typeof bagChecks)[number];

/** Why a bag waits in quarantine or goes back. What a hospital returns waits for the station's review, whatever else is found. */
export const holdReasons = [
  'temperature',
  'label',
  'appearance',
  'group_mismatch',
  'expiry_mismatch',
  'expired',
  'returned',
  'incident',
  'other',
] as const;
export type HoldReason = (typeof holdReasons)[number];

/** Why the codes were not scanned. */
export const handEntryReasons = ['label_damaged', 'scanner_broken', 'no_barcode', 'other'] as const;
export type HandEntryReason = (typeof handEntryReasons)[number];
