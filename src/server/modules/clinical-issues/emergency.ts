import type { Recipient } from '@/domain/blood/compatibility';
import { decideEmergency, dueAt, dutiesOf, type IssueTaskKind } from '@/domain/clinical-issues/emergency';
import { recipientOf, unidentifiedRecipient } from '@/domain/clinical-issues/recipient';
import { type EmergencyInput, emergencySchema } from '@/domain/clinical-issues/schema';
import { digestOfCovers } from '@/domain/signatures/covers';
import { nextMorning } from '@/domain/single-duty';
import { recordSignature } from '../../auth/signing';
import { defineCommand, done, unwrap } from '../../kernel/command';
import { drawNumber } from '../../kernel/numbers';
import type { Scope } from '../../kernel/scope';
import { post } from '../stock/post';
import { bagFacts, loadPatient, loadSettings, lockUnits } from './load';
import { personActing } from './staff';
import { addTasks, endReservations, insertIssue, type NewTask, reservationEnded, tallyOf } from './write';

/**
 * 紧急发血: uncrossmatched release. What is skipped now becomes tasks with due times: the second signature, the retrospective crossmatch,
 * the signatures and duties of an override. A bag kept for another patient may be taken; its reservation ends and the blood bank is told.
 */
export const emergencyIssue = defineCommand({
  name: 'clinical-issues.emergency',
  permission: 'clinical-issues.emergency',
  input: emergencySchema,
  async run(scope, input) {
    const issuer = personActing(scope);
    const { patientId, label, recipient, group } = await loadRecipient(scope, input.patient);
    const { profile, timeZone } = await loadSettings(scope);
    const units = await lockUnits(scope, input.unitIds);
    const bags = new Map(units.map((unit) => [unit.id, bagFacts(unit, patientId, recipient, profile, scope.now)]));
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
    const needsCrossmatch = lines.filter((line) => !line.crossmatch && bags.get(line.unitId)?.requiresCrossmatch);
    const overridden = lines.flatMap((line) => line.override?.roles ?? []);
    const tasks = [
      task('second_signature'),
      ...(needsCrossmatch.length > 0
        ? [task('retrospective_crossmatch', { unitIds: needsCrossmatch.map((line) => line.unitId) })]
        : []),
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
      ...ended.map((reservation) => reservationEnded(scope.orgId, reservation, 'released')),
    );
  },
});

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
