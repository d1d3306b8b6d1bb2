import type { transfusionRequests } from '@/db/schema';
import { workingDayAfter } from '@/domain/calendar';
import type { Change } from '@/domain/change';
import { decideBy } from '@/domain/result';
import { approvalOf } from '@/domain/transfusion-requests/approval';
import { checkRequest, titleOfApplicant } from '@/domain/transfusion-requests/rules';
import type { RequestFields } from '@/domain/transfusion-requests/schema';
import { type Signer, verifySignature } from '../../auth/signing';
import { loadCalendar, readToday } from '../../kernel/calendar';
import { unwrap } from '../../kernel/command';
import { drawNumber } from '../../kernel/numbers';
import type { Scope } from '../../kernel/scope';
import { actorName } from '../stock/post';
import { loadPatient, loadSettings } from './load';
import { linesOf, type RequestRow } from './present';
import { claimPatient, loadEarlier, raiseEarlier, standing } from './window';

type Composed = Omit<typeof transfusionRequests.$inferInsert, 'id' | 'orgId' | 'createdBy' | 'createdAt' | 'version'>;

export interface ComposedRequest {
  readonly values: Composed;
  /** Earlier requests of the patient that need more signatures because of this one. */
  readonly raised: readonly Change[];
}

/**
 * What a request says with the group of the register; and, when it goes to its approvers, its number, its window, its row, and what that does to earlier
 * ones. 抢救用血 is approved at once: the signatures come afterwards, by the next working day.
 */
export async function composeRequest(
  scope: Scope,
  asked: {
    readonly id: string;
    readonly patientId: string;
    readonly fields: RequestFields;
    readonly isSubmitted: boolean;
  },
  was: RequestRow | null,
): Promise<ComposedRequest> {
  const { id, patientId, fields, isSubmitted } = asked;
  const patient = await loadPatient(scope, patientId);
  const settings = await loadSettings(scope);
  const written = {
    ...fields,
    ...linesOf(fields.lines, scope.now, settings.countsAll),
    patientId,
    patientLabel: `${patient.name} ${patient.mrn}`,
    abo: patient.abo,
    rhd: patient.rhd,
    groupDeterminations: patient.groupDeterminations,
    updatedAt: scope.now,
    sortedAt: scope.now,
  };
  if (!isSubmitted)
    return {
      values: { ...written, state: was?.state ?? 'draft', waitsFor: 'ward', round: was?.round ?? 0 },
      raised: [],
    };

  const applicant = await verifySignature(scope, { method: 'session' });
  const today = await readToday(scope);
  unwrap(decideBy(checkRequest(fields, { today, now: scope.now, patient, applicant }), () => null));
  await claimPatient(scope, patientId);
  const { isEmergency } = fields;
  const earlier = await loadEarlier(scope, patientId, scope.now, id);
  const own = { at: scope.now, day: today, ml: written.countedMl, isEmergency };
  const approval = approvalOf(own, earlier, settings.window);
  const raised = await raiseEarlier(scope, approval);
  return {
    values: {
      ...written,
      ...standing(fields, isEmergency ? 'approved' : 'submitted', approval.row, []),
      no: was?.no ?? (await drawNumber(scope, 'transfusion-requests')),
      windowMl: approval.totalMl,
      approvalRow: approval.row,
      round: (was?.round ?? 0) + 1,
      ...appliedBy(scope, applicant),
      applicantTitle: titleOfApplicant(applicant.title, fields.applicantTitle),
      supplementDueAt: isEmergency ? await readDue(scope, today) : null,
      reason: null,
    },
    raised,
  };
}

const appliedBy = (scope: Scope, { personId }: Signer) => ({
  applicantId: personId,
  appliedBy: actorName(scope),
  appliedAt: scope.now,
});

/** 补办: the last minute of the next working day. [unsourced: default] */
async function readDue(scope: Scope, today: string): Promise<Date> {
  const day = workingDayAfter(today, 1, await loadCalendar(scope, today));
  const [row] = await scope.q<{ at: Date }[]>`
    select (${`${day} 23:59`}::timestamp at time zone (select time_zone from city)) as at`;
  if (!row) throw new Error('the city has no clock');
  return row.at;
}
