import { checkRegister, type DonationFacts, readDonations } from '@/domain/recalls/rules';
import { registerRecallInput } from '@/domain/recalls/schema';
import { decideBy } from '@/domain/result';
import { readLabel } from '@/domain/units/read-label';
import { defineCommand, done, unwrap } from '../../kernel/command';
import { drawNumber } from '../../kernel/numbers';
import type { Scope } from '../../kernel/scope';
import { type Donation, openDonationHolds } from '../stock/donation-holds';
import { loadBearers } from '../stock/label-bearers';
import { actorName } from '../stock/post';
import { followRecalls } from './follow';

/** Donation number of a text of a label, or null. */
export function readDonationNo(text: string): string | null {
  const label = readLabel(text);
  return label.kind === 'donation' ? label.donationNo : null;
}

/**
 * 发出召回: from its commit on nothing of these donations is issued, kept or sent anywhere. The houses follow at once, one transaction each, and their
 * screens sound.
 */
export const registerRecall = defineCommand({
  name: 'recalls.register',
  permission: 'recalls.register',
  input: registerRecallInput,
  async run(scope, { donations: texts, recallClass, reason, instruction }) {
    const read = readDonations(texts, readDonationNo);
    const donationNos = read.flatMap(({ donationNo }) => donationNo ?? []);
    const known = await loadDonations(scope, donationNos);
    unwrap(decideBy(checkRegister(read, await loadFacts(scope, donationNos, known)), () => null));
    const id = crypto.randomUUID();
    const no = await drawNumber(scope, 'recalls');
    const [first = '', ...others] = donationNos;
    const record = {
      no,
      recallClass,
      reason,
      instruction,
      donationCount: donationNos.length,
      donationNos: [first, ...others].join(' '),
      registeredBy: actorName(scope),
    };
    await scope.q`
      insert into recalls (id, no, org_id, recall_class, reason, instruction, donation_count, donation_nos, registered_by)
      values (${id}, ${no}, ${scope.orgId}, ${recallClass}, ${reason}, ${instruction}, ${record.donationCount}, ${record.donationNos}, ${record.registeredBy})`;
    await openDonationHolds(scope, { module: 'recalls', recordId: id }, 'recall', known);
    return done(
      { id, no },
      {
        module: 'recalls',
        recordId: id,
        action: 'recalls.register',
        version: 1,
        state: 'active',
        orgId: scope.orgId,
        before: null,
        after: record,
      },
    );
  },
  afterCommit: (runtime, { id }) => followRecalls(runtime, id),
});

/**
 * The donations behind these numbers: as labels of bags that this station released bear or bore them, and of a number that no bag bears yet as its facility, where
 * the station has released under it.
 */
async function loadDonations(scope: Scope, donationNos: readonly string[]): Promise<Donation[]> {
  const { q, orgId } = scope;
  const bearers = await loadBearers(
    scope,
    donationNos.map((donationNo) => ({ donationNo })),
  );
  const ids = bearers.map(({ unitId }) => unitId);
  const ours = await q<
    { id: string }[]
  >`select id from blood_units where id = any(${ids}) and source_org_id = ${orgId}`;
  const isOurs = new Set(ours.map(({ id }) => id));
  const found = new Map<string, Donation>();
  for (const { unitId, labelScheme, issuer, donationNo } of bearers)
    if (isOurs.has(unitId)) found.set(`${labelScheme}|${issuer}|${donationNo}`, { labelScheme, issuer, donationNo });
  // Whose bag was entered under another station by mistake is found by its facility.
  const borne = new Set(bearers.filter(({ unitId }) => isOurs.has(unitId)).map(({ donationNo }) => donationNo));
  const rest = donationNos.filter((donationNo) => !borne.has(donationNo) && donationNo.length === facilityNumber);
  const facilities = await q<{ issuer: string }[]>`
    select f.issuer from unnest(${rest.map((donationNo) => donationNo.slice(0, 5))}::text[]) f(issuer)
    where (select true from blood_units u where u.label_scheme = 'isbt128' and u.issuer = f.issuer and u.source_org_id = ${orgId} order by u.donation_no limit 1)`;
  const own = new Set(facilities.map(({ issuer }) => issuer));
  for (const donationNo of rest) {
    const issuer = donationNo.slice(0, 5);
    if (own.has(issuer)) found.set(donationNo, { labelScheme: 'isbt128', issuer, donationNo });
  }
  return [...found.values()];
}

/** Characters of a donation number of ISBT 128 (structure 001); its first five are the facility. */
const facilityNumber = 13;

async function loadFacts(
  { q, orgId }: Scope,
  donationNos: readonly string[],
  known: readonly Donation[],
): Promise<ReadonlyMap<string, DonationFacts>> {
  const live = await q<{ donationNo: string; no: string }[]>`
    select h.donation_no as "donationNo", min(r.no) as no from donation_holds h join recalls r on r.id = h.record_id
    where h.org_id = ${orgId} and h.module = 'recalls' and h.released_at is null and h.donation_no = any(${donationNos as string[]}) group by 1`;
  const ours = new Set(known.map(({ donationNo }) => donationNo));
  return new Map(
    donationNos.map((donationNo) => [
      donationNo,
      {
        isOurs: ours.has(donationNo),
        recalledBy: live.find((row) => row.donationNo === donationNo)?.no ?? null,
      },
    ]),
  );
}
