import type { immunohematologyRequests, KeptSpecimen } from '@/db/schema';
import { reportHours, type TestCode } from '@/domain/immunohematology-requests/items';
import { checkImmunoRequest } from '@/domain/immunohematology-requests/rules';
import type { ImmunoFields } from '@/domain/immunohematology-requests/schema';
import { decideBy } from '@/domain/result';
import { verifySignature } from '../../auth/signing';
import { readToday } from '../../kernel/calendar';
import { unwrap } from '../../kernel/command';
import { refusal } from '../../kernel/errors';
import { drawNumber } from '../../kernel/numbers';
import type { Scope } from '../../kernel/scope';
import { actorName } from '../stock/post';
import { type ImmunoPatient, loadLaboratories, loadPatient } from './load';
import type { ImmunoRow } from './present';

type Composed = Omit<
  typeof immunohematologyRequests.$inferInsert,
  'id' | 'orgId' | 'createdBy' | 'createdAt' | 'version'
>;

const hourMs = 3_600_000;

/** What a request says, with what the register says of the patient; and, when it goes to the laboratory, its number, its tubes and its clock. */
export async function composeImmuno(
  scope: Scope,
  asked: { readonly patientId: string; readonly fields: ImmunoFields; readonly isSubmitted: boolean },
  was: ImmunoRow | null,
): Promise<Composed> {
  const { patientId, fields, isSubmitted } = asked;
  const patient = await loadPatient(scope, patientId);
  const laboratories = (await loadLaboratories(scope)).map(({ id }) => id);
  // Nobody is asked to read a draft, but it names a house that is there.
  if (!laboratories.includes(fields.partyOrgId))
    throw refusal({ code: 'immunohematology.laboratory_missing', path: 'partyOrgId' });
  const draft = { ...draftOf(scope, patient, fields), state: was?.state ?? ('draft' as const) };
  if (!isSubmitted) return draft;

  const applicant = await verifySignature(scope, { method: 'session' });
  const facts = { now: scope.now, today: await readToday(scope), sex: patient.sex, laboratories };
  unwrap(decideBy(checkImmunoRequest(fields, facts), () => null));
  const no = was?.no ?? (await drawNumber(scope, 'immunohematology-requests'));
  // Each sending is of other tubes: the laboratory did not take those of the last one.
  const drawn = was?.tubesDrawn ?? 0;
  const specimens = draft.specimens.map((one, index) => ({
    ...one,
    tubeNo: `XI-${scope.orgId}-${no}-${drawn + index + 1}`,
  }));
  return {
    ...draft,
    state: 'submitted',
    no,
    specimens,
    tubes: specimens.map(({ tubeNo }) => tubeNo).join(' '),
    tubesDrawn: drawn + specimens.length,
    applicantId: applicant.personId,
    appliedBy: actorName(scope),
    appliedAt: scope.now,
    dueAt: new Date(scope.now.getTime() + reportHours[fields.isUrgent ? 'urgent' : 'routine'] * hourMs),
    receivedAt: null,
    receivedBy: null,
    receiptNote: '',
    refusal: null,
    reason: null,
  };
}

/** A draft as its columns stand, also of a file. */
export function draftOf(scope: Scope, patient: ImmunoPatient, fields: ImmunoFields) {
  const specimens: KeptSpecimen[] = fields.specimens.map(({ kind, collectedAt }) => ({
    kind,
    collectedAt: collectedAt.toISOString(),
    tubeNo: null,
  }));
  return {
    ...fields,
    tests: [...fields.tests] as TestCode[],
    specimens,
    tubes: '',
    patientId: patient.id,
    patientLabel: `${patient.name} ${patient.mrn}`,
    sex: patient.sex,
    birthDate: patient.birthDate,
    abo: patient.abo,
    rhd: patient.rhd,
    groupDeterminations: patient.groupDeterminations,
    antibodies: patient.antibodies,
    updatedAt: scope.now,
    sortedAt: scope.now,
  };
}
