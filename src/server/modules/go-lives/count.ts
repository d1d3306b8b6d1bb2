import { z } from 'zod';
import { foldCode, refuseWrongColumns } from '@/domain/go-lives/codes';
import { type OpeningLine, openingImport } from '@/domain/go-lives/import';
import { bagsAtOnce, recountInput } from '@/domain/go-lives/schema';
import { ownDraft } from '@/domain/own-draft';
import { decideBy, type Violation } from '@/domain/result';
import { defineCommand, done, type Outcome, unwrap } from '../../kernel/command';
import { dropDraft } from '../../kernel/drafts';
import { refusal } from '../../kernel/errors';
import { applyImportInput, asImportProblems, defineImporter, takeImport } from '../../kernel/import-file';
import type { Scope } from '../../kernel/scope';
import { loadProducts } from '../stock/load-products';
import { findForeignBags } from '../stock/other-city';
import { actorName } from '../stock/post';
import { touch } from './change';
import { noteGaps } from './codes';
import { isOpenRound, loadRounds, lockOpen } from './load';
import { inOurCodes, loadCodeBook, openingLine, type ReadLine, readLines, translateLine } from './read-lines';

const looked = { id: z.uuid(), version: z.int() };

interface Counted {
  readonly id: string;
  readonly roundId: string;
  readonly counter: 1 | 2;
  readonly bagCount: number;
}

/**
 * One of the two has counted the shelf. Whoever is first begins the count; the second is somebody else, scans the same shelf, and has seen
 * nothing of the first one's bags.
 */
export const countShelf = defineCommand({
  name: 'go-lives.count',
  permission: 'go-lives.count',
  input: z.strictObject({
    ...looked,
    lines: z.array(openingLine).max(bagsAtOnce),
    /** Said on purpose where there is no line: nothing stands there. */
    isShelfEmpty: z.boolean().default(false),
  }),
  afterRefusal: noteGaps,
  async run(scope, { id, version, lines, isShelfEmpty }) {
    if (lines.length === 0 && !isShelfEmpty) throw refusal({ code: 'go_live.shelf_not_empty', path: 'isShelfEmpty' });
    const { bags, violations } = await readLines(scope, await inOurCodes(scope, lines));
    return count(scope, { id, version, entry: 'scan' }, unwrap(decideBy(violations, () => bags)));
  },
});

/** Rows of the old system's list as lines of a count, with the place in the file where they cannot be read. */
async function readRows(scope: Scope, rows: readonly OpeningLine[], stationId: string) {
  const book = await loadCodeBook(scope);
  const products = await loadProducts(scope);
  const stationOf = await loadStations(scope);
  const violations: Violation[] = [];
  const lines = rows.flatMap((row, index) => {
    const line = translateLine(row, book, products);
    const from = row.station === '' ? stationId : stationOf(row.station);
    const faults = [
      ...(Array.isArray(line) ? line : []),
      ...(from ? [] : [{ code: 'receipt.unknown_station', path: 'station', facts: { stationId: row.station } }]),
    ];
    if (!Array.isArray(line) && from) return [{ line: { ...line, stationId: from }, index }];
    violations.push(...faults.map((one) => ({ ...one, path: `lines.${index}.${one.path}` })));
    return [];
  });
  const read = await readLines(
    scope,
    lines.map(({ line }) => line),
  );
  const placed = read.violations.map((one) => ({
    ...one,
    path: (one.path ?? '').replace(/^lines\.(\d+)/, (_, at) => `lines.${lines[Number(at)]?.index ?? at}`),
  }));
  return { bags: read.bags, violations: [...refuseWrongColumns(violations), ...placed] };
}

/** A station by its number, its name or its short name. */
async function loadStations({ q }: Scope) {
  const stations = await q<{ id: string; name: string; shortName: string }[]>`
    select id, name, short_name as "shortName" from organisations where kind = 'blood_station'`;
  const known = new Map(
    stations.flatMap(({ id, name, shortName }) => [id, name, shortName].map((text) => [foldCode(text), id] as const)),
  );
  return (text: string) => known.get(foldCode(text));
}

/** Reads the file for a preview; its station is said when it is applied, so that any will do here. Codes that are nobody's become gaps, but not those of a wrong column. */
export const openingImporter = defineImporter({
  definition: openingImport,
  async check(scope, rows) {
    const [station] = await scope.q<{ id: string }[]>`
      select id from organisations where kind = 'blood_station' order by sort_order, id limit 1`;
    const lines = rows.map(({ row }) => row as OpeningLine);
    const { violations } = await readRows(scope, lines, station?.id ?? '');
    await noteGaps(scope, violations);
    return asImportProblems([...violations, ...(await findForeignBags(scope, lines))], rows);
  },
});

