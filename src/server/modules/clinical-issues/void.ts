import { z } from 'zod';
import { type ClinicalIssueState, clinicalIssueLifecycle } from '@/domain/clinical-issues/lifecycle';
import { isStep } from '@/domain/lifecycle';
import { defineCommand, done } from '../../kernel/command';
import { AppError, notFound, refusal } from '../../kernel/errors';
import { answerSinceLeft } from '../stock/answer-known-readings';
import { loadPlaces } from '../stock/load-places';
import { noteHolds } from '../stock/note-holds';
import { actorName, post } from '../stock/post';
import { followIssues, lockRequest } from './request';
import { tallyOf } from './write';

/**
 * Voids an issue that never took place. Its bags come back on hold, never straight to the shelf; one that was on hold when a downtime form
 * told of the issue, for the same reason again, and noted as having been out; reservations are not revived; open tasks of the issue are closed with it.
 */
export const voidIssue = defineCommand({
  name: 'clinical-issues.void',
  permission: 'clinical-issues.void',
  input: z.strictObject({ id: z.uuid(), version: z.int(), reason: z.string().trim().min(2).max(200) }),
  async run(scope, { id, version, reason }) {
    await loadPlaces(scope, 'for share');
    const [issue] = await scope.q<
      { no: string; state: ClinicalIssueState; version: number; requestId: string | null }[]
    >`
      select no, state, version, request_id as "requestId" from clinical_issues where id = ${id} and org_id = ${scope.orgId} for update`;
    if (!issue) throw notFound();
    if (!isStep(clinicalIssueLifecycle, 'void', issue.state, 'void'))
      throw refusal({ code: 'issue.already_void', facts: { no: issue.no } });
    if (issue.version !== version)
      throw new AppError('conflict', [{ code: 'changed_meanwhile' }], { state: issue.state, version: issue.version });

    const request = issue.requestId ? await lockRequest(scope, issue.requestId) : null;
    const lines = await scope.q<{ unitId: string }[]>`
      update clinical_issue_lines set voided_at = city_now() where issue_id = ${id} and org_id = ${scope.orgId} and voided_at is null
      returning unit_id as "unitId"`;
    const unitIds = lines.map((line) => line.unitId);
    const held = await scope.q<{ unitId: string; heldFor: string }[]>`
      select unit_id as "unitId", hold_reason_before as "heldFor" from downtime_form_lines
      where record_id = ${id} and org_id = ${scope.orgId} and hold_reason_before is not null`;
    const posted = await post(scope, {
      kind: 'unissue',
      unitIds,
      module: 'clinical-issues',
      recordId: id,
      isFact: true,
      holdReason: 'issue_voided',
      holdReasons: Object.fromEntries(held.map(({ unitId, heldFor }) => [unitId, heldFor])),
    });
    // Whatever it was held for before, it has been out: how long and where is asked as of any other.
    const noted = held.map(({ unitId }) => unitId);
    await noteHolds(scope, { recordId: id, unitIds: noted, reason: 'issue_voided', words: issue.no });
    const warm = await answerSinceLeft(scope, id, unitIds);
    await scope.q`
      update clinical_issues set state = 'void', void_reason = ${reason}, version = version + 1 where id = ${id}`;
    await scope.q`
      update tasks set done_at = city_now(), done_by = ${actorName(scope)}, facts = facts || '{"isVoided": true}'
      where org_id = ${scope.orgId} and module = 'clinical-issues' and record_id = ${id} and done_at is null`;

    const followed = request ? await followIssues(scope, request) : [];
    return done(
      { id, version: version + 1, onHold: unitIds.length },
      {
        module: 'clinical-issues',
        recordId: id,
        action: 'clinical-issues.void',
        version: version + 1,
        state: 'void',
        orgId: scope.orgId,
        reason,
        before: { state: issue.state },
        after: { state: 'void', voidReason: reason, unitIds, markedIds: warm.markedIds },
        tally: tallyOf('unissue', posted),
      },
      ...warm.changes,
      ...followed,
    );
  },
});
