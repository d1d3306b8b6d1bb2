import type { certificateReviews } from '@/db/schema';
import { workingDayAfter } from '@/domain/calendar';
import { entitlementOf, findAutomaticRule } from '@/domain/certificate-reviews/entitlement';
import { currentProfile, type IdentityType, profileAt } from '@/domain/certificate-reviews/profiles';
import { checkReview, readIdentity } from '@/domain/certificate-reviews/rules';
import type { ReviewFields } from '@/domain/certificate-reviews/schema';
import { readIdentityNumber } from '@/domain/identity-number';
import { decideBy } from '@/domain/result';
import { loadCalendar, readToday } from '../../kernel/calendar';
import { unwrap } from '../../kernel/command';
import { refusal } from '../../kernel/errors';
import { drawNumber } from '../../kernel/numbers';
import type { Scope } from '../../kernel/scope';
import { searchWords } from '../../kernel/search-words';
import { blindIndex, sealSecret } from '../../kernel/secret-box';
import { actorName } from '../stock/post';
import { donorOwner, openDonorNo, openPatientNo, patientOwner, type ReviewRow } from './present';

type Composed = Omit<
  typeof certificateReviews.$inferInsert,
  'id' | 'orgId' | 'partyOrgId' | 'createdBy' | 'createdAt' | 'version'
>;

/** One person, whichever hospital writes him down; another index than that of donors, so that no two tables can be laid beside each other. */
const personIndex = (type: IdentityType, number: string) => blindIndex(documentOf(type, number), 'certificate-reviews');
export const donorIndex = (type: IdentityType, number: string) => blindIndex(documentOf(type, number), 'donations');

/** An identity number names the same person on whichever paper it was read: 户口簿 bears it too. */
function documentOf(type: IdentityType, number: string): string {
  const read = readIdentityNumber(number);
  return read.ok ? `01|${read.value.number}` : `${type}|${number}`;
}

/** What the case says, sealed; and, when it goes to the office, its number, its clock, what the register knows, and whether a rule answers at once. */
export async function composeReview(
  scope: Scope,
  id: string,
  fields: ReviewFields,
  isSubmitted: boolean,
  was: ReviewRow | null,
): Promise<Composed> {
  const today = await readToday(scope);
  const own = { orgId: scope.orgId, id };
  const review = fitToCase(fields);
  if (isSubmitted) unwrap(decideBy(checkReview(review, today), () => null));
  const usedOn = review.usedOn ?? today;
  const profile = profileAt(usedOn) ?? currentProfile;
  const patient = identityOf(review.identityType, review.identityNo);
  const donor = identityOf(review.donorIdentityType, review.donorIdentityNo);
  const { identityNo: _, donorIdentityNo: __, ...kept } = review;
  const draft = {
    ...kept,
    profile: profile.code,
    search: searchWords(review.patientName),
    identityCipher: patient.text === '' ? null : sealSecret(patient.text, patientOwner(own)),
    identityIndex: patient.isRead ? personIndex(review.identityType, patient.text) : null,
    donorCipher: donor.text === '' ? null : sealSecret(donor.text, donorOwner(own)),
    donorIndex: donor.isRead ? donorIndex(review.donorIdentityType, donor.text) : null,
    updatedAt: scope.now,
  };
  if (!isSubmitted) return { ...draft, state: 'draft', sortedAt: scope.now };

  await claimPatient(scope, personIndex(review.identityType, patient.text), id);
  const donations = await readDonations(scope, review, patient.text, donor.text);
  const facts = {
    ...review,
    identityNo: patient.text,
    usedOn,
    donations: donations ?? [],
    donationsFound: donations?.length ?? null,
    isCertificateKnown: review.certificateNo === '' || (donations ?? []).some(({ isNamed }) => isNamed),
  };
  const rule = findAutomaticRule(profile, facts);
  // What was granted once rests on the same donations: how much is left, a person judges.
  const automaticRule =
    rule && !(await wasApproved(scope, personIndex(review.identityType, patient.text), id)) ? rule : null;
  const { volumeMl, article } = entitlementOf(profile, facts);
  const submitted = {
    ...draft,
    no: was?.no ?? (await drawNumber(scope, 'certificate-reviews')),
    donations,
    // The first time it went to the office, whatever was mended since.
    submittedAt: was?.submittedAt ?? scope.now,
    submittedBy: actorName(scope),
  };
  if (automaticRule)
    return {
      ...submitted,
      state: 'auto_approved',
      automaticRule,
      article,
      entitledMl: volumeMl ?? 0,
      refusal: null,
      missing: [],
      remark: '',
      decidedAt: scope.now,
      decidedBy: null,
      dueAt: null,
      sortedAt: scope.now,
    };
  // Who mends a case that waits does not set the office's clock back.
  const isWaiting = was !== null && (was.state === 'submitted' || was.state === 'resubmitted');
  const dueAt = (isWaiting ? was.dueAt : null) ?? (await readDue(scope, today, profile.answerWithinWorkingDays));
  const isAgain = was !== null && (was.state === 'rejected' || was.state === 'resubmitted');
  return { ...submitted, state: isAgain ? 'resubmitted' : 'submitted', dueAt, sortedAt: dueAt };
}

