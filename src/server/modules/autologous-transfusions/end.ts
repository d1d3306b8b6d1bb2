import { checkCancel, checkEvaluation, checkVoid } from '@/domain/autologous-transfusions/rules';
import { evaluateAutologousInput, reasonedAutologousInput } from '@/domain/autologous-transfusions/schema';
import { decideBy } from '@/domain/result';
import { defineCommand, done, unwrap } from '../../kernel/command';
import { actorName } from '../stock/post';
import { answerOf, changeOf, loadAutologous, loadBags, takeAutologous } from './load';

/** 评价: what it did, and what was seen of a reaction. */
export const evaluateAutologous = defineCommand({
  name: 'autologous-transfusions.evaluate',
  permission: 'autologous-transfusions.evaluate',
  input: evaluateAutologousInput,
  async run(scope, { id, version, outcome, reactions }) {
    const was = await takeAutologous(scope, { id, version });
    unwrap(decideBy(checkEvaluation(was), () => null));
    await scope.q`
      update autologous_transfusions set state = 'evaluated', outcome = ${outcome}, reactions = ${reactions}, evaluated_by = ${actorName(scope)}, evaluated_at = city_now(),
        version = version + 1, updated_at = city_now() where id = ${id} and org_id = ${scope.orgId}`;
    const saved = await loadAutologous(scope, id);
    return done(answerOf(saved), changeOf({ verb: 'evaluate', was, now: saved }));
  },
});

/** 取消: the operation is off. Bags that are in the store stay there for two people to throw away. */
export const cancelAutologous = defineCommand({
  name: 'autologous-transfusions.cancel',
  permission: 'autologous-transfusions.plan',
  input: reasonedAutologousInput,
  async run(scope, { id, version, reason }) {
    const was = await takeAutologous(scope, { id, version });
    unwrap(decideBy(checkCancel(was, await loadBags(scope, id)), () => null));
    await scope.q`
      update autologous_transfusions set state = 'cancelled', reason = ${reason}, version = version + 1, updated_at = city_now() where id = ${id} and org_id = ${scope.orgId}`;
    const saved = await loadAutologous(scope, id);
    return done(answerOf(saved), changeOf({ verb: 'cancel', was, now: saved, reason }));
  },
});

/** 作废: an entry that should never have been made. */
export const voidAutologous = defineCommand({
  name: 'autologous-transfusions.void',
  permission: 'autologous-transfusions.void',
  input: reasonedAutologousInput,
  async run(scope, { id, version, reason }) {
    const was = await takeAutologous(scope, { id, version });
    unwrap(decideBy(checkVoid(was, await loadBags(scope, id)), () => null));
    await scope.q`
      update autologous_transfusions set state = 'void', reason = ${reason}, version = version + 1, updated_at = city_now() where id = ${id} and org_id = ${scope.orgId}`;
    await scope.q`
      update tasks set done_at = city_now(), done_by = ${actorName(scope)}, facts = facts || '{"isVoided": true}'
      where org_id = ${scope.orgId} and module = 'autologous-transfusions' and record_id = ${id} and done_at is null`;
    const saved = await loadAutologous(scope, id);
    return done(answerOf(saved), changeOf({ verb: 'void', was, now: saved, reason }));
  },
});
