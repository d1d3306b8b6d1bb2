import { bucketOf, isStockBucket, type MovementKind } from '../stock/effects';
import { maxMinutesOut } from '../stock/holds';
import {
  type Account,
  type HoldRecord,
  placeOf,
  type ReceiptRecord,
  recordKey,
  type TracedBag,
  type TraceFacts,
  type TraceMovement,
  type TracePlaceMove,
  type TraceRecord,
  type TraceRelabelling,
} from './facts';

/** Hours a bag may be on its way inside the city before the trace says so. [unsourced: default] */
export const expectedTransitHours = 4;
/** Hours from the arrival of a delivery to its posted receipt before the trace says so. [unsourced: default] */
export const expectedPostingHours = 2;

/** `collect`: by the label. `put`: elsewhere in the house. `relabel`: it took another label. `mark`: found of a bag that was on hold already. `unseen`: steps of another house, not shown to this viewer. `now`: where it stands, by the bag and not by a step. */
export type StepKind = MovementKind | 'collect' | 'put' | 'relabel' | 'mark' | 'unseen' | 'now';

export type TraceGap =
  | { readonly code: 'transit_long' | 'posted_late'; readonly minutes: number; readonly isOpen: boolean }
  | { readonly code: 'out_of_control'; readonly minutes: number; readonly isOver: boolean }
  | { readonly code: 'temperature_out'; readonly celsius: number }
  | { readonly code: 'finding_open'; readonly count: number }
  | { readonly code: 'found_held'; readonly reason: string }
  | { readonly code: 'temperature_missing' | 'receipt_open' | 'crossmatch_open' | 'recheck_open' }
  | { readonly code: 'signature_missing'; readonly meaning: string };

export interface TraceStep {
  readonly key: string;
  readonly kind: StepKind;
  /** Null where this viewer is not told when. */
  readonly at: Date | null;
  readonly from: Account | null;
  /** Null: at another house, which is not named. */
  readonly to: Account | null;
  readonly actorOrgId: string | null;
  readonly actor: string | null;
  readonly record: TraceRecord | null;
  /** Why it was held or what it came back on, where another module's record did it. */
  readonly noted: HoldRecord | null;
  /** Of what was put elsewhere in the house: from which place to which. */
  readonly places: Pick<TracePlaceMove, 'from' | 'to'> | null;
  /** Of what was relabelled: which label became which; part of the digest. */
  readonly labels: Pick<TraceRelabelling, 'old' | 'taken'> | null;
  /** From the ledger, and so part of the digest. */
  readonly movement: TraceMovement | null;
  readonly gaps: readonly TraceGap[];
}

/**
 * The life of one bag, from the station on, as this viewer may know it. Movements stand in the order of the ledger; where two of them do not
 * join, what lies between belongs to another house and is one `unseen` step. Where it was put elsewhere in this house, and where it took another label, stands after the movement it followed. A receipt that only the note tells of has the note's time. The
 * last step is where the bag stands now. Gaps are highlighted, never refused:
 * on its way longer than `expectedTransitHours`, posted later than `expectedPostingHours` after arrival [both unsourced: default]; minutes out of
 * controlled storage written down when a hold was released, over `maxMinutesOut` more so; a receipt without temperature or
 * with one out of range (WS 399-2012, as the receipt judged it); what was found on it on arrival and nobody has dealt with; a missing signature, an open task of the emergency issue that took the bag.
 * What is kept in another house's records is neither shown nor missed. Pure; no refusals.
 */
export function traceBag(facts: TraceFacts): TraceStep[] {
  const steps: TraceStep[] = [];
  const [first] = facts.movements;
  if (facts.bag) steps.push(...originOf(facts.bag, first));
  const marks = marksOf(facts);
  const putAfter = (id: number | null) =>
    [
      ...facts.placeMoves.filter(({ afterMovementId }) => afterMovementId === id).map((move) => putOf(facts, move)),
      ...facts.relabellings.filter(({ afterMovementId }) => afterMovementId === id).map(relabelOf),
      ...marks.filter(({ afterMovementId }) => afterMovementId === id).map((mark) => markOf(facts, mark)),
    ].sort((a, b) => (a.at?.getTime() ?? 0) - (b.at?.getTime() ?? 0));
  steps.push(...putAfter(null));
  for (const [index, movement] of facts.movements.entries()) {
    const before = facts.movements[index - 1];
    if (before && !isSameAccount(before.to, movement.from))
      steps.push(unseen(`before ${movement.id}`, before.to, movement.from));
    steps.push(stepOf(facts, movement), ...putAfter(movement.id));
  }
  steps.push(...presentOf(facts));
  return withTransit(facts, steps);
}

/** Every gap with the step it belongs to, in order. */
export function gapsOf(steps: readonly TraceStep[]): { step: TraceStep; gap: TraceGap }[] {
  return steps.flatMap((step) => step.gaps.map((gap) => ({ step, gap })));
}

