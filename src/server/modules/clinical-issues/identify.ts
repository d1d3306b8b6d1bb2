import { coversOfIdentity } from '@/domain/clinical-issues/covers';
import { dueAt } from '@/domain/clinical-issues/emergency';
import { checkIdentity, judgeGiven } from '@/domain/clinical-issues/identify';
import type { ClinicalIssueState } from '@/domain/clinical-issues/lifecycle';
import { recipientOf } from '@/domain/clinical-issues/recipient';
import { identifySchema } from '@/domain/clinical-issues/schema';
import { decideBy } from '@/domain/result';
import { digestOfCovers } from '@/domain/signatures/covers';
import { recordSignature } from '../../auth/signing';
import { defineCommand, done, unwrap } from '../../kernel/command';
import { AppError, notFound } from '../../kernel/errors';
import type { Scope } from '../../kernel/scope';
import { judgeUnit, loadPatient, loadSettings, type UnitRow, unitColumns } from './load';
import { personActing, redeem } from './staff';
import { addTasks, markIssue } from './write';

/**
 * Ties an emergency issue to the patient it was given to, once, by two people. The name it left under stays beside the new one. The bags are
 * judged against the patient's own group and antibodies, and what that says is written down and becomes tasks; nothing is refused for it.
 */
export const identifyPatient = defineCommand({
  name: 'clinical-issues.identify',
  permission: 'clinical-issues.identify',
  input: identifySchema,
  async run(scope, { id, version, patientId, reason, signature }) {
    const acting = personActing(scope);
    const coversDigest = digestOfCovers(coversOfIdentity({ issueId: id, patientId }));
    const second = await redeem(scope, signature, coversDigest);
    const patient = await loadPatient(scope, patientId, 'for share');
    const issue = await loadIssue(scope, id);
    const facts = second.ok ? { ok: true as const, personId: second.person.personId } : second;
    unwrap(decideBy(checkIdentity({ ...issue, actingId: acting.personId, second: facts }), () => null));
    if (issue.version !== version)
      throw new AppError('conflict', [{ code: 'changed_meanwhile' }], { state: issue.state, version: issue.version });

    const { profile } = await loadSettings(scope);
    const recipient = recipientOf(patient, true, issue.issuedAt);
    const given = (await loadGiven(scope, id)).map((unit) => ({
      unitId: unit.id,
      verdict: judgeUnit(unit, recipient, profile, issue.issuedAt),
    }));
    const { incompatible, duties } = judgeGiven(given);
    const { abo, rhd } = recipient;
    const identified = { abo, rhd, determinations: patient.groupDeterminations, antibodies: patient.antibodies };
    await scope.q`
      update clinical_issues set patient_id = ${patientId}, patient_group = patient_group || ${scope.q.json({ identified } as never)}, version = version + 1
      where id = ${id} and patient_id is null`;
    await scope.q`
      update clinical_issue_lines l set verdict = l.verdict || jsonb_build_object('onIdentity', w.verdict)
      from jsonb_to_recordset(${scope.q.json(given as never)}) as w("unitId" uuid, verdict jsonb)
      where l.issue_id = ${id} and l.org_id = ${scope.orgId} and l.unit_id = w."unitId"`;
    for (const [meaning, signer] of [
      ['identified', { ...acting, method: 'session' as const }],
      ['identity_checked', second.ok ? second.person : null],
    ] as const)
      if (signer)
        await recordSignature(scope, { module: 'clinical-issues', recordId: id, meaning, signer, coversDigest });
    if (incompatible.length > 0) await markIssue(scope, id, 'identified_incompatible');
    const task = { recordId: id, facts: { no: issue.no, unitIds: incompatible } };
    await addTasks(scope, [
      ...(incompatible.length > 0
        ? [{ ...task, kind: 'identified_incompatible', dueAt: dueAt('identified_incompatible', scope.now) }]
        : []),
      // The clock of anti-D and of every other duty runs from the blood, not from the name.
      ...duties.map((kind) => ({ ...task, kind, dueAt: dueAt(kind, issue.issuedAt) })),
    ]);

    return done(
      { id, version: version + 1, incompatible },
      {
        module: 'clinical-issues',
        recordId: id,
        action: 'clinical-issues.identify',
        version: version + 1,
        state: issue.state,
        orgId: scope.orgId,
        reason,
        before: { patientId: null, patientLabel: issue.patientLabel },
        after: { patientId, patient: `${patient.name} ${patient.mrn}`, patientLabel: issue.patientLabel, given },
      },
    );
  },
});

interface Identifiable {
  readonly no: string;
  readonly state: ClinicalIssueState;
  readonly version: number;
  readonly patientId: string | null;
  readonly patientLabel: string;
  readonly issuedAt: Date;
}

async function loadIssue({ q, orgId }: Scope, id: string): Promise<Identifiable> {
  const [issue] = await q<Identifiable[]>`
    select no, state, version, patient_id as "patientId", patient_label as "patientLabel", issued_at as "issuedAt" from clinical_issues
    where id = ${id} and org_id = ${orgId} for update`;
  if (!issue) throw notFound();
  return issue;
}

async function loadGiven(scope: Scope, issueId: string): Promise<UnitRow[]> {
  const { q, orgId } = scope;
  return [
    ...(await q<UnitRow[]>`
      select ${unitColumns(scope)} from clinical_issue_lines l join blood_units u on u.id = l.unit_id
      left join reservations r on r.unit_id = u.id and r.ended_at is null and r.org_id = ${orgId}
      where l.issue_id = ${issueId} and l.org_id = ${orgId} and l.voided_at is null order by l.line_no`),
  ];
}
