import { type BagLabel, labelKey } from '@/domain/blood/bag-label';
import type { GoLiveState } from '@/domain/go-lives/lifecycle';
import { type CountedBag, type LedgerPlace, layOut, type OpeningRow } from '@/domain/go-lives/opening';
import { type HouseSettings, readSwitches } from '@/domain/house-switches';
import { AppError, notFound, refusal } from '../../kernel/errors';
import type { Scope } from '../../kernel/scope';

export interface GoLive {
  readonly id: string;
  readonly no: string;
  readonly orgId: string;
  readonly state: GoLiveState;
  readonly minTrialDays: number;
  readonly bagCount: number;
  readonly heldCount: number;
  readonly trialFrom: string | null;
  readonly trialStartedAt: Date | null;
  readonly startedAt: Date | null;
  readonly startedBy: string | null;
  readonly secondBy: string | null;
  readonly reason: string;
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly version: number;
}

const columns = ({ q }: Pick<Scope, 'q'>) => q`
  id, no, org_id as "orgId", state, min_trial_days as "minTrialDays", bag_count as "bagCount", held_count as "heldCount", trial_from::text as "trialFrom",
  trial_started_at as "trialStartedAt", started_at as "startedAt", started_by as "startedBy", second_by as "secondBy", reason, created_by as "createdBy",
  created_at as "createdAt", version`;

/** One going live that this scope sees: its own, or, from an office, any of its hospitals'. @throws not_found */
export async function loadGoLive(scope: Scope, id: string): Promise<GoLive> {
  const { q, orgId, actor } = scope;
  const isOffice = actor.kind === 'user' && actor.orgKind === 'blood_office';
  const [found] = await q<GoLive[]>`
    select ${columns(scope)} from go_lives where id = ${id} and (${isOffice} or org_id = ${orgId})`;
  if (!found) throw notFound();
  return found;
}

/** The house's own, locked, where it stands as the person saw it and is still open. @throws not_found, conflict, refused `go_live.closed`. */
export async function lockOpen(scope: Scope, { id, version }: { id: string; version: number }): Promise<GoLive> {
  const [found] = await scope.q<GoLive[]>`
    select ${columns(scope)} from go_lives where id = ${id} and org_id = ${scope.orgId} for update`;
  if (!found) throw notFound();
  if (found.state === 'live' || found.state === 'withdrawn')
    throw refusal({ code: 'go_live.closed', facts: { no: found.no, state: found.state } });
  if (found.version !== version) throw new AppError('conflict', [{ code: 'changed_meanwhile' }], found);
  return found;
}

export interface Round {
  readonly id: string;
  readonly goLiveId: string;
  readonly round: number;
  readonly state: 'counting' | 'counted' | 'posted' | 'superseded' | 'void';
  readonly firstPerson: string;
  readonly firstBy: string;
  readonly firstAt: Date;
  readonly firstEntry: 'scan' | 'import';
  readonly secondPerson: string | null;
  readonly secondBy: string | null;
  readonly secondAt: Date | null;
  readonly postedAt: Date | null;
  readonly voidedAt: Date | null;
  readonly bagCount: number;
  readonly heldCount: number;
  readonly leftCount: number;
  readonly words: string;
  readonly reason: string;
}

/** Every count of one going live, the newest first. */
export async function loadRounds({ q, orgId }: Scope, goLiveId: string): Promise<Round[]> {
  return [
    ...(await q<Round[]>`
      select id, go_live_id as "goLiveId", round, state, first_person as "firstPerson", first_by as "firstBy", first_at as "firstAt", first_entry as "firstEntry",
        second_person as "secondPerson", second_by as "secondBy", second_at as "secondAt", posted_at as "postedAt", voided_at as "voidedAt", bag_count as "bagCount", held_count as "heldCount",
        left_count as "leftCount", words, reason
      from go_live_rounds where go_live_id = ${goLiveId} and org_id = ${orgId} order by round desc`),
  ];
}

export const isOpenRound = ({ state }: Pick<Round, 'state'>) => state === 'counting' || state === 'counted';

/** A bag of the ledger, `u`, as somebody would read it. */
const bagColumns = ({ q }: Pick<Scope, 'q'>) => q`
  u.label_scheme as "labelScheme", u.issuer, u.source_org_id as "stationId", u.donation_no as "donationNo", u.product_code as "productCode", u.component, u.abo, u.rhd,
  u.amount, u.modifiers, u.intended_use as "intendedUse", u.collected_at as "collectedAt", u.prepared_at as "preparedAt", u.expires_at as "expiresAt"`;

/**
 * Both counts side by side with what becomes of each bag by the ledger as it stands now. Only of a round that both have counted. Before the trial the whole
 * shelf is counted, and what the ledger has there beside is named; during it only what was left behind.
 */
