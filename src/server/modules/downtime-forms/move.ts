import type { Change } from '@/domain/change';
import type { LabelOfLine } from '@/domain/downtime-forms/rules';
import type { UnitState } from '@/domain/stock/effects';
import { lastingReasons } from '@/domain/stock/holds';
import { defaultPlaceFor, type StoragePlace, storageOf } from '@/domain/stock/places';
import { AppError } from '../../kernel/errors';
import type { Scope } from '../../kernel/scope';
import { lockArriving } from '../stock/arriving';
import { noteHolds } from '../stock/note-holds';
import { actorName, post } from '../stock/post';
import { putWhereFit } from '../stock/put-bags';
import { receiveUnits } from '../stock/receive';
import { type NewUnit, releaseUnits } from '../stock/release';
import { settleNote } from '../stock/settle-note';
import type { OwnBag } from './load';

export interface Happening {
  readonly formId: string;
  readonly formNo: string;
  readonly occurredAt: Date;
}

export interface TakenBag extends Pick<OwnBag, 'component' | 'abo' | 'rhd' | 'amount' | 'processedAs' | 'expiresAt'> {
  readonly id: string;
  readonly elsewhere: 'station' | 'hospital' | 'on_the_way';
  readonly was: UnitState;
  readonly holdReason: string | null;
  readonly lastEventAt: Date | null;
  /** False: a patient has it by the ledger, and nothing was moved. */
  readonly isTaken: boolean;
  readonly changes: readonly Change[];
}

/**
 * A bag that the ledger has in another house stands here by the paper: into quarantine here, out of the account it was in. Who kept it for a
 * patient, who awaited it and who has an incident of it are told by the changes. @returns undefined when no other house has such a bag.
 */
export async function takeInHand(
  scope: Scope,
  label: LabelOfLine,
  issuer: string,
  { formId, formNo, occurredAt }: Happening,
): Promise<TakenBag | undefined> {
  const [row] = await scope.q<
    (Omit<TakenBag, 'changes'> & {
      reservationId: string | null;
      reservationVersion: number;
      reservationOrg: string;
      noteId: string | null;
      noteVersion: number;
      noteState: string;
      noteBefore: string;
      noteSender: string;
      noteReceiver: string;
      incidentId: string | null;
      incidentNo: string;
      incidentOrg: string;
    })[]
  >`
    select unit_id as id, component, abo, rhd, amount, processed_as as "processedAs", expires_at as "expiresAt", place as elsewhere, was, held_for as "holdReason", last_event_at as "lastEventAt", is_taken as "isTaken", reservation_id as "reservationId",
      reservation_version as "reservationVersion", reservation_org as "reservationOrg", note_id as "noteId", note_version as "noteVersion", note_state as "noteState",
      note_before as "noteBefore", note_sender as "noteSender", note_receiver as "noteReceiver",
      incident_id as "incidentId", incident_no as "incidentNo", incident_org as "incidentOrg"
    from take_in_hand(${label.labelScheme}, ${issuer}, ${label.donationNo}, ${label.productCode}, ${formId}, ${actorName(scope)}, ${occurredAt},
      ${[...lastingReasons]})`;
  if (!row) return undefined;
  const reason = formNo;
  const changes: Change[] = [];
  if (row.reservationId)
    changes.push({
      module: 'clinical-issues',
      recordId: row.reservationId,
      action: 'clinical-issues.reservation-ended',
      version: row.reservationVersion,
      state: 'held',
      orgId: row.reservationOrg,
      reason,
      before: { endReason: null },
      after: { endReason: 'held', unitId: row.id },
    });
  if (row.noteId)
    changes.push({
      module: 'shipments',
      recordId: row.noteId,
      action: 'shipments.receive',
      version: row.noteVersion,
      state: row.noteState,
      orgId: row.noteSender,
      partyOrgId: row.noteReceiver,
      reason,
      before: { state: row.noteBefore },
      after: { state: row.noteState, missing: [row.id] },
    });
  if (row.incidentId)
    changes.push({
      module: 'incidents',
      recordId: row.incidentId,
      action: 'incidents.open',
      version: 1,
      state: 'open',
      orgId: row.incidentOrg,
      before: null,
      after: { no: row.incidentNo, rule: 'taken_elsewhere', occurredAt, unitIds: [row.id] },
    });
  return { ...row, changes };
}

/** A bag that nobody knew is registered from its label and stands in quarantine here. */
export async function registerUnknown(
  scope: Scope,
  unit: NewUnit,
  sourceOrgId: string,
  { formId, occurredAt }: Happening,
): Promise<string> {
  const about = { module: 'downtime-forms', recordId: formId, occurredAt };
  const [made] = await releaseUnits(scope, { ...about, units: [unit], kind: 'announce', sourceOrgId });
  // Another house registered it in this instant: sent again, it is found there.
  if (!made) throw new AppError('busy');
  await receiveUnits(scope, { ...about, units: [{ unitId: made.id, outcome: 'held', holdReason: 'incident' }] });
  return made.id;
}

