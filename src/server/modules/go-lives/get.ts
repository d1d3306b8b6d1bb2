import { z } from 'zod';
import type { AboGroup, Rhd } from '@/domain/blood/groups';
import { type Condition, conditionsOf } from '@/domain/go-lives/conditions';
import type { BagDifference, OpeningOutcome, OpeningRow } from '@/domain/go-lives/opening';
import { countDays, type TrialDay } from '@/domain/go-lives/trial';
import { notFound } from '../../kernel/errors';
import { nameOrganisations } from '../../kernel/list';
import { defineRead } from '../../kernel/read';
import type { Scope } from '../../kernel/scope';
import { type GoLive, isOpenRound, layOutRound, loadCodes, loadGoLive, loadRounds, type Round } from './load';
import { countGaps, daysShown, loadDeclaredDays, loadStartFacts, loadTrialDays } from './trial-days';

/**
 * One going live: its counts, codes, days and conditions. Before both counts are in, the first tells nothing but whose it is: the second is blind. An office sees where the house stands, its codes' gaps and on which days it declared; no comparison
 * (it does not read all that one is made of), no conditions, no bag, no name of a bag's counter, no words.
 */
export const getGoLive = defineRead({
  name: 'go-lives.get',
  permission: 'go-lives.read',
  input: z.strictObject({ id: z.uuid() }),
  async run(scope, { id }) {
    const { actor } = scope;
    const goLive = await loadGoLive(scope, id);
    const isOwn = goLive.orgId === scope.orgId;
    const personId = actor.kind === 'user' ? actor.personId : null;
    const rounds = isOwn ? await loadRounds(scope, id) : [];
    const open = rounds.find(isOpenRound);
    const rows = open?.state === 'counted' ? await layOutRound(scope, goLive, open) : null;
    const trial = isOwn ? await readTrial(scope, goLive, rounds) : await readDeclared(scope, goLive);
    const codes = await loadCodes(scope, goLive.orgId);
    return {
      ...goLive,
      reason: isOwn ? goLive.reason : '',
      isOwn,
      rounds: rounds.map(({ firstPerson, secondPerson, ...round }) => ({
        ...round,
        isMine: personId !== null && (personId === firstPerson || personId === secondPerson),
      })),
      rows,
      signatures: isOwn ? await loadSignatures(scope, [id, ...rounds.map((round) => round.id)]) : [],
      codes,
      /** All of them: `codes` may be cut off. */
      gaps: await countGaps(scope, goLive.orgId),
      ...trial,
      organisations: await nameOrganisations(scope, [goLive.orgId, ...(rows ?? []).flatMap(stationsOf)]),
    };
  },
});

const stationsOf = ({ bag, other }: OpeningRow) => [bag.stationId, ...(other ? [other.stationId] : [])];

interface TrialView {
  /** Both counts side by side; none for an office. */
  readonly days: readonly TrialDay[];
  /** `agreed` is null where it is not known. */
  readonly counted: { readonly counted: number; readonly agreed: number | null };
  /** For an office: the days on which the house declared. */
  readonly declaredDays: readonly { readonly day: string; readonly declaredAt: Date }[];
  readonly today: string;
  readonly conditions: readonly Condition[];
}

async function readTrial(scope: Scope, goLive: GoLive, rounds: readonly Round[]): Promise<TrialView> {
  const days = await loadTrialDays(scope, goLive);
  const facts = await loadStartFacts(scope, goLive, rounds, days);
  return {
    days: days.slice(0, daysShown),
    counted: countDays(days),
    declaredDays: [],
    today: facts.today,
    conditions: conditionsOf(facts),
  };
}

async function readDeclared(scope: Scope, goLive: GoLive): Promise<TrialView> {
  const declaredDays = await loadDeclaredDays(scope, goLive);
  const [city] = await scope.q<{ today: string }[]>`select city_today()::text as today`;
  return {
    days: [],
    counted: { counted: declaredDays.length, agreed: null },
    declaredDays: declaredDays.slice(0, daysShown),
    today: city?.today ?? '',
    conditions: [],
  };
}

async function loadSignatures({ q, orgId }: Scope, ids: readonly string[]) {
  return [
    ...(await q<{ recordId: string; meaning: string; signerName: string; signedAt: Date }[]>`
      select record_id as "recordId", meaning, signer_name as "signerName", signed_at as "signedAt" from signatures
      where org_id = ${orgId} and module = 'go-lives' and record_id = any(${ids as string[]}) order by signed_at, meaning`),
  ];
}

export interface OpeningLineView {
  readonly outcome: OpeningOutcome;
  readonly differences: readonly BagDifference[];
  readonly stationId: string;
  readonly donationNo: string;
  readonly productCode: string;
  readonly component: string;
  readonly abo: AboGroup;
  readonly rhd: Rhd;
  readonly amount: number;
  readonly expiresAt: Date;
}

/**
 * The bags of one count, for its paper and for who looks back: of a posted one as it was posted, also when it was taken back; of any other as the counts lie
 * side by side now. Where only one of the two has counted there are none, also when it was counted anew then. @throws not_found, also for an office
 */
export const getRound = defineRead({
  name: 'go-lives.round',
  permission: 'go-lives.opening',
  input: z.strictObject({ id: z.uuid(), roundId: z.uuid() }),
  async run(scope, { id, roundId }) {
    const goLive = await loadGoLive(scope, id);
    const { no, orgId } = goLive;
    if (orgId !== scope.orgId) throw notFound();
    const found = (await loadRounds(scope, id)).find((one) => one.id === roundId);
    if (!found) throw notFound();
    const { firstPerson: _, secondPerson: __, ...round } = found;
    const lines = await loadLines(scope, goLive, found);
    return {
      no,
      orgId,
      round,
      lines,
      organisations: await nameOrganisations(
        scope,
        lines.map(({ stationId }) => stationId),
      ),
      signatures: await loadSignatures(scope, [roundId]),
    };
  },
});

async function loadLines(scope: Scope, goLive: GoLive, round: Round): Promise<OpeningLineView[]> {
  const { id, state, secondPerson } = round;
  if (!secondPerson) return [];
  if (state !== 'posted' && state !== 'void')
    return (await layOutRound(scope, goLive, round)).map(({ outcome, differences, bag }) => {
      const { stationId, donationNo, productCode, component, abo, rhd, amount, expiresAt } = bag;
      return { outcome, differences, stationId, donationNo, productCode, component, abo, rhd, amount, expiresAt };
    });
  return [
    ...(await scope.q<OpeningLineView[]>`
      select outcome, differences, station_id as "stationId", donation_no as "donationNo", product_code as "productCode", component, abo, rhd, amount, expires_at as "expiresAt"
      from go_live_lines where round_id = ${id} and org_id = ${scope.orgId} order by line_no`),
  ];
}
