import type { Change } from '@/domain/change';
import { decideBy } from '@/domain/result';
import { digestOfCovers } from '@/domain/signatures/covers';
import { tallyOfBags } from '@/domain/stock/tally';
import { type CountOutcome, countOutcomes, outcomeOf, totalsOf } from '@/domain/stocktakes/count';
import { stocktakeCovers } from '@/domain/stocktakes/covers';
import { checkStocktake } from '@/domain/stocktakes/rules';
import { type SignStocktakeInput, signStocktakeInput } from '@/domain/stocktakes/schema';
import { findPerson } from '../../auth/badges';
import { recordSignature, redeemSignature, verifySignature } from '../../auth/signing';
import { defineCommand, done, unwrap } from '../../kernel/command';
import { dropDraft } from '../../kernel/drafts';
import { drawNumber } from '../../kernel/numbers';
import type { Scope } from '../../kernel/scope';
import { addRecheckTask } from '../stock/add-recheck';
import { endReservationsOfHeld } from '../stock/end-reservations';
import { holdAutologous } from '../stock/hold-autologous';
import { isHospital, loadDuty } from '../stock/load-duty';
import { noteHolds } from '../stock/note-holds';
import { actorName, post } from '../stock/post';
import { type CountBag, loadCountBags, loadCountPlace, loadDepartures } from './load';

interface CountedLine {
  readonly unitId: string | null;
  readonly outcome: CountOutcome;
  readonly donationNo: string;
  readonly productCode: string;
  readonly bag: CountBag | null;
}

/**
 * 盘点 of one place: what was scanned against the ledger at this moment, signed by two. What is missing goes on hold to be searched for, reserved
 * bags too, and is available to nobody; what is on hold already stays held for what it was, and is marked as searched for. A count moves no bag out of the stock.
 */
export const signStocktake = defineCommand({
  name: 'stocktakes.sign',
  permission: 'stocktakes.count',
  input: signStocktakeInput,
  async run(scope, input) {
    const covers = digestOfCovers(stocktakeCovers(input));
    const acting = await verifySignature(scope, { method: 'session' });
    const second = await readSecond(scope, input.second, covers);
    const duty = await loadDuty(scope);
    const place = await loadCountPlace(scope, input.placeId, 'for update');
    const lines = await countLines(scope, place.code, input);
    const missing = lines.flatMap(({ outcome, bag }) => (outcome === 'missing' && bag ? [bag] : []));
    const facts = {
      now: scope.now,
      acting,
      second,
      isSingleDutyAllowed: duty.isSingleAllowed && isHospital(scope),
      missing,
    };
    unwrap(decideBy(checkStocktake(input, facts), () => input));

    const id = crypto.randomUUID();
    const no = await drawNumber(scope, 'stocktakes');
    const own = missing.filter(({ isAutologous }) => isAutologous).map((bag) => bag.id);
    const units = missing.filter(({ isAutologous }) => !isAutologous);
    const toHold = units.filter(({ state }) => state !== 'quarantined').map((bag) => bag.id);
    const ended = await endReservationsOfHeld(scope, toHold, no);
    const held = toHold.length
      ? await post(scope, {
          kind: 'hold',
          unitIds: toHold,
          module: 'stocktakes',
          recordId: id,
          isFact: true,
          holdReason: 'under_search',
        })
      : [];
    await noteHolds(scope, { recordId: id, unitIds: units.map((bag) => bag.id), reason: 'under_search', words: no });
    const heldOwn = await holdAutologous(scope, own, { reason: 'under_search', words: no });
    const totals = totalsOf(lines.map(({ outcome }) => outcome));
    const record = {
      no,
      placeCode: place.code,
      expectedCount: totals.expected,
      foundCount: totals.found,
      missingCount: totals.missing,
      unexpectedCount: totals.unexpected,
      countedBy: actorName(scope),
      secondBy: second?.name ?? '',
      dutyMode: input.second?.by === 'phone' ? ('single' as const) : ('two_person' as const),
      words: input.words,
      startedAt: input.startedAt,
    };
    await scope.q`
      insert into stocktakes (id, no, org_id, place_id, place_code, state, expected_count, found_count, missing_count, unexpected_count, counted_by, second_by, duty_mode, words, started_at)
      values (${id}, ${no}, ${scope.orgId}, ${place.id}, ${place.code}, 'signed', ${totals.expected}, ${totals.found}, ${totals.missing}, ${totals.unexpected},
        ${record.countedBy}, ${record.secondBy}, ${record.dutyMode}, ${input.words}, ${input.startedAt})`;
    await addLines(scope, id, lines);
    const about = { module: 'stocktakes', recordId: id, coversDigest: covers } as const;
    await recordSignature(scope, { ...about, meaning: 'stocktake_counted', signer: acting });
    if (second) await recordSignature(scope, { ...about, meaning: 'stocktake_second', signer: second });
    if (record.dutyMode === 'single')
      await addRecheckTask(scope, {
        module: 'stocktakes',
        recordId: id,
        facts: { no, bags: totals.found },
        timeZone: duty.timeZone,
      });
    await dropDraft(scope, 'stocktakes', place.id);

    const change: Change = {
      module: 'stocktakes',
      recordId: id,
      action: 'stocktakes.sign',
      version: 1,
      state: 'signed',
      orgId: scope.orgId,
      before: null,
      after: { ...record, missingUnitIds: units.map((bag) => bag.id), missingAutologous: heldOwn.heldNos },
      ...(held.length ? { tally: tallyOfBags('hold', held) } : {}),
    };
    return done({ id, no, ...totals }, change, ...ended, ...heldOwn.changes);
  },
});

