import { tellLookBackInput } from '@/domain/recalls/schema';
import { defineCommand, done } from '../../kernel/command';
import { AppError, notFound } from '../../kernel/errors';
import { actorName } from '../stock/post';

/** 患者追踪: who of the ward was told that the bag was recalled, and what is done for the patient. Of the hospital alone. */
export const tellLookBack = defineCommand({
  name: 'recalls.tell-look-back',
  permission: 'recalls.look-back',
  input: tellLookBackInput,
  async run(scope, { id, version, toldTo, words }) {
    const { q, orgId } = scope;
    const [found] = await q<{ version: number; toldTo: string; words: string }[]>`
      select version, told_to as "toldTo", words from look_backs where id = ${id} and org_id = ${orgId} for update`;
    if (!found) throw notFound();
    if (found.version !== version) throw new AppError('conflict', [{ code: 'changed_meanwhile' }], found);
    await q`
      update look_backs set told_to = ${toldTo}, told_by = ${actorName(scope)}, told_at = city_now(), words = ${words}, version = version + 1 where id = ${id} and org_id = ${orgId}`;
    return done(
      { id, version: version + 1 },
      {
        module: 'recalls',
        recordId: id,
        action: 'recalls.tell-look-back',
        version: version + 1,
        state: 'settled',
        orgId,
        before: { toldTo: found.toldTo },
        after: { toldTo },
      },
    );
  },
});