/** The first count is the old system's list. The second never is: two readings of one list find nothing. */
export const applyOpeningImport = defineCommand({
  name: 'go-lives.import',
  permission: 'go-lives.import',
  input: z.strictObject({ ...looked, ...applyImportInput.shape, stationId: z.string().min(2).max(16) }),
  afterRefusal: noteGaps,
  async run(scope, { id, version, stationId, ...input }) {
    const preview = await takeImport(scope, openingImport, input);
    const rows = preview.rows.map(({ row }) => {
      const { collectedAt, expiresAt, ...texts } = row as Omit<OpeningLine, 'expiresAt' | 'collectedAt'> &
        Record<'expiresAt' | 'collectedAt', string | null>;
      return {
        ...texts,
        expiresAt: new Date(String(expiresAt)),
        collectedAt: collectedAt ? new Date(collectedAt) : null,
      };
    });
    const { bags, violations } = await readRows(scope, rows, stationId);
    return count(scope, { id, version, entry: 'import' }, unwrap(decideBy(violations, () => bags)));
  },
});

async function count(
  scope: Scope,
  { id, version, entry }: { id: string; version: number; entry: 'scan' | 'import' },
  bags: readonly ReadLine[],
): Promise<Outcome<Counted>> {
  const { q, orgId, actor } = scope;
  if (actor.kind !== 'user') throw refusal({ code: 'signature.not_a_person' });
  const goLive = await lockOpen(scope, { id, version });
  const open = (await loadRounds(scope, id)).find(isOpenRound);
  if (open?.state === 'counted') throw refusal({ code: 'go_live.counted_already' });
  if (open && open.firstPerson === actor.personId)
    throw refusal({ code: 'go_live.same_counter', facts: { name: open.firstBy } });
  if (open && entry === 'import') throw refusal({ code: 'go_live.second_by_scan' });
  const roundId = open?.id ?? crypto.randomUUID();
  const counter = open ? 2 : 1;
  if (open)
    await q`
      update go_live_rounds set state = 'counted', second_person = ${actor.personId}, second_by = ${actorName(scope)}, second_at = city_now() where id = ${roundId}`;
  else
    await q`
      insert into go_live_rounds (id, go_live_id, org_id, round, first_person, first_by, first_entry)
      select ${roundId}, ${id}, ${orgId}, coalesce(max(round), 0) + 1, ${actor.personId}, ${actorName(scope)}, ${entry}
      from go_live_rounds where go_live_id = ${id}`;
  await addBags(scope, roundId, counter, bags);
  await dropDraft(scope, 'go-lives', `${ownDraft}:${id}`);
  const change = await touch(scope, goLive, {
    action: counter === 1 ? 'go-lives.count-first' : 'go-lives.count-second',
    // How many the first has found is no news for the second: the history is open to him.
    after: { roundId, entry },
  });
  return done({ id, roundId, counter, bagCount: bags.length }, change);
}

async function addBags({ q, orgId }: Scope, roundId: string, counter: 1 | 2, bags: readonly ReadLine[]) {
  await q`
    insert into go_live_bags (round_id, counter, line_no, org_id, label_scheme, issuer, station_id, donation_no, product_code, component, abo, rhd, amount, modifiers,
      intended_use, collected_at, prepared_at, expires_at)
    select ${roundId}, ${counter}, b.n, ${orgId}, b."labelScheme", b.issuer, b."stationId", b."donationNo", b."productCode", b.component, b.abo, b.rhd, b.amount,
      array(select jsonb_array_elements_text(b.modifiers)), b."intendedUse", b."collectedAt", b."preparedAt", b."expiresAt"
    from rows from (jsonb_to_recordset(${q.json(bags as never)}) as ("labelScheme" text, issuer text, "stationId" text, "donationNo" text, "productCode" text, component text,
      abo text, rhd text, amount int, modifiers jsonb, "intendedUse" text, "collectedAt" timestamptz, "preparedAt" timestamptz, "expiresAt" timestamptz))
      with ordinality as b("labelScheme", issuer, "stationId", "donationNo", "productCode", component, abo, rhd, amount, modifiers, "intendedUse", "collectedAt", "preparedAt",
        "expiresAt", n)`;
}

/** 重盘: both count anew. What was counted stays with the reason, and the next one begins with whoever is first. */
export const countAnew = defineCommand({
  name: 'go-lives.recount',
  permission: 'go-lives.count',
  input: recountInput,
  async run(scope, { id, version, reason }) {
    const goLive = await lockOpen(scope, { id, version });
    const open = (await loadRounds(scope, id)).find(isOpenRound);
    if (!open) throw refusal({ code: 'go_live.nothing_counted' });
    await scope.q`update go_live_rounds set state = 'superseded', reason = ${reason} where id = ${open.id}`;
    const step = { action: 'go-lives.recount', reason, after: { roundId: open.id, round: open.round } };
    return done({ id, version: version + 1 }, await touch(scope, goLive, step));
  },
});