/** A situation without a donor has none, and in the donor's own case he is the patient. */
function fitToCase(fields: ReviewFields): ReviewFields {
  if (fields.caseType === '2') return fields;
  const isOwn = fields.caseType === '1';
  return {
    ...fields,
    relation: isOwn ? (fields.relation ?? 'self') : null,
    donorName: '',
    donorIdentityNo: '',
    certificateNo: isOwn ? fields.certificateNo : '',
  };
}

/** Of a draft a number may be half typed: it is kept as it is, and found by nobody. */
function identityOf(type: IdentityType, text: string): { text: string; isRead: boolean } {
  const read = readIdentity(type, text);
  return read.ok ? { text: read.number, isRead: true } : { text: text.trim(), isRead: false };
}

/** From here to the commit nobody else in the city can bring a case of this person. */
async function claimPatient({ q, orgId }: Scope, index: Buffer, id: string): Promise<void> {
  const [found] = await q<{ orgId: string | null; hospital: string | null }[]>`
    select p.org as "orgId", o.name as hospital from pending_review(${index}, ${id}) as p(org) left join organisations o on o.id = p.org`;
  if (found?.orgId)
    throw refusal({
      code: found.orgId === orgId ? 'review.pending_here' : 'review.pending_elsewhere',
      path: 'identityNo',
      facts: { hospital: found.hospital ?? '' },
    });
}

async function wasApproved({ q }: Scope, index: Buffer, id: string): Promise<boolean> {
  const [row] = await q<{ isKnown: boolean }[]>`select approved_before(${index}, ${id}) as "isKnown"`;
  return row?.isKnown ?? true;
}

async function readDonations(
  { q }: Scope,
  {
    caseType,
    identityType,
    donorIdentityType,
    certificateNo,
  }: Pick<ReviewFields, 'caseType' | 'identityType' | 'donorIdentityType' | 'certificateNo'>,
  patientNo: string,
  donorNo: string,
): Promise<Composed['donations']> {
  if (caseType !== '1' && caseType !== '2') return null;
  const index = caseType === '1' ? donorIndex(identityType, patientNo) : donorIndex(donorIdentityType, donorNo);
  const rows = await q<{ donatedOn: string; volumeMl: number; certificateNo: string }[]>`
    select donated_on as "donatedOn", volume_ml as "volumeMl", certificate_no as "certificateNo" from donations_of(${index})`;
  // Numbers of other certificates are the donor's, and nobody's here.
  return rows.map(({ donatedOn, volumeMl, certificateNo: no }) => ({
    donatedOn,
    volumeMl,
    isNamed: certificateNo !== '' && no === certificateNo,
  }));
}

/** The same of a case as it stands. */
export function readDonationsOf(scope: Scope, row: ReviewRow): Promise<Composed['donations']> {
  const { caseType, certificateNo } = row;
  const identityType = row.identityType as IdentityType;
  const donorIdentityType = row.donorIdentityType as IdentityType;
  return readDonations(
    scope,
    { caseType, certificateNo, identityType, donorIdentityType },
    openPatientNo(row),
    openDonorNo(row),
  );
}

/** The last minute of the working day on which the answer is due. */
async function readDue(scope: Scope, today: string, workingDays: number): Promise<Date> {
  const day = workingDayAfter(today, workingDays, await loadCalendar(scope, today));
  const [row] = await scope.q<{ at: Date }[]>`
    select (${`${day} 23:59`}::timestamp at time zone (select time_zone from city)) as at`;
  if (!row) throw new Error('the city has no clock');
  return row.at;
}
