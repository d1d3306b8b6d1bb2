import { specimens, specimenTests } from '@/db/schema';
import type { Change } from '@/domain/change';
import { decideBy } from '@/domain/result';
import { checkScreen } from '@/domain/specimens/rules';
import { screenInput } from '@/domain/specimens/schema';
import { verifySignature } from '../../auth/signing';
import { defineCommand, done, unwrap } from '../../kernel/command';
import type { Scope } from '../../kernel/scope';
import { saveVersioned } from '../../kernel/store';
import { answerOf, changeOf, loadPatient, loadSpecimen, lockSpecimen, type SpecimenPatient } from './load';

/** 抗体筛查: on the tube in the hand. What was identified goes into the patient's register and stays there. */
export const screenSpecimen = defineCommand({
  name: 'specimens.screen',
  permission: 'specimens.test',
  input: screenInput,
  async run(scope, input) {
    const { id, version, result, antibodies } = input;
    const tester = await verifySignature(scope, { method: 'session' });
    const { patientId } = await loadSpecimen(scope, id);
    const patient = await loadPatient(scope, patientId, 'for update');
    const was = await lockSpecimen(scope, { id, version });
    unwrap(decideBy(checkScreen(was, input), () => null));
    await scope.db.insert(specimenTests).values({
      specimenId: id,
      orgId: scope.orgId,
      round: was.round,
      kind: 'screen',
      readings: { result, antibodies },
      abo: 'unknown',
      rhd: 'unknown',
      personId: tester.personId,
      testedBy: `${tester.staffNo} ${tester.name}`,
      testedAt: scope.now,
    });
    const saved = await saveVersioned(scope, specimens, id, version, { screen: result, updatedAt: scope.now });
    const found = antibodies.filter((antibody) => !patient.antibodies.includes(antibody));
    const known = found.length > 0 ? [await enterAntibodies(scope, patient, found, was.tubeNo)] : [];
    return done(
      { ...answerOf(saved), screen: result },
      changeOf(scope, 'screen', saved, {
        before: { screen: was.screen },
        after: { screen: result, antibodies, testedBy: `${tester.staffNo} ${tester.name}` },
      }),
      ...known,
    );
  },
});

async function enterAntibodies(
  { q, orgId }: Scope,
  patient: SpecimenPatient,
  found: readonly string[],
  tubeNo: string,
): Promise<Change> {
  const antibodies = [...patient.antibodies, ...found];
  const [saved] = await q<{ version: number; state: string }[]>`
    update patients set antibodies = ${antibodies}, updated_at = city_now(), version = version + 1
    where id = ${patient.id} and org_id = ${orgId} returning version, state`;
  if (!saved) throw new Error('a specimen without its patient');
  return {
    module: 'patients',
    recordId: patient.id,
    action: 'patients.find-antibodies',
    version: saved.version,
    state: saved.state,
    orgId,
    reason: tubeNo,
    before: { antibodies: patient.antibodies },
    after: { antibodies },
  };
}