const nothing = {
  from: null,
  to: null,
  actorOrgId: null,
  actor: null,
  record: null,
  noted: null,
  places: null,
  labels: null,
  movement: null,
  gaps: [],
} as const;

/** What a bag's ledger may begin with; before anything else a station has released it. */
const beginnings: readonly MovementKind[] = ['release', 'announce', 'produce', 'opening', 'opening_hold'];

function originOf({ sourceOrgId, collectedAt }: TracedBag, first: TraceMovement | undefined): TraceStep[] {
  const station = { orgId: sourceOrgId, bucket: 'supply' } as const;
  const collected: TraceStep[] = collectedAt
    ? [{ ...nothing, key: 'collect', kind: 'collect', at: collectedAt, to: station, actorOrgId: sourceOrgId }]
    : [];
  if (!first || beginnings.includes(first.kind)) return collected;
  const released = { orgId: sourceOrgId, bucket: 'available' } as const;
  const release: TraceStep = {
    ...nothing,
    key: 'release',
    kind: 'release',
    at: null,
    from: { orgId: null, bucket: 'supply' },
    to: released,
    actorOrgId: sourceOrgId,
  };
  const joins = isSameAccount(released, first.from);
  return [...collected, release, ...(joins ? [] : [unseen('before first', released, first.from)])];
}

function unseen(key: string, from: Account, to: Account | null): TraceStep {
  return { ...nothing, key, kind: 'unseen', at: null, from, to };
}

function stepOf(facts: TraceFacts, movement: TraceMovement): TraceStep {
  const record = facts.records.get(movement.recordKey) ?? null;
  const noted = record?.module === 'stock' ? null : holdOf(facts, movement);
  const { id, at, kind, from, to, actorOrgId, actor } = movement;
  const gaps =
    actorOrgId === facts.viewerOrgId
      ? ownGaps(movement, kind === 'release_hold' ? (noted ?? record) : record)
      : findingGap(record);
  return { ...nothing, key: String(id), kind, at, from, to, actorOrgId, actor, record, noted, movement, gaps };
}

/** The hold that was written with this movement, by whichever module: one that put the bag on hold, or took it off. */
function holdOf(
  { records }: Pick<TraceFacts, 'records'>,
  { recordKey: key, kind, to }: TraceMovement,
): HoldRecord | null {
  const found = records.get(recordKey('stock', key.slice(key.indexOf(' ') + 1)));
  if (found?.module !== 'stock') return null;
  return (found.kind === 'release' ? kind === 'release_hold' : to.bucket === 'quarantined') ? found : null;
}

/** What was found of the bag while it was on hold: no movement of it says so. */
function marksOf({ records, movements }: TraceFacts): HoldRecord[] {
  const told = new Set(movements.map((movement) => holdOf({ records }, movement)?.id));
  return [...records.values()].flatMap((record) =>
    record.module === 'stock' && record.kind === 'hold' && !told.has(record.id) ? [record] : [],
  );
}

function markOf({ viewerOrgId }: TraceFacts, record: HoldRecord): TraceStep {
  const { id, at, actor, reason } = record;
  const gaps: TraceGap[] = [{ code: 'found_held', reason }];
  return { ...nothing, key: `mark ${id}`, kind: 'mark', at, actorOrgId: viewerOrgId, actor, record, gaps };
}

function putOf({ viewerOrgId }: TraceFacts, { id, at, from, to, actor }: TracePlaceMove): TraceStep {
  return { ...nothing, key: `put ${id}`, kind: 'put', at, actorOrgId: viewerOrgId, actor, places: { from, to } };
}

function relabelOf({ id, at, orgId, actor, record, old, taken }: TraceRelabelling): TraceStep {
  return {
    ...nothing,
    key: `relabel ${id}`,
    kind: 'relabel',
    at,
    actorOrgId: orgId,
    actor,
    record,
    labels: { old, taken },
  };
}

/** Where the bag stands, when the last visible step does not say so. */
function presentOf({ bag, movements, records }: TraceFacts): TraceStep[] {
  const last = movements.at(-1);
  if (!bag) return [{ ...nothing, key: 'now', kind: 'now', at: null }];
  const bucket = bucketOf(bag.state);
  const present: Account = { orgId: placeOf(bag), bucket };
  if (last && isSameAccount(last.to, accountOf(present))) return [];
  const steps: TraceStep[] = [];
  const note = last?.kind === 'ship' ? records.get(last.recordKey) : undefined;
  let reached = last?.to;
  if (last && note?.module === 'shipments' && (note.lineState === 'received' || note.lineState === 'held')) {
    reached = { orgId: note.partyOrgId, bucket: note.lineState === 'held' ? 'quarantined' : 'available' };
    steps.push({
      ...nothing,
      key: 'receive',
      kind: note.lineState === 'held' ? 'receive_hold' : 'receive',
      at: note.arrivedAt,
      from: last.to,
      to: reached,
      actorOrgId: note.partyOrgId,
      record: note,
    });
  }
  if (reached && isSameAccount(reached, present)) return steps;
  return [...steps, { ...nothing, key: 'now', kind: 'now', at: null, to: present }];
}

