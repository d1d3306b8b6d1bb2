import { specimens, specimenTests } from '@/db/schema';
import type { Change } from '@/domain/change';
import { decideBy } from '@/domain/result';
import { digestOfCovers } from '@/domain/signatures/covers';
import { nextMorning } from '@/domain/single-duty';
import { determinationCovers } from '@/domain/specimens/covers';
import { groupingOf, nextGroup, type ReadGroup, readGroup } from '@/domain/specimens/grouping';
import { checkDetermination } from '@/domain/specimens/rules';
import { determineInput } from '@/domain/specimens/schema';
import { recordSignature, redeemSignature, verifySignature } from '../../auth/signing';
import { defineCommand, done, unwrap } from '../../kernel/command';
import type { Scope } from '../../kernel/scope';
import { saveVersioned } from '../../kernel/store';
import { addRecheckTask } from '../stock/add-recheck';
import { loadDuty } from '../stock/load-duty';
import {
  answerOf,
  changeOf,
  loadPatient,
  loadSpecimen,
  lockSpecimen,
  type SpecimenPatient,
  type SpecimenRow,
} from './load';

/**
 * 定型: a reading of the tube in the hand. The first of a round waits for the second, by another person, or alone at night by the same one who has
 * not seen the first again. Where both say the same the patient's register gets the group: nobody types it there.
 */
export const determineGroup = defineCommand({
  name: 'specimens.determine',
  permission: 'specimens.test',
  input: determineInput,
  async run(scope, input) {
    const { id, version, tubeNo, readings } = input;
    const covers = digestOfCovers(determinationCovers({ id, version, tubeNo, readings }));
    const reader = input.reader
      ? await redeemSignature(scope, input.reader, covers)
      : await verifySignature(scope, { method: 'session' });
    const { patientId } = await loadSpecimen(scope, id);
    // Locked in this order: the patient, the tube.
    const patient = await loadPatient(scope, patientId, 'for update');
    const was = await lockSpecimen(scope, { id, version });
    const { timeZone, isSingleAllowed } = await loadDuty(scope);
    const first = was.grouping === 'first' ? await loadFirst(scope, was) : null;
    const facts = {
      state: was.state,
      tubeNo: was.tubeNo,
      grouping: was.grouping,
      firstPersonId: first?.personId ?? null,
      readerId: reader.personId,
      isSingleDutyAllowed: isSingleAllowed,
    };
    unwrap(decideBy(checkDetermination(facts, tubeNo), () => null));

    const read = readGroup(readings, patient.ageDays);
    const grouping = first ? groupingOf(first, read) : groupingOf(read, null);
    // A round that came to nothing is followed by another.
    const round = was.grouping === 'differing' || was.grouping === 'discrepant' ? was.round + 1 : was.round;
    const kind = first ? 'recheck' : 'first';
    const isSecondEntry = first?.personId === reader.personId;
    const testedBy = `${reader.staffNo} ${reader.name}`;
    await scope.db.insert(specimenTests).values({
      specimenId: id,
      orgId: scope.orgId,
      round,
      kind,
      readings,
      abo: read.abo,
      rhd: read.rhd,
      faults: [...read.faults],
      isSecondEntry,
      personId: reader.personId,
      testedBy,
      testedAt: scope.now,
    });
    const known = grouping === 'agreed' ? await enterGroup(scope, patient, was, read) : null;
    const saved = await saveVersioned(scope, specimens, id, version, {
      round,
      grouping,
      ...(known ? { abo: read.abo, rhd: read.rhd, isContradicting: known.after.isContradicting === true } : {}),
      updatedAt: scope.now,
    });
    await recordSignature(scope, {
      module: 'specimens',
      recordId: id,
      meaning: kind === 'first' ? 'group_read' : 'group_rechecked',
      signer: reader,
      coversDigest: covers,
    });
    if (isSecondEntry)
      await addRecheckTask(scope, { module: 'specimens', recordId: id, facts: { no: was.tubeNo, bags: 0 }, timeZone });
    return done(
      {
        ...answerOf(saved),
        faults: [...read.faults],
        patientGroup: known ? known.after : null,
        recheckDueAt: isSecondEntry ? nextMorning(scope.now, timeZone) : null,
      },
      changeOf(scope, 'determine', saved, {
        before: { grouping: was.grouping },
        // What the first read is nobody's before the second has read.
        after:
          kind === 'first' && grouping === 'first'
            ? { grouping, kind, round, testedBy }
            : { grouping, kind, round, testedBy, isSecondEntry, abo: read.abo, rhd: read.rhd, faults: read.faults },
      }),
      ...(known ? [known.change] : []),
    );
  },
});

async function loadFirst(
  { q, orgId }: Scope,
  { id, round }: SpecimenRow,
): Promise<(ReadGroup & { personId: string }) | null> {
  const [row] = await q<(ReadGroup & { personId: string })[]>`
    select person_id as "personId", abo, rhd, faults from specimen_tests
    where specimen_id = ${id} and org_id = ${orgId} and round = ${round} and kind = 'first'`;
  return row ?? null;
}

const contradiction = 'group_contradiction';
/** [unsourced: default] */
const contradictionHours = 1;

/** What two agreed on goes into the register of patients; a group that contradicts it is a task until further draws agree. */
async function enterGroup(
  scope: Scope,
  patient: SpecimenPatient,
  specimen: SpecimenRow,
  { abo, rhd }: ReadGroup,
): Promise<{ after: Record<string, unknown>; change: Change } | null> {
  const { q, orgId } = scope;
  if (abo === 'unknown' || rhd === 'unknown') return null;
  const [sameDraw] = await q`
    select 1 from specimens where org_id = ${orgId} and patient_id = ${patient.id} and id <> ${specimen.id} and grouping = 'agreed' and state <> 'void'
      and date_trunc('minute', drawn_at) = date_trunc('minute', ${specimen.drawnAt}::timestamptz) limit 1`;
  const next = nextGroup(patient, { abo, rhd }, sameDraw !== undefined);
  const [saved] = await q<{ version: number; state: string }[]>`
    update patients set abo = ${next.abo}, rhd = ${next.rhd}, group_determinations = ${next.groupDeterminations}, updated_at = city_now(), version = version + 1
    where id = ${patient.id} and org_id = ${orgId} returning version, state`;
  if (!saved) throw new Error('a specimen without its patient');
  if (next.isContradicting)
    await q`
      insert into tasks (org_id, kind, module, record_id, facts, due_at)
      values (${orgId}, ${contradiction}, 'specimens', ${specimen.id}, ${q.json({ no: specimen.tubeNo, patientId: patient.id })}, city_now() + make_interval(hours => ${contradictionHours}))`;
  else if (next.groupDeterminations >= 2)
    await q`
      update tasks set done_at = city_now(), done_by = ${specimen.tubeNo}
      where org_id = ${orgId} and module = 'specimens' and kind = ${contradiction} and facts->>'patientId' = ${patient.id} and done_at is null`;
  const { abo: wasAbo, rhd: wasRhd, groupDeterminations: counted } = patient;
  return {
    after: { ...next },
    change: {
      module: 'patients',
      recordId: patient.id,
      action: 'patients.determine-group',
      version: saved.version,
      state: saved.state,
      orgId,
      reason: specimen.tubeNo,
      before: { abo: wasAbo, rhd: wasRhd, groupDeterminations: counted },
      after: { abo: next.abo, rhd: next.rhd, groupDeterminations: next.groupDeterminations },
    },
  };
}
