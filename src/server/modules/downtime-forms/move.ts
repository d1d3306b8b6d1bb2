import type { Change } from '@/domain/change';
import type { LabelOfLine } from '@/domain/downtime-forms/rules';
import type { UnitState } from '@/domain/stock/effects';
import { lastingReasons } from '@/domain/stock/holds';
import type { StoragePlace } from '@/domain/stock/places';
import { AppError } from '../../kernel/errors';
import type { Scope } from '../../kernel/scope';
import { lockArriving } from '../stock/arriving';
import { actorName } from '../stock/post';
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

/** The places of the house as they are, and as they were at any moment that the paper tells of. */
export interface HousePlaces {
  readonly now: readonly StoragePlace[];
  readonly at: (moment: Date) => readonly StoragePlace[];
}

/**
 * A bag that the paper received is put where what comes was put then, however warm that was, and answers for it; what is out of use by now was
 * emptied since. What found no place then, as none was registered yet, is put into today's.
 */
export async function putOnPaper(scope: Scope, unitId: string, places: HousePlaces, occurredAt: Date): Promise<void> {
  for (const known of [places.at(occurredAt), places.now.filter(({ state }) => state === 'active')])
    await putWhereFit(
      scope,
      [unitId],
      known.map((place) => ({ ...place, isLastOut: false })),
      occurredAt,
    );
  await putWhereFit(scope, [unitId], places.now);
}

/** A bag on its way here is taken in, and its note ticked off. The paper names no place. @param places null: it stood in none. @returns the changes of the note. */
export async function receiveOnPaper(
  scope: Scope,
  unitId: string,
  taking: { readonly outcome: 'accepted' | 'held'; readonly holdReason?: string },
  { formId, formNo, occurredAt }: Happening,
  places: HousePlaces | null,
): Promise<Change[]> {
  const unit = { unitId, ...taking };
  const [note] = await lockArriving(scope, [unitId]);
  const received = await receiveUnits(scope, { units: [unit], module: 'downtime-forms', recordId: formId, occurredAt });
  if (places) await putOnPaper(scope, unitId, places, occurredAt);
  if (!note) return [];
  const {
    changes: [change, ...rest],
  } = await settleNote(scope, note, [unit], { arrivedAt: occurredAt, receiptNo: formNo });
  const kind = taking.outcome === 'accepted' ? 'receive' : 'receive_hold';
  const [bag] = received;
  const tally = bag && {
    kind,
    bags: 1,
    component: bag.component,
    amount: bag.amount,
    group: `${bag.abo}.${bag.rhd}`,
  };
  return [{ ...change, ...(tally ? { tally } : {}) }, ...rest];
}
