import type { Approver, ApproverPart } from '@/domain/clinical-issues/approval';
import { coversOfApproval, coversOfIssue } from '@/domain/clinical-issues/covers';
import { dueAt, dutiesOf } from '@/domain/clinical-issues/emergency';
import { recipientOf } from '@/domain/clinical-issues/recipient';
import { decideIssue } from '@/domain/clinical-issues/rules';
import { type RegisterIssueInput, registerIssueSchema } from '@/domain/clinical-issues/schema';
import { digestOfCovers } from '@/domain/signatures/covers';
import { nextMorning } from '@/domain/single-duty';
import { type GivenSignature, recordSignatures } from '../../auth/signing';
import { defineCommand, done, unwrap } from '../../kernel/command';
import { dropDraft } from '../../kernel/drafts';
import { drawNumber } from '../../kernel/numbers';
import type { Scope } from '../../kernel/scope';
import { post } from '../stock/post';
import { insertCrossmatches, isScreenPositive, loadTubes } from './crossmatches';
import { bagFacts, loadPatient, loadSettings, lockUnits } from './load';
import { followIssues, isRequestNeeded, lockRequest } from './request';
import { loadStaff, personActing, type Redeemed, redeem, staffNosOf } from './staff';
import { addTasks, endReservations, insertIssue, reservationEnded, tallyOf } from './write';

/**
 * Ordinary issue: the bags leave for this patient. All or nothing; the bags are taken by one conditional statement, and live reservations
 * of this patient end with it.
 */
export const registerIssue = defineCommand({
  name: 'clinical-issues.register',
  permission: 'clinical-issues.register',
  input: registerIssueSchema,
  async run(scope, input) {
    const unitIds = input.lines.map((line) => line.unitId);
    const issuer = personActing(scope);
    const covers = digestOfCovers(coversOfIssue(input));
    const { issuer: issued, collector: collected, checker: checked } = input.signatures;
    const staffNos = [...staffNosOf(input.lines.map((line) => line.crossmatch)), input.antibodyScreen?.screenedBy];
    const [settings, issuerSigned, collectorSigned, checkerSigned, { approvers, signers }, staff] = await Promise.all([
      loadSettings(scope),
      redeem(scope, issued, covers),
      redeem(scope, collected, covers),
      checked ? redeem(scope, checked, covers) : null,
      loadApprovers(scope, input),
      loadStaff(scope, staffNos),
    ]);
    const signedBy = { issuer: issuerSigned, collector: collectorSigned, checker: checkerSigned };
    // Locked in this order: the patient, the request, the bags.
    const patient = await loadPatient(scope, input.patientId, 'for share');
    const request = input.requestId ? await lockRequest(scope, input.requestId) : undefined;
    const specimenNos = input.lines.map((line) => line.crossmatch?.specimenNo);
    const [isNeeded, units, tubes, isPositive] = await Promise.all([
      isRequestNeeded(scope),
      lockUnits(scope, unitIds),
      loadTubes(scope, patient.id, specimenNos),
      isScreenPositive(scope, patient.id),
    ]);
    const recipient = recipientOf(patient, false, scope.now);
    const bags = new Map(
      units.map((unit) => [unit.id, bagFacts(unit, patient.id, recipient, settings.profile, scope.now)]),
    );

    const planned = unwrap(
      decideIssue(
        {
          now: scope.now,
          issuerId: issuer.personId,
          ...signedBy,
          approvers,
          recipient,
          bags,
          staff,
          isSingleDutyAllowed: settings.isSingleDutyAllowed,
          isScreenPositive: isPositive,
          tubes,
          requested: { request, isNeeded },
        },
        input,
      ),
    );

    // What is entered with the issue is a crossmatch of its own; what a bag was kept by stands already.
    const lines = planned.map((line) =>
      line.crossmatch && !line.crossmatchId ? { ...line, crossmatchId: crypto.randomUUID() } : line,
    );
    const entered = lines.flatMap(({ unitId, crossmatch, crossmatchId }, index) =>
      crossmatch && crossmatchId && planned[index]?.crossmatchId === null
        ? [{ id: crossmatchId, unitId, crossmatch }]
        : [],
    );
    const id = crypto.randomUUID();
    const no = await drawNumber(scope, 'clinical-issues');
    const collector = signedBy.collector.ok ? signedBy.collector.person : null;
    const record = {
      id,
      no,
      patientId: patient.id,
      patientLabel: `${patient.name} ${patient.mrn}`,
      requestNo: input.requestNo,
      requestId: input.requestId ?? null,
      overRequestReason: (input.requestId && input.overRequestReason) ?? null,
      issueType: 'routine' as const,
      dutyMode: input.dutyMode,
      department: input.department,
      ward: input.ward,
      bed: input.bed,
      patientGroup: {
        abo: recipient.abo,
        rhd: recipient.rhd,
        determinations: patient.groupDeterminations,
        antibodies: patient.antibodies,
        requirements: patient.requirements,
        antibodyScreen: input.antibodyScreen
          ? {
              result: input.antibodyScreen.result,
              at: input.antibodyScreen.screenedAt.toISOString(),
              by: `${input.antibodyScreen.screenedBy} ${staff.get(input.antibodyScreen.screenedBy)?.name ?? ''}`.trim(),
            }
          : null,
      },
      checks: input.checks.map((check) => ({ item: check.item, at: check.at.toISOString() })),
      issuedBy: issuer.name,
      collectedBy: collector ? `${collector.staffNo} ${collector.name}` : '',
      collectorTitle: collector?.title ?? '',
      emergencyReason: null,
    };
    const review = { kind: 'single_duty_review', dueAt: nextMorning(scope.now, settings.timeZone) };
    const duties = [
      ...(input.dutyMode === 'single' ? [review] : []),
      ...dutiesOf(lines).map((kind) => ({ kind, dueAt: dueAt(kind, scope.now) })),
    ];
    const of = { patientId: patient.id, requestId: input.requestId ?? null, origin: 'issue', recordId: id } as const;
    await insertCrossmatches(scope, of, entered);
    const [, posted, ended] = await Promise.all([
      insertIssue(scope, record, lines),
      post(scope, { kind: 'issue', unitIds, module: 'clinical-issues', recordId: id }),
      endReservations(scope, unitIds, 'issued'),
      recordSignatures(scope, { module: 'clinical-issues', recordId: id }, [
        ...signaturesOf(signedBy, covers),
        ...signers,
      ]),
      addTasks(
        scope,
        duties.map((duty) => ({ ...duty, recordId: id, facts: { no } })),
      ),
      dropDraft(scope, 'clinical-issues', patient.id),
    ]);

    const followed = request ? await followIssues(scope, request) : [];
    return done(
      { id, no, bags: lines.length, version: 1 },
      {
        module: 'clinical-issues',
        recordId: id,
        action: 'clinical-issues.register',
        version: 1,
        state: 'issued',
        orgId: scope.orgId,
        before: null,
        after: { ...record, lines },
        tally: tallyOf('issue', posted),
      },
      ...ended.map((reservation) => reservationEnded(scope.orgId, reservation, 'issued')),
      ...followed,
    );
  },
});

