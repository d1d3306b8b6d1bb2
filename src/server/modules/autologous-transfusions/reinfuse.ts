import { reinfusionCovers } from '@/domain/autologous-transfusions/covers';
import { checkReinfusion, refuseNurse, type ScannedBag } from '@/domain/autologous-transfusions/rules';
import { reinfuseAutologousInput } from '@/domain/autologous-transfusions/schema';
import { normaliseScan } from '@/domain/blood/barcodes/normalise';
import { decideBy } from '@/domain/result';
import { digestOfCovers } from '@/domain/signatures/covers';
import { recordSignatures, redeemSignature, verifySignature } from '../../auth/signing';
import { defineCommand, done, unwrap } from '../../kernel/command';
import { notFound } from '../../kernel/errors';
import { actorName } from '../stock/post';
import { followBags, moveAutologousBags } from './ledger';
import { answerOf, changeOf, findBagByNo, loadAutologous, loadBags, loadPatientOf, takeAutologous } from './load';

/** 回输: back to the patient whose it is, by two people who read the wristband and each bag. */
export const reinfuseAutologous = defineCommand({
  name: 'autologous-transfusions.reinfuse',
  permission: 'autologous-transfusions.reinfuse',
  input: reinfuseAutologousInput,
  async run(scope, { second: token, ...input }) {
    const covers = digestOfCovers(reinfusionCovers(input));
    const acting = await verifySignature(scope, { method: 'session' });
    const second = await redeemSignature(scope, token, covers);
    const was = await takeAutologous(scope, input);
    const patient = await loadPatientOf(scope, was.patientId);
    if (!patient) throw notFound();
    const scanned = new Map<string, ScannedBag | null>();
    for (const code of new Set(input.bagNos)) scanned.set(code, await findBagByNo(scope, normaliseScan(code)));
    const facts = {
      now: scope.now,
      patient,
      transfusionId: was.id,
      collectedMl: was.collectedMl,
      keepUntil: was.keepUntil,
      scanned,
    };
    unwrap(decideBy([...checkReinfusion(was, input, facts), ...refuseNurse(second, acting.personId)], () => null));
    const given = new Set(input.bagNos.map(normaliseScan));
    const bags = (await loadBags(scope, was.id)).filter(({ bagNo }) => given.has(bagNo));
    const volumeMl = input.volumeMl ?? bags.reduce((sum, bag) => sum + bag.volumeMl, 0);
    if (bags.length > 0) await moveAutologousBags(scope, was, { kind: 'reinfuse', bags, second: second.name });
    const isWhole = was.type !== 'predeposit';
    await scope.q`
      update autologous_transfusions set reinfused_ml = reinfused_ml + ${volumeMl}, reinfused_at = city_now(), reinfused_by = ${actorName(scope)},
        reinfusion_checked_by = ${second.name}, state = ${isWhole ? 'reinfused' : was.state}, version = version + ${isWhole ? 1 : 0}, updated_at = city_now()
      where id = ${was.id} and org_id = ${scope.orgId}`;
    const saved = isWhole ? await loadAutologous(scope, was.id) : await followBags(scope, was);
    await recordSignatures(scope, { module: 'autologous-transfusions', recordId: was.id }, [
      { meaning: 'autologous_reinfused', signer: acting, coversDigest: covers },
      { meaning: 'autologous_second', signer: second, coversDigest: covers },
    ]);
    return done(
      answerOf(saved),
      changeOf({ verb: 'reinfuse', was, now: saved, more: { bagNos: bags.map(({ bagNo }) => bagNo), volumeMl } }),
    );
  },
});
