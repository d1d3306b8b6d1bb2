import { z } from 'zod';
import { type ClinicalIssueState, clinicalIssueLifecycle } from '@/domain/clinical-issues/lifecycle';
import { correctionSchema } from '@/domain/clinical-issues/schema';
import { isStep } from '@/domain/lifecycle';
import { defineCommand, done } from '../../kernel/command';
import { AppError, notFound, refusal } from '../../kernel/errors';
import { actorName } from '../stock/post';

interface Correctable {
  readonly no: string;
  readonly state: ClinicalIssueState;
  readonly version: number;
  readonly requestNo: string;
  readonly department: string;
  readonly ward: string;
  readonly bed: string;
  readonly corrects: unknown[] | null;
  readonly requestId: string | null;
}

/** A corrective record with its reason: what stood before stays readable. Fields only; a wrong bag is a void. */
export const correctIssue = defineCommand({
  name: 'clinical-issues.correct',
  permission: 'clinical-issues.correct',
  input: z.strictObject({
    id: z.uuid(),
    version: z.int(),
    reason: z.string().trim().min(2).max(200),
    fields: correctionSchema,
  }),
  async run(scope, { id, version, reason, fields }) {
    const [issue] = await scope.q<Correctable[]>`
      select no, state, version, request_no as "requestNo", department, ward, bed, corrects, request_id as "requestId" from clinical_issues
      where id = ${id} and org_id = ${scope.orgId} for update`;
    if (!issue) throw notFound();
    if (!isStep(clinicalIssueLifecycle, 'correct', issue.state, 'corrected'))
      throw refusal({ code: 'issue.already_void', facts: { no: issue.no } });
    const standing = {
      requestNo: issue.requestNo,
      department: issue.department,
      ward: issue.ward,
      bed: issue.bed,
    };
    if (issue.version !== version)
      throw new AppError('conflict', [{ code: 'changed_meanwhile' }], { ...standing, version: issue.version });

    const changed = (Object.keys(standing) as (keyof typeof standing)[]).filter(
      (field) => fields[field] !== undefined && fields[field] !== standing[field],
    );
    if (changed.length === 0) throw refusal({ code: 'issue.nothing_changed', path: 'fields' });
    if (issue.requestId && changed.includes('requestNo'))
      throw refusal({ code: 'issue.request_bound', path: 'fields', facts: { no: issue.requestNo } });
    const before = Object.fromEntries(changed.map((field) => [field, standing[field]]));
    const after = Object.fromEntries(changed.map((field) => [field, fields[field] ?? '']));
    const next = { ...standing, ...after };
    const corrects = [
      ...(issue.corrects ?? []),
      { at: scope.now.toISOString(), by: actorName(scope), reason, before, after },
    ];
    await scope.q`
      update clinical_issues set request_no = ${next.requestNo}, department = ${next.department}, ward = ${next.ward}, bed = ${next.bed},
        corrects = ${scope.q.json(corrects as never)}, state = 'corrected', version = version + 1
      where id = ${id}`;

    return done(
      { id, version: version + 1 },
      {
        module: 'clinical-issues',
        recordId: id,
        action: 'clinical-issues.correct',
        version: version + 1,
        state: 'corrected',
        orgId: scope.orgId,
        reason,
        before,
        after,
      },
    );
  },
});
