import { checkVoid } from '@/domain/downtime-forms/rules';
import { voidFormInput } from '@/domain/downtime-forms/schema';
import { decideBy } from '@/domain/result';
import { defineCommand, done, unwrap } from '../../kernel/command';
import { dropDraft } from '../../kernel/drafts';
import { AppError } from '../../kernel/errors';
import { loadForm } from './load';

/** A sheet that was spoilt, lost or not needed: it stays in the list with its number and the reason. */
export const voidForm = defineCommand({
  name: 'downtime-forms.void',
  permission: 'downtime-forms.void',
  input: voidFormInput,
  async run(scope, { id, version, reason }) {
    const form = await loadForm(scope, id, 'for update');
    const { no, state } = form;
    unwrap(decideBy(checkVoid({ no, state, by: form.enteredBy }), () => null));
    if (form.version !== version) throw new AppError('conflict', [{ code: 'changed_meanwhile', facts: { no } }], form);
    await scope.q`
      update downtime_forms set state = 'void', void_reason = ${reason}, version = version + 1 where id = ${id} and org_id = ${scope.orgId}`;
    await dropDraft(scope, 'downtime-forms', id);
    return done(
      { id, version: version + 1 },
      {
        module: 'downtime-forms',
        recordId: id,
        action: 'downtime-forms.void',
        version: version + 1,
        state: 'void',
        orgId: scope.orgId,
        reason,
        before: { state },
        after: { state: 'void', voidReason: reason },
      },
    );
  },
});
