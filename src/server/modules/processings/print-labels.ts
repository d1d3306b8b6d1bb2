import { printLabelsInput } from '@/domain/processings/label-schema';
import { checkPrint, reprintOf } from '@/domain/processings/labels';
import { decideBy } from '@/domain/result';
import { defineCommand, done, unwrap } from '../../kernel/command';
import { actorName } from '../stock/post';
import { loadLabels } from './labels';
import { lockBags } from './load';

/** Labels leave the printer: who, when and which copy are written down. Where one of this kind is valid, another has a reason and voids it, for whomever it was. */
export const printLabels = defineCommand({
  name: 'processings.print-labels',
  permission: 'processings.print',
  input: printLabelsInput,
  async run(scope, { reason, ...asked }) {
    const seen = await loadLabels(scope, asked);
    // Two printers at once count one after the other.
    await lockBags(
      scope,
      seen.map(({ unitId }) => unitId),
    );
    const labels = await loadLabels(scope, asked);
    unwrap(decideBy(checkPrint(labels, reason), () => labels));
    const recordId = crypto.randomUUID();
    const printedBy = actorName(scope);
    const prints = labels.map((label) => ({
      unitId: label.unitId,
      subjectId: label.subjectId,
      copy: label.copies + 1,
      reprint: reprintOf(label),
      reason: label.hasValid ? reason : '',
    }));
    await scope.q`
      update label_prints p set voided_at = city_now()
      from jsonb_to_recordset(${scope.q.json(prints)}) as w("unitId" uuid)
      where p.org_id = ${scope.orgId} and p.unit_id = w."unitId" and p.kind = ${asked.kind} and p.voided_at is null`;
    await scope.q`
      insert into label_prints (org_id, unit_id, kind, subject_id, copy, reason, printed_by)
      select ${scope.orgId}, w."unitId", ${asked.kind}, w."subjectId", w.copy, w.reason, ${printedBy}
      from jsonb_to_recordset(${scope.q.json(prints)}) as w("unitId" uuid, "subjectId" text, copy int, reason text)`;
    return done(
      {
        printedAt: scope.now,
        printedBy,
        copies: prints.map(({ unitId, copy, reprint }) => ({ unitId, copy, reprint })),
      },
      {
        module: 'processings',
        recordId: asked.processingId ?? recordId,
        action: 'processings.print-labels',
        version: 1,
        state: 'printed',
        orgId: scope.orgId,
        ...(reason ? { reason } : {}),
        before: null,
        after: {
          kindOfLabel: asked.kind,
          unitIds: labels.map(({ unitId }) => unitId),
          copy: Math.max(...prints.map(({ copy }) => copy)),
        },
      },
    );
  },
});
