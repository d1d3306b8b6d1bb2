import type { Recipient } from '@/domain/blood/compatibility';
import { findFaultOfKept } from '@/domain/clinical-issues/crossmatch';
import { decideEmergency, dueAt, dutiesOf, type IssueTaskKind } from '@/domain/clinical-issues/emergency';
import { recipientOf, unidentifiedRecipient } from '@/domain/clinical-issues/recipient';
import { isAntiglobulinNeeded } from '@/domain/clinical-issues/rules';
import { type EmergencyInput, emergencySchema } from '@/domain/clinical-issues/schema';
import { digestOfCovers } from '@/domain/signatures/covers';
import { nextMorning } from '@/domain/single-duty';
import { recordSignature } from '../../auth/signing';
import { defineCommand, done, unwrap } from '../../kernel/command';
import { drawNumber } from '../../kernel/numbers';
import type { Scope } from '../../kernel/scope';
import { lockArriving, receiveArriving } from '../stock/arriving';
import { post } from '../stock/post';
import { bagFacts, loadPatient, loadSettings, lockUnits } from './load';
import { personActing } from './staff';
import { addTasks, endReservations, insertIssue, type NewTask, reservationEnded, tallyOf } from './write';

/**
 * 紧急发血: uncrossmatched release. What is skipped now becomes tasks with due times: the second signature, the retrospective crossmatch,
 * the signatures and duties of an override. A bag kept for another patient may be taken; its reservation ends and the blood bank is told.
 * A bag that came with the lorry just now is received and issued at once; what a receipt looks at is done afterwards by the reviewer.
 */
export const emergencyIssue = defineCommand({
  name: 'clinical-issues.emergency',
  permission: 'clinical-issues.emergency',
  input: emergencySchema,
  async run(scope, input) {
    const issuer = personActing(scope);
    const { patientId, label, recipient, group } = await loadRecipient(scope, input.patient);
    const { profile, timeZone } = await loadSettings(scope);
    const { notes, units } = await lockBags(scope, input.unitIds);
    const arriving = notes.flatMap((note) => note.unitIds);
    const bags = new Map(
      units.map((unit) => [
        unit.id,
        { ...bagFacts(unit, patientId, recipient, profile, scope.now), isArriving: arriving.includes(unit.id) },
      ]),
    );
    const facts = { now: scope.now, issuerName: issuer.name, recipient, bags };
    const lines = unwrap(decideEmergency(facts, input));

    const id = crypto.randomUUID();
    const no = await drawNumber(scope, 'clinical-issues');
    const record = {
      id,
      no,
      patientId,
      patientLabel: label,
      requestNo: '',
      issueType: 'emergency' as const,
      dutyMode: 'single' as const,
      department: '',
      ward: '',
      bed: '',
      patientGroup: group,
      checks: [],
      issuedBy: issuer.name,
      collectedBy: input.askedBy,
      collectorTitle: '',
      emergencyReason: input.reason,
    };
    await insertIssue(scope, record, lines);
    const received = await receiveArriving(scope, notes, { module: 'clinical-issues', recordId: id });
    const posted = await post(scope, {
      kind: 'issue',
      unitIds: input.unitIds,
      module: 'clinical-issues',
      recordId: id,
    });
    const ended = await endReservations(scope, input.unitIds, 'released');
    const taken = ended.filter((reservation) => reservation.patientId !== patientId);
    await recordSignature(scope, {
      module: 'clinical-issues',
      recordId: id,
      meaning: 'issued',
      signer: { personId: issuer.personId, name: issuer.name, method: 'session' },
      coversDigest: digestOfCovers({ module: 'clinical-issues', meaning: 'emergency', bags: input.unitIds, label }),
    });

    const task = (kind: IssueTaskKind, facts: Record<string, unknown> = {}, at = dueAt(kind, scope.now)): NewTask => ({
      kind,
      recordId: id,
      dueAt: at,
      facts: { no, ...facts },
    });
    // One by which the bag was kept may stand no longer: its sample too old, or an antibody that its method does not see.
    const stands = { now: scope.now, needsAntiglobulin: isAntiglobulinNeeded({ recipient }) };
    const needsCrossmatch = lines.filter(
      ({ unitId, crossmatch }) =>
        bags.get(unitId)?.requiresCrossmatch && findFaultOfKept(crossmatch ?? null, stands) !== null,
    );
    const overridden = lines.flatMap((line) => line.override?.roles ?? []);
    const tasks = [
      task('second_signature'),
      ...(needsCrossmatch.length > 0
        ? [task('retrospective_crossmatch', { unitIds: needsCrossmatch.map((line) => line.unitId) })]
        : []),
      ...(arriving.length > 0 ? [task('receipt_to_complete', { unitIds: arriving })] : []),
      ...[...new Set(overridden)].map((role) => task('override_signature', { role })),
      ...dutiesOf(lines).map((kind) => task(kind)),
      task('single_duty_review', {}, nextMorning(scope.now, timeZone)),
      ...taken.map((reservation) =>
        task('reservation_taken', { requestNo: reservation.requestNo, unitId: reservation.unitId }),
      ),
    ];
    await addTasks(scope, tasks);

    return done(
      { id, no, bags: lines.length, version: 1, tasks: tasks.map(({ kind, dueAt: due }) => ({ kind, dueAt: due })) },
      {
        module: 'clinical-issues',
        recordId: id,
        action: 'clinical-issues.emergency',
        version: 1,
        state: 'issued',
        orgId: scope.orgId,
        reason: input.reason,
        before: null,
        after: { ...record, lines, tasks: tasks.map((open) => open.kind) },
        tally: tallyOf('issue', posted),
      },
      ...received,
      ...ended.map((reservation) => reservationEnded(scope.orgId, reservation, 'released')),
    );
  },
});

/** Notes, then bags. Where a receipt was voided in between, its note is asked for once more: the bag has not gone anywhere. */
async function lockBags(scope: Scope, unitIds: readonly string[]) {
  const notes = await lockArriving(scope, unitIds);
  const units = await lockUnits(scope, unitIds, 'held-or-arriving');
  const isNoted = (unitId: string) => notes.some((note) => note.unitIds.includes(unitId));
  const isLate = units.some((unit) => unit.state === 'in_transit' && !isNoted(unit.id));
  return { units, notes: isLate ? await lockArriving(scope, unitIds) : notes };
}

interface EmergencyRecipient {
  readonly patientId: string | null;
  readonly label: string;
  readonly recipient: Recipient;
  readonly group: Record<string, unknown>;
}

async function loadRecipient(scope: Scope, who: EmergencyInput['patient']): Promise<EmergencyRecipient> {
  if (who.kind === 'unidentified') {
    const recipient = unidentifiedRecipient(who.sex, who.ageBand);
    const group = { abo: 'unknown', rhd: 'unspecified', sex: who.sex, ageBand: who.ageBand };
    return { patientId: null, label: who.label, recipient, group };
  }
  const patient = await loadPatient(scope, who.patientId, 'for share');
  const recipient = recipientOf(patient, true, scope.now);
  const { abo, rhd } = recipient;
  const group = { abo, rhd, determinations: patient.groupDeterminations, antibodies: patient.antibodies };
  return { patientId: patient.id, label: `${patient.name} ${patient.mrn}`, recipient, group };
}
