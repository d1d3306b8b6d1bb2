import { specimens } from '@/db/schema';
import { isStep } from '@/domain/lifecycle';
import { specimenLifecycle } from '@/domain/specimens/lifecycle';
import { reasonedSpecimenInput } from '@/domain/specimens/schema';
import { type Command, defineCommand, done } from '../../kernel/command';
import { refusal } from '../../kernel/errors';
import { saveVersioned } from '../../kernel/store';
import { releaseReservations } from '../stock/release-reservations';
import { answerOf, changeOf, lockSpecimen } from './load';

const ends = {
  refuse: { state: 'refused', permission: 'specimens.receive' },
  void: { state: 'void', permission: 'specimens.void' },
} as const;

/**
 * A tube is no good after all, or was entered wrongly. What was read on it stays in its history and in the patient's register; the bags that were
 * crossmatched against it go back to the shelf.
 */
function endSpecimen(
  verb: keyof typeof ends,
): Command<typeof reasonedSpecimenInput, ReturnType<typeof answerOf> & { released: number }> {
  const { state, permission } = ends[verb];
  return defineCommand({
    name: `specimens.${verb}`,
    permission,
    input: reasonedSpecimenInput,
    async run(scope, { id, version, reason }) {
      const was = await lockSpecimen(scope, { id, version });
      if (!isStep(specimenLifecycle, verb, was.state, state))
        throw refusal({ code: 'specimen.not_received', facts: { state: was.state } });
      const saved = await saveVersioned(scope, specimens, id, version, { state, reason, updatedAt: scope.now });
      const released = await releaseReservations(scope, { specimenId: id }, reason);
      const change = changeOf(scope, verb, saved, { before: { state: was.state }, after: { state, reason }, reason });
      return done({ ...answerOf(saved), released: released.length }, change, ...released);
    },
  });
}

export const refuseSpecimen = endSpecimen('refuse');
export const voidSpecimen = endSpecimen('void');