function signaturesOf(
  signedBy: Record<'issuer' | 'collector' | 'checker', Redeemed | null>,
  coversDigest: string,
): GivenSignature[] {
  const meanings = { issuer: 'issued', collector: 'collected', checker: 'checked' } as const;
  return (['issuer', 'collector', 'checker'] as const).flatMap((part) => {
    const signed = signedBy[part];
    return signed?.ok ? [{ meaning: meanings[part], signer: signed.person, coversDigest }] : [];
  });
}

interface Approvers {
  readonly approvers: Partial<Record<ApproverPart, Approver>>;
  readonly signers: GivenSignature[];
}

/** Who approved the override, by token here or by phone with name and time. */
async function loadApprovers(scope: Scope, input: RegisterIssueInput): Promise<Approvers> {
  const { approval } = input;
  const approvers: Approvers['approvers'] = {};
  const signers: Approvers['signers'] = [];
  if (!approval) return { approvers, signers };
  const coversDigest = digestOfCovers(
    coversOfApproval({
      patientId: input.patientId,
      unitIds: input.lines.map((line) => line.unitId),
      reason: approval.reason,
    }),
  );
  for (const part of ['physician', 'reviewer'] as const) {
    const given = approval[part];
    if (!given) continue;
    if ('token' in given) {
      const found = await redeem(scope, given.token, coversDigest);
      if (!found.ok) continue;
      approvers[part] = { ...found.person, by: 'token' };
      signers.push({ meaning: `override_${part}`, signer: found.person, coversDigest });
    } else {
      const person = (await loadStaff(scope, [given.phone.staffNo])).get(given.phone.staffNo);
      if (!person) continue;
      approvers[part] = { ...person, by: 'phone', phonedAt: given.phone.at.toISOString() };
      const signer = { personId: person.personId, name: person.name, method: 'phone' } as const;
      signers.push({ meaning: `override_${part}`, signer, coversDigest });
    }
  }
  return { approvers, signers };
}
