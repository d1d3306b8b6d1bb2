import { collectionCovers } from '@/domain/autologous-transfusions/covers';
import { checkCollection, expiryOfBag, keepUntilOf, refuseNurse } from '@/domain/autologous-transfusions/rules';
import { collectAutologousInput } from '@/domain/autologous-transfusions/schema';
import { autologousBagNo } from '@/domain/blood/barcodes/autologous';
import { decideBy } from '@/domain/result';
import { digestOfCovers } from '@/domain/signatures/covers';
import { recordSignatures, redeemSignature, verifySignature } from '../../auth/signing';
import { defineCommand, done, unwrap } from '../../kernel/command';
import { notFound } from '../../kernel/errors';
import { loadDuty } from '../stock/load-duty';
import { actorName } from '../stock/post';
import { followBags, moveAutologousBags } from './ledger';
import { answerOf, changeOf, loadAutologous, loadPatientOf, takeAutologous } from './load';

/** 采集: what was taken, by whoever is signed in, with the nurse beside. A predeposit may be collected on several days: each gets its bags. */
export const collectAutologous = defineCommand({
  name: 'autologous-transfusions.collect',
  permission: 'autologous-transfusions.collect',
  input: collectAutologousInput,
  async run(scope, { nurse: token, ...input }) {
    const covers = digestOfCovers(collectionCovers(input));
    const acting = await verifySignature(scope, { method: 'session' });
    const nurse = await redeemSignature(scope, token, covers);
    const { timeZone } = await loadDuty(scope);
    const was = await takeAutologous(scope, input);
    const violations = [...checkCollection(was, input, scope.now), ...refuseNurse(nurse, acting.personId)];
    unwrap(decideBy(violations, () => null));
    const patient = await loadPatientOf(scope, was.patientId);
    if (!patient) throw notFound();

    const given = input.collectedAt ?? scope.now;
    const collectedAt = given > scope.now ? scope.now : given;
    const bags = input.bags.map(({ product, volumeMl }, index) => {
      const lineNo = was.bagCount + index + 1;
      return {
        id: crypto.randomUUID(),
        bagNo: autologousBagNo(scope.orgId, was.no, lineNo),
        lineNo,
        product,
        volumeMl,
        expiresAt: expiryOfBag(product, collectedAt, timeZone),
      };
    });
    const takenMl = input.collectedMl ?? bags.reduce((sum, { volumeMl }) => sum + volumeMl, 0);
    await scope.q`
      update autologous_transfusions set state = 'collected', hb_before = coalesce(${input.hbBefore}, hb_before), hct_before = coalesce(${input.hctBefore}, hct_before),
        bag_count = bag_count + ${bags.length}, collected_ml = collected_ml + ${takenMl}, collected_at = coalesce(collected_at, ${collectedAt}),
        keep_until = ${keepUntilOf(was.type, collectedAt)}, device = ${input.device}, processed_ml = ${input.processedMl}, is_washed = ${input.isWashed},
        collected_by = ${actorName(scope)}, nurse = ${nurse.name}, version = version + ${was.type === 'predeposit' ? 0 : 1}, updated_at = city_now()
      where id = ${was.id} and org_id = ${scope.orgId}`;
    if (bags.length > 0) {
      await scope.q`
        insert into autologous_bags (id, org_id, transfusion_id, patient_id, bag_no, line_no, product, volume_ml, abo, rhd, collected_at, expires_at)
        select w.id, ${scope.orgId}, ${was.id}, ${was.patientId}, w."bagNo", w."lineNo", w.product, w."volumeMl", ${patient.abo}, ${patient.rhd}, ${collectedAt}, w."expiresAt"
        from jsonb_to_recordset(${scope.q.json(bags as never)}) as w(id uuid, "bagNo" text, "lineNo" int, product text, "volumeMl" int, "expiresAt" timestamptz)`;
      await moveAutologousBags(scope, was, {
        kind: 'collect',
        bags: bags.map(({ id, volumeMl }) => ({ id, volumeMl, state: 'new', storagePlace: '' })),
        second: nurse.name,
      });
    }
    const saved =
      was.type === 'predeposit'
        ? await followBags(scope, { ...was, state: 'collected' })
        : await loadAutologous(scope, was.id);
    const about = { module: 'autologous-transfusions', recordId: was.id } as const;
    await recordSignatures(scope, about, [
      { meaning: 'autologous_collected', signer: acting, coversDigest: covers },
      { meaning: 'autologous_nurse', signer: nurse, coversDigest: covers },
    ]);
    const bagNos = bags.map(({ bagNo }) => bagNo);
    return done(
      { ...answerOf(saved), bagNos },
      changeOf({ verb: 'collect', was, now: saved, ...(bagNos.length > 0 ? { more: { bagNos } } : {}) }),
    );
  },
});
