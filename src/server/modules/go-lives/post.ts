import { labelKey } from '@/domain/blood/bag-label';
import { openingCovers } from '@/domain/go-lives/covers';
import { type CountedBag, countRows, isPosted, type OpeningRow } from '@/domain/go-lives/opening';
import { checkOpening } from '@/domain/go-lives/rules';
import { postOpeningInput } from '@/domain/go-lives/schema';
import { decideBy } from '@/domain/result';
import { digestOfCovers } from '@/domain/signatures/covers';
import { agreedKind, tallyOfBags } from '@/domain/stock/tally';
import { recordSignature, redeemSignature, verifySignature } from '../../auth/signing';
import { defineCommand, done, unwrap } from '../../kernel/command';
import { AppError, refusal } from '../../kernel/errors';
import type { Scope } from '../../kernel/scope';
import { noteHolds } from '../stock/note-holds';
import { type OpenedBag, type OpenedUnit, openUnits } from '../stock/opening';
import { changeOf } from './change';
import { layOutRound, loadRounds, lockOpen } from './load';

/**
 * 期初入账: the bags that both have found and read alike begin in the ledger, signed by the two who counted. What one alone has found, what they read
 * differently, what the ledger has somewhere, and what it has here and neither has found, is kept with its reason and moves nothing. With the first
 * opening the trial begins, also where nothing is posted: the shelf is empty, or the ledger has it all.
 */
export const postOpening = defineCommand({
  name: 'go-lives.post',
  permission: 'go-lives.post',
  input: postOpeningInput,
  async run(scope, input) {
    const covers = digestOfCovers(openingCovers(input));
    const acting = await verifySignature(scope, { method: 'session' });
    const second = input.second ? await redeemSignature(scope, input.second, covers) : null;
    const goLive = await lockOpen(scope, input);
    const round = (await loadRounds(scope, goLive.id)).find(({ id }) => id === input.roundId);
    if (round?.state !== 'counted' || !round.secondPerson) throw refusal({ code: 'go_live.not_counted' });
    const rows = await layOutRound(scope, goLive, round);
    const counters = [
      { personId: round.firstPerson, name: round.firstBy },
      { personId: round.secondPerson, name: round.secondBy ?? '' },
    ] as const;
    unwrap(decideBy(checkOpening(input, { acting, second, counters, rows }), () => input));

    const opened = await openUnits(scope, { roundId: round.id, units: rows.flatMap(unitOf) });
    const units = new Map(opened.map((bag) => [labelKey(bag), bag]));
    const lost = rows.filter(({ outcome, bag }) => isPosted(outcome) && !units.has(labelKey(bag)));
    const [first, ...rest] = lost.map(({ bag }) => ({
      code: 'go_live.bag_changed',
      facts: { donationNo: bag.donationNo },
    }));
    if (first) throw new AppError('refused', [first, ...rest]);
    await addLines(scope, round.id, rows, units);
    // One reason hides no other.
    const alsoWarm = rows.flatMap(({ isAlsoWarm, bag }) => (isAlsoWarm ? (units.get(labelKey(bag))?.id ?? []) : []));
    await noteHolds(scope, { recordId: round.id, unitIds: alsoWarm, reason: 'temperature', words: '' });
    const { posted, held, left, missing } = countRows(rows);
    await scope.q`
      update go_live_rounds set state = 'posted', posted_at = city_now(), bag_count = ${posted - held}, held_count = ${held}, left_count = ${left}, words = ${input.words}
      where id = ${round.id}`;
    await scope.q`
      update go_lives set state = 'trial', trial_started_at = coalesce(trial_started_at, city_now()), trial_from = coalesce(trial_from, city_today()),
        bag_count = bag_count + ${posted - held}, held_count = held_count + ${held}, updated_at = city_now(), version = version + 1 where id = ${goLive.id}`;
    const about = { module: 'go-lives', recordId: round.id, coversDigest: covers } as const;
    await recordSignature(scope, { ...about, meaning: 'opening_counted', signer: acting });
    if (second) await recordSignature(scope, { ...about, meaning: 'opening_second', signer: second });
    return done(
      { id: goLive.id, version: goLive.version + 1, posted, held, left, missing },
      changeOf(goLive, {
        action: 'go-lives.post',
        state: 'trial',
        after: { roundId: round.id, bagCount: posted - held, heldCount: held, leftCount: left, missingCount: missing },
        // That the trial begins is heard on every wall, also without a bag.
        tally: opened.length > 0 ? tallyOfBags('opening', opened) : { kind: agreedKind, bags: 0 },
      }),
    );
  },
});

const holdReasons = {
  accepted: null,
  held_expired: 'expired',
  held_group: 'group_mismatch',
  held_warm: 'temperature',
} as const;

function unitOf({ outcome, bag }: OpeningRow<CountedBag>): OpenedUnit[] {
  return isPosted(outcome) ? [{ ...bag, holdReason: holdReasons[outcome] }] : [];
}

async function addLines(
  { q, orgId }: Scope,
  roundId: string,
  rows: readonly OpeningRow<CountedBag>[],
  units: ReadonlyMap<string, OpenedBag>,
) {
  const lines = rows.map(({ outcome, differences, bag }) => {
    const {
      labelScheme,
      issuer,
      stationId,
      donationNo,
      productCode,
      component,
      abo,
      rhd,
      amount,
      intendedUse,
      expiresAt,
    } = bag;
    const unitId = isPosted(outcome) ? units.get(labelKey(bag))?.id : null;
    return {
      unitId,
      outcome,
      differences,
      labelScheme,
      issuer,
      stationId,
      donationNo,
      productCode,
      component,
      abo,
      rhd,
      amount,
      intendedUse,
      expiresAt,
    };
  });
  await q`
    insert into go_live_lines (round_id, line_no, org_id, unit_id, outcome, differences, label_scheme, issuer, station_id, donation_no, product_code, component, abo, rhd, amount,
      intended_use, expires_at)
    select ${roundId}, l.n, ${orgId}, l."unitId", l.outcome, array(select jsonb_array_elements_text(l.differences)), l."labelScheme", l.issuer, l."stationId", l."donationNo",
      l."productCode", l.component, l.abo, l.rhd, l.amount, l."intendedUse", l."expiresAt"
    from rows from (jsonb_to_recordset(${q.json(lines as never)}) as ("unitId" uuid, outcome text, differences jsonb, "labelScheme" text, issuer text, "stationId" text, "donationNo" text,
      "productCode" text, component text, abo text, rhd text, amount int, "intendedUse" text, "expiresAt" timestamptz))
      with ordinality as l("unitId", outcome, differences, "labelScheme", issuer, "stationId", "donationNo", "productCode", component, abo, rhd, amount, "intendedUse",
        "expiresAt", n)`;
}
