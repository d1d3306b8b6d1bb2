import { backCovers } from '@/domain/autologous-transfusions/covers';
import { checkRelease, checkUndo, refuseDiscardSecond, refuseNurse } from '@/domain/autologous-transfusions/rules';
import { releaseAutologousInput, undoAutologousInput } from '@/domain/autologous-transfusions/schema';
import { decideBy } from '@/domain/result';
import { digestOfCovers } from '@/domain/signatures/covers';
import { recordSignatures, redeemSignature, verifySignature } from '../../auth/signing';
import { defineCommand, done, unwrap } from '../../kernel/command';
import { followBags, moveAutologousBags, undoFate } from './ledger';
import { answerOf, changeOf, loadAutologous, loadBags, takeAutologous } from './load';

/** 撤销: a reinfusion or discard that was not so, by two people with a reason. The bags are on hold, and two release them when they know where they stood. */
export const undoAutologous = defineCommand({
  name: 'autologous-transfusions.undo',
  permission: 'autologous-transfusions.undo',
  input: undoAutologousInput,
  async run(scope, { second: token, ...input }) {
    const { id, what, bagIds, reason } = input;
    const covers = digestOfCovers(backCovers(input));
    const acting = await verifySignature(scope, { method: 'session' });
    const second = await redeemSignature(scope, token, covers);
    const was = await takeAutologous(scope, input);
    const bags = await loadBags(scope, id);
    const refuseSecond = what === 'reinfuse' ? refuseNurse : refuseDiscardSecond;
    unwrap(decideBy([...checkUndo(was, input, bags), ...refuseSecond(second, acting.personId)], () => null));
    const chosen = bags.filter((bag) => bagIds.includes(bag.id));
    if (chosen.length > 0) await undoFate(scope, was, { what, bags: chosen, reason, second: second.name });
    const volumeMl =
      what === 'discard' ? 0 : chosen.length > 0 ? chosen.reduce((sum, bag) => sum + bag.volumeMl, 0) : was.reinfusedMl;
    const left = was.reinfusedMl - volumeMl;
    const isWhole = was.type !== 'predeposit';
    if (what === 'reinfuse')
      await scope.q`
        update autologous_transfusions set reinfused_ml = ${left}, reinfused_at = case when ${left} = 0 then null else reinfused_at end,
          reinfused_by = case when ${left} = 0 then '' else reinfused_by end, reinfusion_checked_by = case when ${left} = 0 then '' else reinfusion_checked_by end,
          state = ${isWhole ? 'collected' : was.state}, version = version + ${isWhole ? 1 : 0}, updated_at = city_now()
        where id = ${id} and org_id = ${scope.orgId}`;
    const saved = isWhole ? await loadAutologous(scope, id) : await followBags(scope, was);
    await recordSignatures(scope, { module: 'autologous-transfusions', recordId: id }, [
      { meaning: 'autologous_undone', signer: acting, coversDigest: covers },
      { meaning: 'autologous_undo_second', signer: second, coversDigest: covers },
    ]);
    const bagNos = chosen.map(({ bagNo }) => bagNo);
    return done(answerOf(saved), changeOf({ verb: 'undo', was, now: saved, reason, more: { what, bagNos, volumeMl } }));
  },
});

/** 解除隔离: back to the store where it stands, by two people who say on what ground. */
export const releaseAutologous = defineCommand({
  name: 'autologous-transfusions.release',
  permission: 'autologous-transfusions.undo',
  input: releaseAutologousInput,
  async run(scope, { second: token, ...input }) {
    const { id, bagIds, reason } = input;
    const covers = digestOfCovers(backCovers({ ...input, what: 'release' }));
    const acting = await verifySignature(scope, { method: 'session' });
    const second = await redeemSignature(scope, token, covers);
    const was = await takeAutologous(scope, input);
    const bags = await loadBags(scope, id);
    unwrap(
      decideBy(
        [...checkRelease(was, bagIds, { bags, now: scope.now }), ...refuseDiscardSecond(second, acting.personId)],
        () => null,
      ),
    );
    const chosen = bags.filter((bag) => bagIds.includes(bag.id));
    await moveAutologousBags(scope, was, { kind: 'release', bags: chosen, reason, second: second.name });
    const saved = await followBags(scope, was);
    await recordSignatures(scope, { module: 'autologous-transfusions', recordId: id }, [
      { meaning: 'autologous_released', signer: acting, coversDigest: covers },
      { meaning: 'autologous_release_second', signer: second, coversDigest: covers },
    ]);
    const bagNos = chosen.map(({ bagNo }) => bagNo);
    return done(answerOf(saved), changeOf({ verb: 'release', was, now: saved, reason, more: { bagNos } }));
  },
});
