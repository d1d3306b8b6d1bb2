import { z } from 'zod';
import { coversOfTask } from '@/domain/clinical-issues/covers';
import { judgeCrossmatch, recordCrossmatch } from '@/domain/clinical-issues/crossmatch';
import { type IssueTaskKind, taskKinds } from '@/domain/clinical-issues/emergency';
import { crossmatchSchema } from '@/domain/clinical-issues/schema';
import { isApprover } from '@/domain/clinical-issues/staff';
import { decideBy, type Violation } from '@/domain/result';
import { digestOfCovers } from '@/domain/signatures/covers';
import { recordSignature } from '../../auth/signing';
import { defineCommand, done, unwrap } from '../../kernel/command';
import { notFound, refusal } from '../../kernel/errors';
import type { Scope } from '../../kernel/scope';
import { actorName } from '../stock/post';
import { loadSettings } from './load';
import { loadStaff, personActing, redeem, staffNosOf } from './staff';

const signedKinds: readonly IssueTaskKind[] = ['second_signature', 'override_signature', 'single_duty_review'];

/**
 * Settles afterwards what an emergency or a single person left open: a signature by somebody other than the issuer, the crossmatch of each
 * bag, or a duty with a note of how it was done.
 */
export const settleTask = defineCommand({
  name: 'clinical-issues.settle',
  permission: 'clinical-issues.correct',
  input: z.strictObject({
    taskId: z.uuid(),
    note: z.string().trim().max(200).default(''),
    signature: z.string().min(8).max(2000).optional(),
    crossmatches: z
      .array(z.strictObject({ unitId: z.uuid(), crossmatch: crossmatchSchema }))
      .max(60)
      .default([]),
  }),
  async run(scope, input) {
    const [task] = await scope.q<
      { kind: IssueTaskKind; recordId: string; facts: { unitIds?: string[]; role?: string } }[]
    >`
      select kind, record_id as "recordId", facts from tasks
      where id = ${input.taskId} and org_id = ${scope.orgId} and module = 'clinical-issues' and done_at is null for update`;
    if (!task || !taskKinds.includes(task.kind)) throw notFound();
    const [issue] = await scope.q<{ no: string; version: number; state: string; issuedBy: string }[]>`
      select no, version, state, issued_by as "issuedBy" from clinical_issues where id = ${task.recordId} and org_id = ${scope.orgId} for update`;
    if (!issue) throw notFound();

    if (signedKinds.includes(task.kind)) await sign(scope, input.taskId, task, issue.issuedBy, input.signature);
    else if (task.kind === 'retrospective_crossmatch') await addCrossmatches(scope, task, input.crossmatches);
    else if (input.note.length < 2) throw refusal({ code: 'settle.note_missing', path: 'note' });

    await scope.q`update tasks set done_at = city_now(), done_by = ${actorName(scope)}, facts = facts || ${scope.q.json({ note: input.note })} where id = ${input.taskId}`;
    await scope.q`update clinical_issues set version = version + 1 where id = ${task.recordId}`;
    return done(
      { issueId: task.recordId, kind: task.kind },
      {
        module: 'clinical-issues',
        recordId: task.recordId,
        action: 'clinical-issues.settle',
        version: issue.version + 1,
        state: issue.state,
        orgId: scope.orgId,
        ...(input.note ? { reason: input.note } : {}),
        before: { task: task.kind, isDone: false },
        after: { task: task.kind, isDone: true, crossmatches: input.crossmatches },
      },
    );
  },
});

async function sign(
  scope: Scope,
  taskId: string,
  task: { kind: IssueTaskKind; recordId: string; facts: { role?: string } },
  issuedBy: string,
  token: string | undefined,
): Promise<void> {
  const covers = digestOfCovers(coversOfTask({ taskId, issueId: task.recordId, kind: task.kind }));
  if (!token) throw refusal({ code: 'signature.missing', path: 'signature' });
  const signed = await redeem(scope, token, covers);
  if (!signed.ok) throw refusal({ code: signed.code, path: 'signature' });
  const signer = signed.person;
  if (issuedBy === `${signer.staffNo} ${signer.name}`)
    throw refusal({ code: 'signature.is_issuer', path: 'signature' });
  const part = task.kind === 'override_signature' ? task.facts.role : 'reviewer';
  const isAsked = task.kind !== 'second_signature' && (part === 'physician' || part === 'reviewer');
  if (isAsked && !isApprover(signer, part))
    throw refusal({ code: 'override.signer_not_entitled', path: 'signature', facts: { part, name: signer.name } });
  await recordSignature(scope, {
    module: 'clinical-issues',
    recordId: task.recordId,
    meaning: task.facts.role ? `${task.kind}_${task.facts.role}` : task.kind,
    signer,
    coversDigest: covers,
  });
}

/** An incompatible result is a fact that must be written down, so it is not refused here; it is the line that shows it. */
async function addCrossmatches(
  scope: Scope,
  task: { recordId: string; facts: { unitIds?: string[] } },
  crossmatches: readonly { unitId: string; crossmatch: z.output<typeof crossmatchSchema> }[],
): Promise<void> {
  personActing(scope);
  const { isSingleDutyAllowed } = await loadSettings(scope);
  const staff = await loadStaff(scope, staffNosOf(crossmatches.map((line) => line.crossmatch)));
  const donations = await scope.q<{ id: string; donationNo: string }[]>`
    select u.id, u.donation_no as "donationNo" from blood_units u join clinical_issue_lines l on l.unit_id = u.id
    where l.issue_id = ${task.recordId} and l.org_id = ${scope.orgId}`;
  const missing = (task.facts.unitIds ?? []).filter((id) => !crossmatches.some((line) => line.unitId === id));
  const violations: Violation[] = [
    ...missing.map((unitId) => ({
      code: 'crossmatch.missing',
      path: 'crossmatches',
      facts: { unitId, donationNo: donations.find((unit) => unit.id === unitId)?.donationNo ?? '' },
    })),
    ...crossmatches.flatMap(({ unitId, crossmatch }, index) =>
      judgeCrossmatch(crossmatch, {
        now: scope.now,
        path: `crossmatches.${index}.crossmatch`,
        unitId,
        donationNo: donations.find((unit) => unit.id === unitId)?.donationNo ?? '',
        staff,
        isSingleDuty: isSingleDutyAllowed && !crossmatch.checkedBy,
        needsAntiglobulin: false,
      }).filter((violation) => violation.code !== 'crossmatch.incompatible'),
    ),
  ];
  const rows = unwrap(
    decideBy(violations, () =>
      crossmatches.map(({ unitId, crossmatch }) => ({ unitId, crossmatch: recordCrossmatch(crossmatch, staff) })),
    ),
  );
  await scope.q`
    update clinical_issue_lines l set crossmatch = w.crossmatch
    from jsonb_to_recordset(${scope.q.json(rows as never)}) as w("unitId" uuid, crossmatch jsonb)
    where l.issue_id = ${task.recordId} and l.org_id = ${scope.orgId} and l.unit_id = w."unitId"`;
}
