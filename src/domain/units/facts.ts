import type { Bucket, MovementKind, UnitState } from '../stock/effects';

/** An account of the ledger: a bucket of an organisation, or an outside one. */
export interface Account {
  readonly orgId: string | null;
  readonly bucket: Bucket;
}

/** A movement as far as the viewer may know of it. */
export interface TraceMovement {
  /** Of the ledger: the order in which things happened. */
  readonly id: number;
  readonly at: Date;
  readonly kind: MovementKind;
  readonly from: Account;
  readonly to: Account;
  readonly actorOrgId: string;
  /** Null where only the house may be named. */
  readonly actor: string | null;
  /** Key of the record among `TraceFacts.records`: module and id. */
  readonly recordKey: string;
}

/** The bag was put elsewhere in the viewer's house: no movement of the ledger. Places by their codes, empty for none. */
export interface TracePlaceMove {
  readonly id: number;
  readonly at: Date;
  readonly from: string;
  readonly to: string;
  readonly actor: string;
  /** The last movement before it that the viewer may see; null: none. */
  readonly afterMovementId: number | null;
}

export interface TracedLabel {
  readonly labelScheme: string;
  readonly issuer: string;
  readonly donationNo: string;
  readonly productCode: string;
}

/** The bag took another label at the station that had it: no movement of the ledger. */
export interface TraceRelabelling {
  readonly id: string;
  readonly at: Date;
  readonly orgId: string;
  readonly actor: string;
  readonly record: RelabellingRecord;
  readonly old: TracedLabel;
  readonly taken: TracedLabel;
  /** The last movement before it that the viewer may see; null: none. */
  readonly afterMovementId: number | null;
}

export interface ShipmentRecord {
  readonly module: 'shipments';
  readonly id: string;
  readonly no: string | null;
  readonly arrivedAt: Date | null;
  /** What the note says of this bag. */
  readonly lineState: 'packed' | 'expected' | 'received' | 'held' | 'refused' | 'missing';
  readonly partyOrgId: string;
  /** What the viewer's own house found on the bag before it was settled otherwise, and nobody has dealt with. */
  readonly openFindings: number;
}

export interface ReceiptRecord {
  readonly module: 'bag-receipts';
  readonly id: string;
  readonly no: string;
  readonly arrivedAt: Date;
  /** Of the box and temperature class of this bag; null: nobody measured. */
  readonly celsius: number | null;
  readonly isInRange: boolean | null;
  readonly signed: readonly string[];
  /** Kinds of tasks that nobody has done yet. */
  readonly openTasks: readonly string[];
}

export interface IssueRecord {
  readonly module: 'clinical-issues';
  readonly id: string;
  readonly no: string;
  readonly issueType: 'routine' | 'emergency';
  readonly requestNo: string;
  /** Null for everybody who may not read the issue itself. */
  readonly patientLabel: string | null;
  readonly signed: readonly string[];
  readonly openTasks: readonly string[];
}

/** A record of which a trace says the number and nothing else. */
export interface ReleaseRecord {
  readonly module: 'station-stock' | 'incidents' | 'other-outbounds';
  readonly id: string;
  readonly no: string;
}

/** A downtime form, and what stands on it of the arrival of this bag. */
export interface FormRecord extends Pick<ReceiptRecord, 'celsius' | 'isInRange'> {
  readonly module: 'downtime-forms';
  readonly id: string;
  readonly no: string;
}

/** Why a bag was taken off the shelf, or what it came back on: written with the movement of whichever module did it, or of a bag that was on hold already. */
export interface HoldRecord {
  readonly module: 'stock';
  /** Of the record whose movement it was, where there was one. */
  readonly id: string;
  readonly kind: 'hold' | 'release';
  readonly at: Date;
  readonly actor: string;
  /** The last movement until then that the viewer may see; null: none. */
  readonly afterMovementId: number | null;
  readonly reason: string;
  /** Null for whoever may not decide on held bags: words may name a patient. */
  readonly words: string | null;
  readonly minutesOut: number | null;
  readonly place: string | null;
  readonly signed: readonly string[];
  readonly openTasks: readonly string[];
}

/** Why a bag was relabelled, and who read the new label beside whoever stuck it. Its id is empty where it is another station's. */
export interface RelabellingRecord {
  readonly module: 'relabellings';
  readonly id: string;
  readonly no: string;
  readonly words: string;
  readonly checkedBy: string;
}

/** What was done to the bag in a hospital, or of what it was made. */
export interface ProcessingRecord {
  readonly module: 'processings';
  readonly id: string;
  readonly no: string;
  readonly kind: string;
  readonly device: string;
  /** Null of a bag that was made by it. */
  readonly expiresBefore: Date | null;
  readonly expiresAfter: Date | null;
}

export type TraceRecord =
  | ShipmentRecord
  | ReceiptRecord
  | IssueRecord
  | ReleaseRecord
  | FormRecord
  | HoldRecord
  | RelabellingRecord
  | ProcessingRecord;

/** Where the bag stands now, and where it comes from. */
export interface TracedBag {
  readonly sourceOrgId: string;
  readonly holderOrgId: string;
  readonly expectedOrgId: string | null;
  readonly state: UnitState;
  readonly collectedAt: Date | null;
}

export interface TraceFacts {
  readonly now: Date;
  readonly viewerOrgId: string;
  /** Null: the bag has gone to where the viewer may no longer look; its own movements remain. */
  readonly bag: TracedBag | null;
  /** In the order of the ledger; those that the viewer's scope shows. */
  readonly movements: readonly TraceMovement[];
  /** In the viewer's own house, oldest first. */
  readonly placeMoves: readonly TracePlaceMove[];
  /** Where the viewer sees the bag, oldest first. */
  readonly relabellings: readonly TraceRelabelling[];
  /** By `recordKey`; those that the viewer's scope shows. */
  readonly records: ReadonlyMap<string, TraceRecord>;
}

export function recordKey(module: string, id: string): string {
  return `${module} ${id}`;
}

/** Whose account the bag stands in: on its way, the receiver's. */
export function placeOf({
  state,
  holderOrgId,
  expectedOrgId,
}: Pick<TracedBag, 'state' | 'holderOrgId' | 'expectedOrgId'>): string {
  return state === 'in_transit' ? (expectedOrgId ?? holderOrgId) : holderOrgId;
}
