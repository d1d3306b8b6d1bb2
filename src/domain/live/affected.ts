import { type Envelope, ofTheCity } from '../change';
import type { ModuleName } from '../modules';

/** Who looks at the screen: figures of others concern it only as the city's. */
export interface Viewer {
  readonly orgId: string;
  /** Offices read records of many organisations; everybody else its own. */
  readonly isOffice: boolean;
}

/** What is shown of a module elsewhere: bags follow the stock, whose envelope carries cells and no single bag. */
const shownIn: Partial<Record<ModuleName, readonly ModuleName[]>> = {
  stock: ['units', 'station-stock', 'processings', 'storage-places', 'stocktakes', 'blood-orders'],
  // What a plan and a share have left follows orders and what becomes of them.
  'blood-orders': ['stock', 'blood-use-plans', 'donor-plans', 'exercises'],
  'donor-plans': ['blood-use-plans', 'certificate-reviews'],
  shipments: ['bag-receipts', 'station-stock', 'other-outbounds', 'units', 'exercises'],
  'bag-receipts': ['shipments', 'units', 'exercises'],
  'clinical-issues': ['units', 'processings', 'exercises', 'transfusion-requests', 'specimens'],
  // The issue desk chooses among them.
  'transfusion-requests': ['clinical-issues', 'specimens'],
  // The group of the patient is the laboratory's; the request tells its chain.
  specimens: ['patients', 'clinical-issues', 'transfusion-requests', 'bag-receipts'],
  // What a report found stands with the patient, and is read at the issue desk.
  'immunohematology-requests': ['patients', 'clinical-issues', 'transfusion-requests'],
  'other-outbounds': ['units', 'shipments', 'bag-receipts', 'exercises'],
  redistributions: ['stock', 'units', 'other-outbounds'],
  processings: ['units', 'stock', 'clinical-issues', 'relabellings'],
  // A recall takes bags off the shelf, and its fates follow whatever moves them.
  recalls: ['stock', 'units', 'bag-receipts', 'station-stock', 'other-outbounds'],
  incidents: ['stock', 'units'],
  'downtime-forms': ['units'],
  'station-stock': ['units', 'relabellings'],
  // The label of a bag stands wherever the bag does.
  relabellings: ['stock', 'units', 'station-stock', 'blood-orders', 'shipments', 'incidents'],
  'storage-places': ['stock', 'units', 'stocktakes'],
  stocktakes: ['storage-places', 'exercises'],
  'declared-stock': ['stock', 'go-lives'],
  'go-lives': ['stock', 'units', 'declared-stock'],
  products: ['station-stock', 'bag-receipts'],
  // Pickers of houses, their telephones, and what their switches allow at the bench.
  organisations: [
    'shipments',
    'bag-receipts',
    'clinical-issues',
    'other-outbounds',
    'processings',
    'stocktakes',
    'declared-stock',
    'people',
    'transfusion-requests',
  ],
};

/** The modules whose figures on this screen may have changed. Another hospital's receipt changes the overview and not our own list. */
export function affectedModules(envelope: Envelope, viewer: Viewer): readonly ModuleName[] {
  // Of the city's own list everybody sees the same.
  const isOurs =
    viewer.isOffice ||
    envelope.orgId === ofTheCity ||
    envelope.orgId === viewer.orgId ||
    envelope.partyOrgId === viewer.orgId;
  if (!isOurs) return ['overview'];
  return [envelope.module, ...(shownIn[envelope.module] ?? []), 'overview'];
}

/** `bagReceipts` and `bag-receipts` are the same module: routers spell it one way, records the other. */
export function moduleOfPath(segment: string): string {
  return segment.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
