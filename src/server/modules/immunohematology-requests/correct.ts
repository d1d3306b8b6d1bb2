import { immunohematologyRequests } from '@/db/schema';
import { reasonedImmuno } from '@/domain/immunohematology-requests/schema';
import { defineCommand, done } from '../../kernel/command';
import { saveVersioned } from '../../kernel/store';
import { loadReports, lockImmuno } from './load';
import { answerOf, changeOf } from './present';

/** 更正: with a reason. The results are open again; what was reported stands until the next version does. */
export const correctImmuno = defineCommand({
  name: 'immunohematology-requests.correct',
  permission: 'immunohematology-requests.test',
  input: reasonedImmuno,
  async run(scope, { id, version, reason }) {
    const was = await lockImmuno(scope, { id, version }, 'laboratory', 'correct');
    const saved = await saveVersioned(scope, immunohematologyRequests, id, version, {
      state: 'correcting',
      correction: reason,
      reason,
      updatedAt: scope.now,
      sortedAt: scope.now,
    });
    return done(answerOf(saved), changeOf('correct', was, saved, reason));
  },
});

/** 更正作罢: the report that stands was right after all; its results are those of the request again. */
export const keepReport = defineCommand({
  name: 'immunohematology-requests.keep',
  permission: 'immunohematology-requests.test',
  input: reasonedImmuno,
  async run(scope, { id, version, reason }) {
    const was = await lockImmuno(scope, { id, version }, 'laboratory', 'keep');
    const [standing] = await loadReports(scope, id);
    if (!standing) throw new Error('a correction of nothing');
    const { results, conclusion, advice, enteredBy, enteredById, enteredAt, correction } = standing;
    const saved = await saveVersioned(scope, immunohematologyRequests, id, version, {
      state: was.reportNo > 1 ? 'corrected' : 'reported',
      ...{ results, conclusion, advice, enteredBy, enteredById, enteredAt, correction },
      reason: null,
      updatedAt: scope.now,
      sortedAt: scope.now,
    });
    return done(answerOf(saved), changeOf('keep', was, saved, reason));
  },
});
