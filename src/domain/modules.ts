import type { Action } from './permissions';

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
  'blood-use-plans',
  'transfusion-requests',
  'specimens',
  'adverse-reactions',
  'autologous-transfusions',
  'immunohematology-requests',
  'units',
  'station-stock',
  'relabellings',
  'shipments',
  'redistributions',
  'products',
  'patients',
  'overview',
  'declared-stock',
  'go-lives',
  'alerts',
  'dispatches',
  'statistics',
  'recalls',
  'incidents',
  'downtime-forms',
  'processings',
  'storage-places',
  'stocktakes',
  'exercises',
  'integration',
  'organisations',
  'dictionaries',
  'people',
  'devices',
  'audit',
  'admin',
] as const;

export type ModuleName = (typeof moduleNames)[number];

export type MenuGroup = 'outbound' | 'transfusion' | 'administration';

export interface MenuEntry {
  readonly module: ModuleName;
  readonly path: string;
  readonly group?: MenuGroup;
  /** Below the line: not in the manual. */
  readonly isBelowLine?: true;
  /** Of hospitals only those that declare their stock have it; offices all. */
  readonly isOfDeclaring?: true;
  /** In the practice city alone. */
  readonly isOfPractice?: true;
}

/** The menu as far as it is built: a heading appears when its module does. */
export const menu: readonly MenuEntry[] = [
  { module: 'blood-orders', path: '/blood-orders' },
  { module: 'certificate-reviews', path: '/certificate-reviews' },
  { module: 'bag-receipts', path: '/bag-receipts' },
  { module: 'clinical-issues', path: '/clinical-issues', group: 'outbound' },
  { module: 'other-outbounds', path: '/other-outbounds', group: 'outbound' },
  { module: 'stock', path: '/stock' },
  { module: 'donor-plans', path: '/donor-plans' },
  { module: 'transfusion-requests', path: '/transfusion-requests', group: 'transfusion' },
  { module: 'autologous-transfusions', path: '/autologous-transfusions', group: 'transfusion' },
  { module: 'specimens', path: '/specimens', isBelowLine: true },
  { module: 'immunohematology-requests', path: '/immunohematology-requests' },
  { module: 'exercises', path: '/exercises', isBelowLine: true, isOfPractice: true },
  { module: 'blood-use-plans', path: '/blood-use-plans', isBelowLine: true },
  { module: 'processings', path: '/processings', isBelowLine: true },
  { module: 'units', path: '/units', isBelowLine: true },
  { module: 'station-stock', path: '/station-stock', isBelowLine: true },
  { module: 'shipments', path: '/shipments', isBelowLine: true },
  { module: 'redistributions', path: '/redistributions', isBelowLine: true },
  { module: 'products', path: '/products', isBelowLine: true },
  { module: 'patients', path: '/patients', isBelowLine: true },
  { module: 'recalls', path: '/recalls', isBelowLine: true },
  { module: 'incidents', path: '/incidents', isBelowLine: true },
  { module: 'downtime-forms', path: '/downtime-forms', isBelowLine: true },
  { module: 'overview', path: '/overview', isBelowLine: true },
  { module: 'declared-stock', path: '/declared-stock', isBelowLine: true, isOfDeclaring: true },
  { module: 'go-lives', path: '/go-lives', group: 'administration', isBelowLine: true },
  { module: 'organisations', path: '/organisations', group: 'administration', isBelowLine: true },
  { module: 'dictionaries', path: '/dictionaries', group: 'administration', isBelowLine: true },
  { module: 'people', path: '/people', group: 'administration', isBelowLine: true },
  { module: 'devices', path: '/devices', group: 'administration', isBelowLine: true },
  { module: 'audit', path: '/audit', group: 'administration', isBelowLine: true },
];

/** 紧急发血. Open also to whoever has yet to change a password. */
export const emergencyPath = '/clinical-issues/emergency';

export interface SubPage {
  readonly key: string;
  readonly path: string;
  /** What the page is for: who may do that is led there. */
  readonly action: Action;
  /** The heading it stands below. */
  readonly module?: ModuleName;
  /** An office has no bags of its own and comes here by a hospital. */
  readonly isOfHouses?: true;
  /** In the practice city alone. */
  readonly isOfPractice?: true;
}