/** Before any lock: the second by a signature over exactly this, or by the number of a colleague on the telephone. */
async function readSecond(scope: Scope, second: SignStocktakeInput['second'], covers: string) {
  if (!second) return null;
  if (second.by === 'token') return redeemSignature(scope, second.token, covers);
  const person = await findPerson(scope.q, scope.orgId, { staffNo: second.staffNo });
  return person && { personId: person.personId, name: person.name, roles: person.roles, method: 'phone' as const };
}

/** Every bag of the count with what becomes of it, what is not as it should be first. What stands in the place is locked, in id order. */
async function countLines(
  scope: Scope,
  placeCode: string,
  { startedAt, scans }: SignStocktakeInput,
): Promise<CountedLine[]> {
  await scope.q`
    select id from blood_units where holder_org_id = ${scope.orgId} and storage_place = ${placeCode} and state in ('available', 'reserved', 'quarantined')
    order by id for update`;
  const scannedAt = new Map(scans.flatMap(({ unitId, at }) => (unitId ? [[unitId, at] as const] : [])));
  const bags = await loadCountBags(scope, placeCode, [...scannedAt.keys()]);
  const known = new Set(bags.map((bag) => bag.id));
  const gone = [...scannedAt.keys()].filter((unitId) => !known.has(unitId));
  const departures = gone.length ? await loadDepartures(scope, gone) : new Map<string, Date>();
  const count = { placeCode, startedAt };
  const lines: CountedLine[] = bags.flatMap((bag) => {
    const outcome = outcomeOf(bag, scannedAt.get(bag.id) ?? null, count);
    const { id, donationNo, productCode } = bag;
    return outcome ? [{ unitId: id, outcome, donationNo, productCode, bag }] : [];
  });
  for (const { unitId, donationNo, productCode, at } of scans) {
    if (unitId && known.has(unitId)) continue;
    const leftAt = unitId ? (departures.get(unitId) ?? null) : null;
    const elsewhere = {
      state: 'elsewhere',
      holdReason: null,
      isSearched: false,
      isHere: false,
      storagePlace: '',
      stoodSince: null,
      leftAt,
    };
    // A bag that never was of this house is unknown here, whatever the label says.
    const outcome = leftAt ? (outcomeOf(elsewhere, at, count) ?? 'unknown') : 'unknown';
    lines.push({ unitId: leftAt ? unitId : null, outcome, donationNo, productCode, bag: null });
  }
  const rank = (outcome: CountOutcome) => order.indexOf(outcome);
  return lines.sort((a, b) => rank(a.outcome) - rank(b.outcome));
}

const order: readonly CountOutcome[] = [
  'missing',
  'still_missing',
  'wrong_place',
  'not_in_stock',
  'unknown',
  ...countOutcomes.filter((outcome) => outcome === 'came' || outcome === 'left' || outcome === 'in_processing'),
  'found',
];

async function addLines({ q, orgId }: Scope, stocktakeId: string, lines: readonly CountedLine[]): Promise<void> {
  const rows = lines.map(({ bag, unitId, ...line }) => ({
    ...line,
    unitId: bag?.isAutologous ? null : unitId,
    autologousBagId: bag?.isAutologous ? unitId : null,
    component: bag?.component,
    abo: bag?.abo,
    rhd: bag?.rhd,
    amount: bag?.amount,
    expiresAt: bag?.expiresAt,
    unitState: bag?.state,
    holdReason: bag?.holdReason,
    storagePlace: bag?.storagePlace ?? '',
  }));
  await q`
    insert into stocktake_lines (stocktake_id, line_no, org_id, unit_id, autologous_bag_id, outcome, donation_no, product_code, component, abo, rhd, amount, expires_at, unit_state, hold_reason, storage_place)
    select ${stocktakeId}, l.n, ${orgId}, l."unitId", l."autologousBagId", l.outcome, l."donationNo", l."productCode", l.component, l.abo, l.rhd, l.amount, l."expiresAt", l."unitState", l."holdReason", l."storagePlace"
    from rows from (jsonb_to_recordset(${q.json(rows as never)}) as ("unitId" uuid, "autologousBagId" uuid, outcome text, "donationNo" text, "productCode" text, component text, abo text, rhd text, amount int,
      "expiresAt" timestamptz, "unitState" text, "holdReason" text, "storagePlace" text))
      with ordinality as l("unitId", "autologousBagId", outcome, "donationNo", "productCode", component, abo, rhd, amount, "expiresAt", "unitState", "holdReason", "storagePlace", n)`;
}