/** A bag that a form received, and where it is taken to stand since: the paper names no place. Empty: nowhere that the house knows. */
export interface ReceivedOnPaper {
  readonly unitId: string;
  readonly occurredAt: Date;
  readonly place: string;
}

/** The reading out of range that a bag stood through before a line of the same form gave it out. */
export interface StoodWarm {
  readonly unitId: string;
  readonly place: string;
  readonly celsius: number;
  readonly readAt: Date;
}

/**
 * Places were read out of range after these bags came, by the paper: what is still here goes on hold like whatever stood there when that was read, and what is on hold
 * already is marked. Asked once all lines are told. @param leftAt when a line of the form gave a bag out. @returns what was given out after such a reading: whoever has it must be told.
 */
export async function holdStoodWarm(
  scope: Scope,
  { id, no }: { readonly id: string; readonly no: string },
  received: readonly ReceivedOnPaper[],
  leftAt: ReadonlyMap<string, Date>,
): Promise<StoodWarm[]> {
  if (received.length === 0) return [];
  const asked = received.map((bag) => ({ ...bag, leftAt: leftAt.get(bag.unitId) ?? null }));
  const stood = await scope.q<(StoodWarm & { state: UnitState })[]>`
    select distinct on (u.id) u.id as "unitId", u.state, p.code as place, t.celsius::float8 as celsius, t.read_at as "readAt"
    from jsonb_to_recordset(${scope.q.json(asked as never)}) as w("unitId" uuid, "occurredAt" timestamptz, place text, "leftAt" timestamptz)
    join blood_units u on u.id = w."unitId" and u.holder_org_id = ${scope.orgId} and u.state in ('available', 'quarantined', 'issued')
    join storage_places p on p.org_id = ${scope.orgId} and p.code = w.place
    join temperature_readings t on t.org_id = ${scope.orgId} and t.place_id = p.id and t.is_out and t.read_at >= w."occurredAt"
      and (w."leftAt" is null or t.read_at < w."leftAt")
    order by u.id, t.read_at desc`;
  const warm = stood.filter(({ state }) => state !== 'issued');
  const unitIds = warm.flatMap((bag) => (bag.state === 'available' ? [bag.unitId] : []));
  if (unitIds.length > 0)
    await post(scope, {
      kind: 'hold',
      unitIds,
      module: 'downtime-forms',
      recordId: id,
      isFact: true,
      holdReason: 'temperature',
    });
  for (const { unitId, place, celsius } of warm)
    await noteHolds(scope, {
      recordId: id,
      unitIds: [unitId],
      reason: 'temperature',
      words: `${no} ${place} ${celsius} ℃`,
    });
  return stood.filter(({ state }) => state === 'issued');
}

/** A bag on its way here is taken in, and its note ticked off. The places are those of the house, locked. @returns the changes of the note, and where the bag stands since. */
export async function receiveOnPaper(
  scope: Scope,
  unitId: string,
  taking: { readonly outcome: 'accepted' | 'held'; readonly holdReason?: string },
  { formId, formNo, occurredAt }: Happening,
  places: readonly StoragePlace[],
): Promise<{ changes: Change[]; received: ReceivedOnPaper }> {
  const unit = { unitId, ...taking };
  const [note] = await lockArriving(scope, [unitId]);
  const received = await receiveUnits(scope, { units: [unit], module: 'downtime-forms', recordId: formId, occurredAt });
  // The paper names no place: where what comes is put, and it stood there since it came.
  await putWhereFit(scope, [unitId], places, occurredAt);
  const place = await placeTakenFor(scope, unitId, places);
  const stands = { unitId, occurredAt, place };
  if (!note) return { changes: [], received: stands };
  const { change } = await settleNote(scope, note, [unit], { arrivedAt: occurredAt, receiptNo: formNo });
  const kind = taking.outcome === 'accepted' ? 'receive' : 'receive_hold';
  const [bag] = received;
  const tally = bag && {
    kind,
    bags: 1,
    component: bag.component,
    amount: bag.amount,
    group: `${bag.abo}.${bag.rhd}`,
  };
  return { changes: [{ ...change, ...(tally ? { tally } : {}) }], received: stands };
}

/** Where the bag was put; of one that was put nowhere, because the place is too warm by now, the place where it would have been put when it came. */
async function placeTakenFor(scope: Scope, unitId: string, places: readonly StoragePlace[]): Promise<string> {
  const [bag] = await scope.q<{ component: string; processedAs: string[]; place: string }[]>`
    select component, processed_as as "processedAs", storage_place as place from blood_units where id = ${unitId} and holder_org_id = ${scope.orgId}`;
  const storage = bag && storageOf(bag.component, bag.processedAs, scope.now);
  if (!bag || !storage || bag.place !== '') return bag?.place ?? '';
  return (
    defaultPlaceFor(
      storage,
      places.map((place) => ({ ...place, isLastOut: false })),
    ) ?? ''
  );
}
