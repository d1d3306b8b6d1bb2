import { immunohematologyRequests } from '@/db/schema';
import { checkResults } from '@/domain/immunohematology-requests/rules';
import { enterResultsInput } from '@/domain/immunohematology-requests/schema';
import { decideBy } from '@/domain/result';
import { verifySignature } from '../../auth/signing';
import { defineCommand, done, unwrap } from '../../kernel/command';
import { saveVersioned } from '../../kernel/store';
import { actorName } from '../stock/post';
import { lockImmuno } from './load';
import { answerOf, changeOf } from './present';

/** 录入结果: what there is so far is kept; complete, it waits for a second person. What was reported before stands meanwhile. */
export const enterResults = defineCommand({
  name: 'immunohematology-requests.enter',
  permission: 'immunohematology-requests.test',
  input: enterResultsInput,
  async run(scope, { id, version, isComplete, results, conclusion, advice }) {
    const signer = await verifySignature(scope, { method: 'session' });
    const was = await lockImmuno(scope, { id, version }, 'laboratory', 'enter');
    unwrap(decideBy(checkResults({ results, conclusion }, { tests: was.tests, isComplete }), () => null));
    const saved = await saveVersioned(scope, immunohematologyRequests, id, version, {
      state: isComplete ? 'entered' : was.reportNo > 0 ? 'correcting' : 'testing',
      results,
      conclusion,
      advice,
      enteredBy: actorName(scope),
      enteredById: signer.personId,
      enteredAt: scope.now,
      updatedAt: scope.now,
      sortedAt: scope.now,
    });
    return done(answerOf(saved), changeOf('enter', was, saved));
  },
});
