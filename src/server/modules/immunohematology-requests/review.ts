import { immunohematologyReports, immunohematologyRequests } from '@/db/schema';
import { coversOfReport } from '@/domain/immunohematology-requests/covers';
import { findingsOf } from '@/domain/immunohematology-requests/findings';
import { checkResults, checkReview } from '@/domain/immunohematology-requests/rules';
import { reasonedImmuno, seenImmuno } from '@/domain/immunohematology-requests/schema';
import { decideBy } from '@/domain/result';
import { digestOfCovers } from '@/domain/signatures/covers';
import { recordSignature, verifySignature } from '../../auth/signing';
import { defineCommand, done, unwrap } from '../../kernel/command';
import { saveVersioned } from '../../kernel/store';
import { actorName } from '../stock/post';
import { lockImmuno } from './load';
import { answerOf, changeOf } from './present';

/** 审核并报告: read by another person than entered it. From here on its findings stand with the patient; those of an earlier version that it does not say are withdrawn. */
export const reviewImmuno = defineCommand({
  name: 'immunohematology-requests.review',
  permission: 'immunohematology-requests.review',
  input: seenImmuno,
  async run(scope, { id, version }) {
    const signer = await verifySignature(scope, { method: 'session' });
    const was = await lockImmuno(scope, { id, version }, 'laboratory', 'review');
    const { results, conclusion, advice, tests, enteredBy, enteredById, enteredAt } = was;
    unwrap(
      decideBy(
        [
          ...checkReview({ enteredById, reviewerId: signer.personId }),
          ...checkResults({ results, conclusion }, { tests, isComplete: true }),
        ],
        () => null,
      ),
    );
    if (!enteredBy || !enteredById || !enteredAt) throw new Error('results that nobody entered');
    const covers = digestOfCovers(coversOfReport({ requestId: id, version, results, conclusion, advice }));
    const reportNo = was.reportNo + 1;
    await scope.db.insert(immunohematologyReports).values({
      requestId: id,
      orgId: was.orgId,
      partyOrgId: scope.orgId,
      reportNo,
      results,
      conclusion,
      advice,
      findings: findingsOf(results),
      correction: reportNo > 1 ? was.correction : null,
      enteredBy,
      enteredById,
      enteredAt,
      reviewedBy: actorName(scope),
      reviewedById: signer.personId,
      method: signer.method,
      coversDigest: covers,
      reportedAt: scope.now,
    });
    await recordSignature(scope, {
      module: 'immunohematology-requests',
      recordId: id,
      meaning: 'reported',
      signer,
      coversDigest: covers,
    });
    const saved = await saveVersioned(scope, immunohematologyRequests, id, version, {
      state: reportNo > 1 ? 'corrected' : 'reported',
      reportNo,
      reviewedBy: actorName(scope),
      reportedAt: scope.now,
      reason: null,
      updatedAt: scope.now,
      sortedAt: scope.now,
    });
    return done({ ...answerOf(saved), reportNo }, changeOf('review', was, saved));
  },
});

/** 退回重做: the second person does not put his name to it, and says why. */
export const sendBackResults = defineCommand({
  name: 'immunohematology-requests.send-back',
  permission: 'immunohematology-requests.review',
  input: reasonedImmuno,
  async run(scope, { id, version, reason }) {
    const was = await lockImmuno(scope, { id, version }, 'laboratory', 'send-back');
    const saved = await saveVersioned(scope, immunohematologyRequests, id, version, {
      state: was.reportNo > 0 ? 'correcting' : 'testing',
      reason,
      updatedAt: scope.now,
      sortedAt: scope.now,
    });
    return done(answerOf(saved), changeOf('send-back', was, saved, reason));
  },
});

/** 作废: the request or its report should not exist, as of a tube of somebody else. What it said of the patient is withdrawn; the paper stays, with its number. */
export const voidImmuno = defineCommand({
  name: 'immunohematology-requests.void',
  permission: 'immunohematology-requests.review',
  input: reasonedImmuno,
  async run(scope, { id, version, reason }) {
    const was = await lockImmuno(scope, { id, version }, 'laboratory', 'void');
    const saved = await saveVersioned(scope, immunohematologyRequests, id, version, {
      state: 'void',
      reason,
      updatedAt: scope.now,
      sortedAt: scope.now,
    });
    return done(answerOf(saved), changeOf('void', was, saved, reason));
  },
});
