import type { Change } from '@/domain/change';
import { printFormsInput } from '@/domain/downtime-forms/schema';
import { defineCommand, done } from '../../kernel/command';
import { drawNumber } from '../../kernel/numbers';
import type { Scope } from '../../kernel/scope';
import { actorName } from '../stock/post';

export interface PrintedForm {
  readonly id: string;
  readonly no: string;
}

/** Reserves numbers for sheets that are about to be printed, before anybody needs them. Each sheet is a record from here on: none disappears. */
export const printForms = defineCommand({
  name: 'downtime-forms.print',
  permission: 'downtime-forms.print',
  input: printFormsInput,
  async run(scope, { count }) {
    const first = await reserve(scope, 0);
    const forms = [first.form];
    const rest: Change[] = [];
    for (let n = 1; n < count; n++) {
      const { form, change } = await reserve(scope, n);
      forms.push(form);
      rest.push(change);
    }
    return done({ forms }, first.change, ...rest);
  },
});

/** Each a millisecond after the one before, so that the list keeps the order of the numbers. */
async function reserve(scope: Scope, n: number): Promise<{ form: PrintedForm; change: Change }> {
  const id = crypto.randomUUID();
  const no = await drawNumber(scope, 'downtime-forms');
  const printedBy = actorName(scope);
  await scope.q`insert into downtime_forms (id, no, org_id, printed_by, printed_at)
    values (${id}, ${no}, ${scope.orgId}, ${printedBy}, ${new Date(scope.now.getTime() + n)})`;
  return {
    form: { id, no },
    change: {
      module: 'downtime-forms',
      recordId: id,
      action: 'downtime-forms.print',
      version: 1,
      state: 'printed',
      orgId: scope.orgId,
      before: null,
      after: { no, printedBy },
    },
  };
}
