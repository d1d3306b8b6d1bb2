import { z } from 'zod';
import { coversOfTask } from '@/domain/clinical-issues/covers';
import { isIncompatible, judgeAfterwards, recordCrossmatch } from '@/domain/clinical-issues/crossmatch';
import { dueAt, type IssueTaskKind, taskKinds } from '@/domain/clinical-issues/emergency';
import { crossmatchSchema } from '@/domain/clinical-issues/schema';
import { isNotedTask, isSignedTask, refuseSettler } from '@/domain/clinical-issues/settle';
import { decideBy, type Violation } from '@/domain/result';
import { digestOfCovers } from '@/domain/signatures/covers';
import { recordSignature } from '../../auth/signing';
import { defineCommand, done, unwrap } from '../../kernel/command';
import { notFound, refusal } from '../../kernel/errors';
import type { Scope } from '../../kernel/scope';
import { actorName } from '../stock/post';
import { insertCrossmatches } from './crossmatches';
import { loadSettings } from './load';
import { loadStaff, personActing, redeem, staffNosOf } from './staff';
import { addTasks, markIssue } from './write';

/**
 * Settles afterwards what an emergency or a single person left open: a signature by somebody other than the issuer, the crossmatch of each
 * bag, or a duty with a note of how it was done. An incompatible crossmatch closes its task and opens the gravest one: stop, call the ward.
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
    const [issue] = await scope.q<{ no: string; version: number; state: string }[]>`
      select no, version, state from clinical_issues where id = ${task.recordId} and org_id = ${scope.orgId} for update`;
    if (!issue) throw notFound();

    if (isNotedTask(task.kind) && input.note.length < 2) throw refusal({ code: 'settle.note_missing', path: 'note' });
    let incompatible: readonly string[] = [];
    if (isSignedTask(task.kind)) await sign(scope, input.taskId, task, input.signature);
    else if (task.kind === 'retrospective_crossmatch')
      incompatible = await addCrossmatches(scope, task, input.crossmatches);
    else if (input.note.length < 2) throw refusal({ code: 'settle.note_missing', path: 'note' });

    await scope.q`update tasks set done_at = city_now(), done_by = ${actorName(scope)}, facts = facts || ${scope.q.json({ note: input.note })} where id = ${input.taskId}`;
    await scope.q`update clinical_issues set version = version + 1 where id = ${task.recordId}`;
    if (incompatible.length > 0) {
      const kind = 'incompatible_crossmatch';
      await markIssue(scope, task.recordId, kind);
      await addTasks(scope, [
        {
          kind,
          recordId: task.recordId,
          dueAt: dueAt(kind, scope.now),
          facts: { no: issue.no, unitIds: incompatible },
        },
      ]);
    }
    return done(
      { issueId: task.recordId, kind: task.kind, incompatible },
      {
        module: 'clinical-issues',
        recordId: task.recordId,
        action: 'clinical-issues.settle',
        version: issue.version + 1,
        state: issue.state,
        orgId: scope.orgId,
        ...(input.note ? { reason: input.note } : {}),
        before: { task: task.kind, isDone: false },
        after: {
          task: task.kind,
          isDone: true,
          crossmatches: input.crossmatches,
          ...(incompatible.length > 0 ? { incompatible } : {}),
        },
      },
    );
  },
});

async function sign(
  scope: Scope,
  taskId: string,
  task: { kind: IssueTaskKind; recordId: string; facts: { role?: string } },
  token: string | undefined,
): Promise<void> {
  const covers = digestOfCovers(coversOfTask({ taskId, issueId: task.recordId, kind: task.kind }));
  if (!token) throw refusal({ code: 'signature.missing', path: 'signature' });
  const signed = await redeem(scope, token, covers);
  if (!signed.ok) throw refusal({ code: signed.code, path: 'signature' });
  const signer = signed.person;
  // By the person, not the name: a name or number may have been corrected since.
  const issuers = await scope.q<{ personId: string | null }[]>`
    select person_id as "personId" from signatures
    where org_id = ${scope.orgId} and module = 'clinical-issues' and record_id = ${task.recordId} and meaning = 'issued'`;
  const issuerIds = issuers.map(({ personId }) => personId);
  unwrap(decideBy(refuseSettler({ kind: task.kind, role: task.facts.role }, signer, issuerIds), () => null));
  await recordSignature(scope, {
    module: 'clinical-issues',
    recordId: task.recordId,
    meaning: task.facts.role ? `${task.kind}_${task.facts.role}` : task.kind,
    signer,
    coversDigest: covers,
  });
}

/** Each bag's result with its marks on its line. @returns the bags that do not fit. */
async function addCrossmatches(
  scope: Scope,
  task: { recordId: string; facts: { unitIds?: string[] } },
  crossmatches: readonly { unitId: string; crossmatch: z.output<typeof crossmatchSchema> }[],
): Promise<string[]> {
  personActing(scope);
  const { isSingleDutyAt } = await loadSettings(scope);
  const staff = await loadStaff(scope, staffNosOf(crossmatches.map((line) => line.crossmatch)));
  const donations = await scope.q<{ id: string; donationNo: string }[]>`
    select u.id, u.donation_no as "donationNo" from blood_units u join clinical_issue_lines l on l.unit_id = u.id
    where l.issue_id = ${task.recordId} and l.org_id = ${scope.orgId}`;
  const donationNoOf = (unitId: string) => donations.find((unit) => unit.id === unitId)?.donationNo ?? '';
  const missing = (task.facts.unitIds ?? []).filter((id) => !crossmatches.some((line) => line.unitId === id));
  const judged = crossmatches.map(({ unitId, crossmatch }, index) => ({
    unitId,
    crossmatch,
    ...judgeAfterwards(crossmatch, {
      now: scope.now,
      path: `crossmatches.${index}.crossmatch`,
      unitId,
      donationNo: donationNoOf(unitId),
      staff,
      isSingleDutyAt,
      needsAntiglobulin: false,
    }),
  }));
  const violations: Violation[] = [
    ...missing.map((unitId) => ({
      code: 'crossmatch.missing',
      path: 'crossmatches',
      facts: { unitId, donationNo: donationNoOf(unitId) },
    })),
    ...judged.flatMap((line) => line.violations),
  ];
  const rows = unwrap(
    decideBy(violations, () =>
      judged.map(({ unitId, crossmatch, marks }) => ({
        unitId,
        id: crypto.randomUUID(),
        crossmatch: { ...recordCrossmatch(crossmatch, staff), ...(marks.length > 0 ? { marks } : {}) },
      })),
    ),
  );
  const [of] = await scope.q<{ patientId: string | null }[]>`
    select patient_id as "patientId" from clinical_issues where id = ${task.recordId} and org_id = ${scope.orgId}`;
  const origin = {
    patientId: of?.patientId ?? null,
    requestId: null,
    origin: 'afterwards',
    recordId: task.recordId,
  } as const;
  await insertCrossmatches(scope, origin, rows);
  await scope.q`
    update clinical_issue_lines l set crossmatch = w.crossmatch, crossmatch_id = w.id
    from jsonb_to_recordset(${scope.q.json(rows as never)}) as w(id uuid, "unitId" uuid, crossmatch jsonb)
    where l.issue_id = ${task.recordId} and l.org_id = ${scope.orgId} and l.unit_id = w."unitId"`;
  return rows.filter(({ crossmatch }) => isIncompatible(crossmatch)).map(({ unitId }) => unitId);
}