export async function layOutRound(
  scope: Scope,
  { state }: Pick<GoLive, 'state'>,
  { id: roundId, firstEntry, firstAt }: Pick<Round, 'id' | 'firstEntry' | 'firstAt'>,
): Promise<OpeningRow<CountedBag>[]> {
  const { q, orgId, now } = scope;
  const bags = await q<(CountedBag & { counter: 1 | 2 })[]>`
    select counter, label_scheme as "labelScheme", issuer, station_id as "stationId", donation_no as "donationNo", product_code as "productCode", component, abo, rhd, amount,
      modifiers, intended_use as "intendedUse", collected_at as "collectedAt", prepared_at as "preparedAt", expires_at as "expiresAt"
    from go_live_bags where round_id = ${roundId} and org_id = ${orgId} order by counter, line_no`;
  const [first, second] = [1, 2].map((counter) => bags.filter((bag) => bag.counter === counter));
  const labels = bags.map(({ labelScheme, issuer, donationNo, productCode }) => ({
    labelScheme,
    issuer,
    donationNo,
    productCode,
  }));
  const places = await q<(BagLabel & { place: LedgerPlace; isWarm: boolean })[]>`
    select distinct label_scheme as "labelScheme", issuer, donation_no as "donationNo", product_code as "productCode", place, is_warm as "isWarm"
    from opening_places(${q.json(labels)})`;
  const known = await q<CountedBag[]>`
    select label_scheme as "labelScheme", issuer, donation_no as "donationNo", abo, rhd from blood_units
    where holder_org_id = ${orgId} and state <> 'withdrawn' and donation_no = any(${[...new Set(bags.map(({ donationNo }) => donationNo))]})`;
  const onShelf =
    state === 'preparing'
      ? await q<CountedBag[]>`
          select ${bagColumns(scope)} from blood_units u where holder_org_id = ${orgId} and state in ('available', 'reserved', 'quarantined')
            -- What came since the count began could not be found.
            and not exists (
              select 1 from stock_movements m where m.unit_id = u.id and m.to_org = ${orgId} and m.at > ${firstAt}
                and (m.from_org is distinct from ${orgId} or m.from_bucket not in ('available', 'reserved', 'quarantined'))
            )`
      : [];
  // By each label that it ever bore: counted under an old one, it is compared all the same.
  const here = await q<(CountedBag & { label: BagLabel })[]>`
    select ${bagColumns(scope)},
      json_build_object('labelScheme', b.label_scheme, 'issuer', b.issuer, 'donationNo', b.donation_no, 'productCode', b.product_code) as label
    from label_bearers(${q.json(labels)}) b join blood_units u on u.id = b.unit_id
    where u.holder_org_id = ${orgId} and u.state in ('available', 'reserved', 'quarantined')`;
  return layOut(first ?? [], second ?? [], {
    now,
    here: new Map(here.map(({ label, ...bag }) => [labelKey(label), bag])),
    firstEntry,
    warm: new Set(places.flatMap((row) => (row.isWarm ? [labelKey(row)] : []))),
    places: new Map(places.map((row) => [labelKey(row), row.place])),
    known,
    onShelf,
  });
}

export interface HouseCode {
  readonly id: string;
  readonly kind: 'product' | 'group';
  readonly houseCode: string;
  readonly state: 'gap' | 'mapped' | 'dropped';
  readonly target: string | null;
  readonly seen: number;
  readonly lastSeenAt: Date | null;
  readonly mappedBy: string | null;
  readonly mappedAt: Date | null;
  readonly version: number;
}

/** Every code of this house that is one of ours. */
export async function loadMapped({ q, orgId }: Pick<Scope, 'q' | 'orgId'>) {
  return q<{ kind: 'product' | 'group'; houseCode: string; target: string }[]>`
    select kind, house_code as "houseCode", target from go_live_codes where org_id = ${orgId} and state = 'mapped'`;
}

/** The codes of one house as they are shown, gaps first; not more than 500. */
export async function loadCodes({ q }: Pick<Scope, 'q'>, orgId: string): Promise<HouseCode[]> {
  return [
    ...(await q<HouseCode[]>`
      select id, kind, house_code as "houseCode", state, target, seen, last_seen_at as "lastSeenAt", mapped_by as "mappedBy", mapped_at as "mappedAt", version
      from go_live_codes where org_id = ${orgId} order by state = 'gap' desc, kind, house_code limit 500`),
  ];
}

/** Days both counts must be there, by the municipal office's setting. */
export async function loadMinTrialDays({ q }: Scope): Promise<number> {
  const [office] = await q<{ settings: HouseSettings }[]>`
    select settings from organisations where kind = 'blood_office' and is_active order by district = '' desc, sort_order, id limit 1`;
  return readSwitches(office?.settings).goLiveTrialDays;
}
