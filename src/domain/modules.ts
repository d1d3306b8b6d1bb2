/**
 * Every module of the city, once. The order and the words are the headings of the hospital manual,
 * so that its readers find their way on the first day; what the manual does not know stands below the line.
 */
export const moduleNames = [
  'blood-orders',
  'certificate-reviews',
  'bag-receipts',
  'clinical-issues',
  'other-outbounds',
  'stock',
  'donor-plans',
  'transfusion-requests',
  'adverse-reactions',
  'autologous-transfusions',
  'immunohematology-requests',
  'units',
  'station-stock',
  'shipments',
  'products',
  'patients',
  'overview',
  'declared-stock',
  'alerts',
  'dispatches',
  'statistics',
  'recalls',
  'incidents',
  'downtime-forms',
  'processings',
  'storage-places',
  'stocktakes',
  'integration',
  'admin',
] as const;

export type ModuleName = (typeof moduleNames)[number];

export type MenuGroup = 'outbound' | 'transfusion';

export interface MenuEntry {
  readonly module: ModuleName;
  readonly path: string;
  readonly group?: MenuGroup;
  /** Below the line: not in the manual. */
  readonly isBelowLine?: true;
  /** Of hospitals only those that declare their stock have it; offices all. */
  readonly isOfDeclaring?: true;
}

/** The menu as far as it is built: a heading appears when its module does. */
export const menu: readonly MenuEntry[] = [
  { module: 'bag-receipts', path: '/bag-receipts' },
  { module: 'clinical-issues', path: '/clinical-issues', group: 'outbound' },
  { module: 'other-outbounds', path: '/other-outbounds', group: 'outbound' },
  { module: 'stock', path: '/stock' },
  { module: 'processings', path: '/processings', isBelowLine: true },
  { module: 'units', path: '/units', isBelowLine: true },
  { module: 'station-stock', path: '/station-stock', isBelowLine: true },
  { module: 'shipments', path: '/shipments', isBelowLine: true },
  { module: 'products', path: '/products', isBelowLine: true },
  { module: 'patients', path: '/patients', isBelowLine: true },
  { module: 'incidents', path: '/incidents', isBelowLine: true },
  { module: 'downtime-forms', path: '/downtime-forms', isBelowLine: true },
  { module: 'overview', path: '/overview', isBelowLine: true },
  { module: 'declared-stock', path: '/declared-stock', isBelowLine: true, isOfDeclaring: true },
];

/** 紧急发血. Open also to whoever has yet to change a password. */
export const emergencyPath = '/clinical-issues/emergency';

/** Prefix of the record number within an organisation and business day. */
export const numberedModules = [
  'shipments',
  'bag-receipts',
  'clinical-issues',
  'other-outbounds',
  'processings',
  'incidents',
  'stocktakes',
  'downtime-forms',
] as const;
export type NumberedModule = (typeof numberedModules)[number];
