import { checkStoring } from '@/domain/autologous-transfusions/rules';
import { storeAutologousInput } from '@/domain/autologous-transfusions/schema';
import { decideBy } from '@/domain/result';
import { digestOfCovers } from '@/domain/signatures/covers';
import { recordSignature, verifySignature } from '../../auth/signing';
import { defineCommand, done, unwrap } from '../../kernel/command';
import { loadPlaces } from '../stock/load-places';
import { actorName } from '../stock/post';
import { followBags, moveAutologousBags } from './ledger';
import { answerOf, changeOf, loadBags, takeAutologous } from './load';

/** 入库: bags into a place of the house, or from one into another; whoever puts them there signs. */
export const storeAutologous = defineCommand({
  name: 'autologous-transfusions.store',
  permission: 'autologous-transfusions.store',
  input: storeAutologousInput,
  async run(scope, { id, version, bagIds, place: code }) {
    const acting = await verifySignature(scope, { method: 'session' });
    const was = await takeAutologous(scope, { id, version });
    const places = await loadPlaces(scope, 'for share');
    const place = places.find((one) => one.code === code);
    const bags = await loadBags(scope, id);
    unwrap(decideBy(checkStoring(was, bagIds, { bags, place, code, now: scope.now }), () => null));
    const chosen = bags.filter((bag) => bagIds.includes(bag.id));
    await moveAutologousBags(scope, was, { kind: 'store', bags: chosen, toPlace: code });
    await scope.q`
      update autologous_transfusions set stored_at = coalesce(stored_at, city_now()), stored_by = ${actorName(scope)} where id = ${id} and org_id = ${scope.orgId}`;
    const saved = await followBags(scope, was);
    const bagNos = chosen.map(({ bagNo }) => bagNo);
    await recordSignature(scope, {
      module: 'autologous-transfusions',
      recordId: id,
      meaning: 'autologous_stored',
      signer: acting,
      coversDigest: digestOfCovers([`autologous store ${id} ${code}`, ...bagNos]),
    });
    return done(answerOf(saved), changeOf({ verb: 'store', was, now: saved, more: { bagNos, place: code } }));
  },
});