/** Outside accounts stand without an organisation in the ledger. */
function accountOf({ orgId, bucket }: Account): Account {
  return { orgId: isStockBucket(bucket) ? orgId : null, bucket };
}

function isSameAccount(one: Account, other: Account): boolean {
  return one.orgId === other.orgId && one.bucket === other.bucket;
}

const needed = {
  'bag-receipts': [['received'], ['reviewed', 'delivered']],
  stock: [['hold_released', 'incident_resolved'], ['hold_released_second']],
  routine: [['issued'], ['collected']],
  emergency: [['issued']],
} as const satisfies Record<string, readonly (readonly string[])[]>;

/** What this house's own records lack. */
function ownGaps({ kind, at }: TraceMovement, record: TraceRecord | null): TraceGap[] {
  switch (kind) {
    case 'receive':
    case 'receive_hold':
      if (record?.module === 'bag-receipts')
        return [
          ...postingGap(at, record),
          ...temperatureGap(record),
          ...unsigned(record, needed['bag-receipts']),
          ...taskGaps(record.openTasks),
        ];
      if (record?.module === 'downtime-forms') return temperatureGap(record);
      // Received by the emergency issue that took it: its duties stand at the issue.
      return [{ code: 'temperature_missing' }];
    case 'issue':
      return record?.module === 'clinical-issues'
        ? [...unsigned(record, needed[record.issueType]), ...taskGaps(record.openTasks)]
        : [];
    case 'release_hold':
      return record?.module === 'stock'
        ? [
            ...(record.minutesOut
              ? [
                  {
                    code: 'out_of_control',
                    minutes: record.minutesOut,
                    isOver: record.minutesOut > maxMinutesOut,
                  } as const,
                ]
              : []),
            ...unsigned(record, needed.stock),
            ...taskGaps(record.openTasks),
          ]
        : [];
    case 'announce':
      return findingGap(record);
    default:
      return [];
  }
}

/** Stands at the sending: the bag may have come in by any way, or not at all. */
function findingGap(record: TraceRecord | null): TraceGap[] {
  return record?.module === 'shipments' && record.openFindings > 0
    ? [{ code: 'finding_open', count: record.openFindings }]
    : [];
}

function temperatureGap({ celsius, isInRange }: Pick<ReceiptRecord, 'celsius' | 'isInRange'>): TraceGap[] {
  if (celsius === null) return [{ code: 'temperature_missing' }];
  return isInRange === false ? [{ code: 'temperature_out', celsius }] : [];
}

function postingGap(postedAt: Date, { arrivedAt }: ReceiptRecord): TraceGap[] {
  const minutes = minutesBetween(arrivedAt, postedAt);
  return minutes > expectedPostingHours * 60 ? [{ code: 'posted_late', minutes, isOpen: false }] : [];
}

function unsigned(
  { signed }: { readonly signed: readonly string[] },
  wanted: readonly (readonly string[])[],
): TraceGap[] {
  return wanted.flatMap((either) => {
    const [meaning] = either;
    return meaning === undefined || either.some((one) => signed.includes(one))
      ? []
      : [{ code: 'signature_missing', meaning } as const];
  });
}

function taskGaps(openTasks: readonly string[]): TraceGap[] {
  return openTasks.flatMap((kind): TraceGap[] => {
    switch (kind) {
      case 'second_signature':
      case 'override_signature':
        return [{ code: 'signature_missing', meaning: kind }];
      case 'retrospective_crossmatch':
        return [{ code: 'crossmatch_open' }];
      case 'receipt_to_complete':
        return [{ code: 'receipt_open' }];
      case 'recheck':
      case 'single_duty_review':
        return [{ code: 'recheck_open' }];
      default:
        return [];
    }
  });
}

/** Measures each time on the way, from the step that sent it to the one that took it in, or to this moment. */
function withTransit({ now, bag }: TraceFacts, steps: readonly TraceStep[]): TraceStep[] {
  return steps.map((step, index) => {
    if (step.to?.bucket !== 'in_transit' || step.kind === 'unseen' || step.kind === 'now' || !step.at) return step;
    const next = steps.slice(index + 1).find(({ kind }) => kind !== 'now');
    const isOpen = !next && bag?.state === 'in_transit';
    const until = next ? arrivalOf(next) : isOpen ? now : null;
    if (!until) return step;
    const minutes = minutesBetween(step.at, until);
    return minutes > expectedTransitHours * 60
      ? { ...step, gaps: [{ code: 'transit_long', minutes, isOpen } as const, ...step.gaps] }
      : step;
  });
}

/** The lorry stood at the door before the receipt was posted. */
function arrivalOf({ at, record }: TraceStep): Date | null {
  return record?.module === 'bag-receipts' ? record.arrivedAt : at;
}

function minutesBetween(from: Date, to: Date): number {
  return Math.floor((to.getTime() - from.getTime()) / 60_000);
}
