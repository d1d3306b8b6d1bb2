import { checkStart } from '@/domain/go-lives/conditions';
import { startCovers } from '@/domain/go-lives/covers';
import { refuseStarter } from '@/domain/go-lives/rules';
import { startInput } from '@/domain/go-lives/schema';
import { differingOf } from '@/domain/go-lives/trial';
import { decideBy, type Violation } from '@/domain/result';
import { digestOfCovers } from '@/domain/signatures/covers';
import { agreedKind } from '@/domain/stock/tally';
import { recordSignature, redeemSignature, verifySignature } from '../../auth/signing';
import { defineCommand, done, unwrap } from '../../kernel/command';
import { refusal } from '../../kernel/errors';
import { actorName } from '../stock/post';
import { changeOf } from './change';
import { loadRounds, lockOpen } from './load';
import { loadStartFacts, loadTrialDays } from './trial-days';

/** 上线: two sign that from now on the ledger is the count. Each condition that is not met is named; a difference that is left needs its reason. It closes the record for good. */
export const startHouse = defineCommand({
  name: 'go-lives.start',
  permission: 'go-lives.start',
  input: startInput,
  async run(scope, input) {
    const covers = digestOfCovers(startCovers(input));
    const acting = await verifySignature(scope, { method: 'session' });
    const second = input.second ? await redeemSignature(scope, input.second, covers) : null;
    const goLive = await lockOpen(scope, input);
    if (goLive.state !== 'trial') throw refusal({ code: 'go_live.needs_opening' });
    const days = await loadTrialDays(scope, goLive);
    const facts = await loadStartFacts(scope, goLive, await loadRounds(scope, goLive.id), days);
    const last = days.find(({ declaredAt }) => declaredAt !== null);
    const violations: Violation[] = checkStart(facts, input.reason);
    if (last && (last.day !== input.lastDay || differingOf(last).join() !== [...input.differing].sort().join()))
      violations.push({ code: 'go_live.day_changed', facts: { day: last.day, count: last.differences } });
    if (!second) violations.push({ code: 'signature.second_missing', path: 'second', facts: {} });
    else violations.push(...refuseStarter(second, acting.personId));
    unwrap(decideBy(violations, () => input));

    const reason = (last?.differences ?? 0) > 0 ? input.reason : '';
    await scope.q`
      update go_lives set state = 'live', started_at = city_now(), started_by = ${actorName(scope)}, second_by = ${second?.name ?? ''}, reason = ${reason},
        updated_at = city_now(), version = version + 1
      where id = ${goLive.id}`;
    const about = { module: 'go-lives', recordId: goLive.id, coversDigest: covers } as const;
    await recordSignature(scope, { ...about, meaning: 'start_signed', signer: acting });
    if (second) await recordSignature(scope, { ...about, meaning: 'start_second', signer: second });
    return done(
      { id: goLive.id, no: goLive.no, version: goLive.version + 1 },
      changeOf(goLive, {
        action: 'go-lives.start',
        state: 'live',
        ...(reason ? { reason } : {}),
        // So that every office and wall hears of it; no bag, and nothing for the ticker.
        tally: { kind: agreedKind, bags: 0 },
        after: { secondBy: second?.name ?? '', lastDay: last?.day ?? null, differences: last?.differences ?? 0 },
      }),
    );
  },
});
