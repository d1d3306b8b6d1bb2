import { discardCovers } from '@/domain/autologous-transfusions/covers';
import { checkDiscard, checkDiscardSecond } from '@/domain/autologous-transfusions/rules';
import { discardAutologousInput } from '@/domain/autologous-transfusions/schema';
import { decideBy } from '@/domain/result';
import { digestOfCovers } from '@/domain/signatures/covers';
import { findPerson } from '../../auth/badges';
import { recordSignatures, redeemSignature, verifySignature } from '../../auth/signing';
import { defineCommand, done, unwrap } from '../../kernel/command';
import { addRecheckTask } from '../stock/add-recheck';
import { isHospital, loadDuty } from '../stock/load-duty';
import { followBags, moveAutologousBags } from './ledger';
import { answerOf, changeOf, loadBags, takeAutologous } from './load';

/** 报废: what is not given back is thrown away by two people, with a reason; with one on duty the second agrees by telephone and it is checked again at 08:00. */
export const discardAutologous = defineCommand({
  name: 'autologous-transfusions.discard',
  permission: 'autologous-transfusions.discard',
  input: discardAutologousInput,
  async run(scope, { id, version, bagIds, reason, second: given }) {
    const covers = digestOfCovers(discardCovers({ id, bagIds, reason }));
    const acting = await verifySignature(scope, { method: 'session' });
    const person = given?.by === 'phone' ? await findPerson(scope.q, scope.orgId, { staffNo: given.staffNo }) : null;
    const second =
      given?.by === 'token'
        ? await redeemSignature(scope, given.token, covers)
        : person && { personId: person.personId, name: person.name, roles: person.roles, method: 'phone' as const };
    const duty = await loadDuty(scope);
    const was = await takeAutologous(scope, { id, version });
    const bags = await loadBags(scope, id);
    const facts = {
      now: scope.now,
      acting,
      second,
      isSingleDutyAllowed: duty.isSingleAllowed && isHospital(scope),
    };
    const checked = [
      ...checkDiscard(was, bagIds, bags),
      ...checkDiscardSecond(given?.by, given?.by === 'phone' ? given.at : undefined, facts),
    ];
    unwrap(decideBy(checked, () => null));
    const chosen = bags.filter((bag) => bagIds.includes(bag.id));
    await moveAutologousBags(scope, was, { kind: 'discard', bags: chosen, reason, second: second?.name ?? '' });
    const saved = await followBags(scope, was);
    const about = { module: 'autologous-transfusions', recordId: id } as const;
    await recordSignatures(scope, about, [
      { meaning: 'autologous_discarded', signer: acting, coversDigest: covers },
      ...(second ? [{ meaning: 'autologous_discard_second', signer: second, coversDigest: covers }] : []),
    ]);
    if (given?.by === 'phone')
      await addRecheckTask(scope, { ...about, facts: { no: was.no, bags: chosen.length }, timeZone: duty.timeZone });
    const bagNos = chosen.map(({ bagNo }) => bagNo);
    return done(answerOf(saved), changeOf({ verb: 'discard', was, now: saved, reason, more: { bagNos } }));
  },
});