/** What no heading leads to at once: the search of the frame does. A page that lists another module's records bears that module's name. */
export const subPages = [
  { key: 'blood-orders-new', path: '/blood-orders/new', action: 'blood-orders.submit', module: 'blood-orders' },
  { key: 'blood-orders-plan', path: '/blood-orders/plan', action: 'blood-orders.plan', module: 'blood-orders' },
  {
    key: 'blood-orders-statistics',
    path: '/blood-orders/statistics',
    action: 'blood-orders.read',
    module: 'blood-orders',
  },
  {
    key: 'certificate-reviews-new',
    path: '/certificate-reviews/new',
    action: 'certificate-reviews.register',
    module: 'certificate-reviews',
  },
  {
    key: 'donations-import',
    path: '/certificate-reviews/import',
    action: 'certificate-reviews.import',
    module: 'certificate-reviews',
  },
  {
    key: 'certificate-reviews-statistics',
    path: '/certificate-reviews/statistics',
    action: 'certificate-reviews.statistics',
    module: 'certificate-reviews',
  },
  {
    key: 'bag-receipts-unnoted',
    path: '/bag-receipts/unnoted',
    action: 'bag-receipts.announce',
    module: 'bag-receipts',
  },
  {
    key: 'transfusion-requests-new',
    path: '/transfusion-requests/new',
    action: 'transfusion-requests.register',
    module: 'transfusion-requests',
  },
  {
    key: 'transfusion-requests-import',
    path: '/transfusion-requests/import',
    action: 'transfusion-requests.import',
    module: 'transfusion-requests',
  },
  { key: 'specimens-bench', path: '/specimens/bench', action: 'specimens.test', module: 'specimens' },
  {
    key: 'clinical-issues-new',
    path: '/clinical-issues/new',
    action: 'clinical-issues.register',
    module: 'clinical-issues',
  },
  { key: 'emergency', path: emergencyPath, action: 'clinical-issues.emergency', module: 'clinical-issues' },
  {
    key: 'other-outbounds-new',
    path: '/other-outbounds/new',
    action: 'other-outbounds.register',
    module: 'other-outbounds',
  },
  { key: 'stock-expiring', path: '/stock/expiring', action: 'stock.read', module: 'stock', isOfHouses: true },
  { key: 'stock-movements', path: '/stock/movements', action: 'stock.read', module: 'stock', isOfHouses: true },
  { key: 'stock-bags', path: '/stock/bags', action: 'stock.read', module: 'stock', isOfHouses: true },
  { key: 'storage-places', path: '/stock/places', action: 'storage-places.read', module: 'stock', isOfHouses: true },
  { key: 'temperatures-import', path: '/stock/places/import', action: 'storage-places.import', module: 'stock' },
  { key: 'stocktakes', path: '/stock/stocktakes', action: 'stocktakes.read', module: 'stock', isOfHouses: true },
  { key: 'processings-new', path: '/processings/new', action: 'processings.register', module: 'processings' },
  { key: 'station-stock-new', path: '/station-stock/new', action: 'station-stock.release', module: 'station-stock' },
  {
    key: 'station-stock-import',
    path: '/station-stock/import',
    action: 'station-stock.import',
    module: 'station-stock',
  },
  {
    key: 'relabellings',
    path: '/station-stock/relabellings',
    action: 'relabellings.read',
    module: 'station-stock',
  },
  {
    key: 'relabellings-new',
    path: '/station-stock/relabellings/new',
    action: 'relabellings.post',
    module: 'station-stock',
  },
  { key: 'recalls-new', path: '/recalls/new', action: 'recalls.register', module: 'recalls' },
  { key: 'shipments-new', path: '/shipments/new', action: 'shipments.ship', module: 'shipments' },
  {
    key: 'redistributions-offer',
    path: '/redistributions/offer',
    action: 'redistributions.offer',
    module: 'redistributions',
  },
  {
    key: 'redistributions-statistics',
    path: '/redistributions/statistics',
    action: 'redistributions.read',
    module: 'redistributions',
  },
  { key: 'products-import', path: '/products/import', action: 'products.import', module: 'products' },
  { key: 'patients-new', path: '/patients/new', action: 'patients.register', module: 'patients' },
  {
    key: 'downtime-forms-enter',
    path: '/downtime-forms/enter',
    action: 'downtime-forms.enter',
    module: 'downtime-forms',
  },
  {
    key: 'donor-plans-new',
    path: '/donor-plans/new',
    action: 'donor-plans.allocate',
    module: 'donor-plans',
  },
  {
    key: 'blood-use-plans-new',
    path: '/blood-use-plans/new',
    action: 'blood-use-plans.draft',
    module: 'blood-use-plans',
  },
  {
    key: 'blood-use-plans-figures',
    path: '/blood-use-plans/figures',
    action: 'blood-use-plans.figures',
    module: 'blood-use-plans',
  },
  {
    key: 'autologous-transfusions-new',
    path: '/autologous-transfusions/new',
    action: 'autologous-transfusions.plan',
    module: 'autologous-transfusions',
  },
  {
    key: 'autologous-transfusions-figures',
    path: '/autologous-transfusions/figures',
    action: 'autologous-transfusions.figures',
    module: 'autologous-transfusions',
  },
  {
    key: 'immunohematology-requests-new',
    path: '/immunohematology-requests/new',
    action: 'immunohematology-requests.register',
    module: 'immunohematology-requests',
  },
  {
    key: 'immunohematology-requests-import',
    path: '/immunohematology-requests/import',
    action: 'immunohematology-requests.import',
    module: 'immunohematology-requests',
  },
  {
    key: 'exercises-house',
    path: '/exercises/house',
    action: 'exercises.house',
    module: 'exercises',
    isOfPractice: true,
  },
  { key: 'people-import', path: '/people/import', action: 'people.import', module: 'people' },
  { key: 'view-as', path: '/people/view-as', action: 'session.view-as', module: 'people' },
  { key: 'scanner', path: '/scanner', action: 'session.use' },
] as const satisfies readonly SubPage[];

/** Prefix of the record number within an organisation and business day. */
export const numberedModules = [
  'blood-orders',
  'certificate-reviews',
  'donor-plans',
  'blood-use-plans',
  'shipments',
  'redistributions',
  'bag-receipts',
  'clinical-issues',
  'transfusion-requests',
  'other-outbounds',
  'processings',
  'recalls',
  'incidents',
  'stocktakes',
  'downtime-forms',
  'go-lives',
  'relabellings',
  'autologous-transfusions',
  'immunohematology-requests',
] as const;
export type NumberedModule = (typeof numberedModules)[number];
