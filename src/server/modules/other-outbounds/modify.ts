import { checkDestruction, checkReason } from '@/domain/other-outbounds/rules';
import { type ModifiableField, modifiableFields, modifyOutboundInput } from '@/domain/other-outbounds/schema';
import { decideBy } from '@/domain/result';
import { defineCommand, done, unwrap } from '../../kernel/command';
import { AppError, refusal } from '../../kernel/errors';
import { loadOutbound } from './load';

/**
 * A corrective record with its reason: why the bags left, in code and words, and when and how they were destroyed. What stood before stays
 * in the history. Kind and bags are not mended: that is a void and a new entry.
 */
export const modifyOutbound = defineCommand({
  name: 'other-outbounds.modify',
  permission: 'other-outbounds.modify',
  input: modifyOutboundInput,
  async run(scope, { id, version, reason, fields }) {
    const outbound = await loadOutbound(scope, id, 'for update');
    const facts = { no: outbound.no };
    if (outbound.state === 'void') throw refusal({ code: 'outbound.already_void', facts });
    if (outbound.version !== version) throw new AppError('conflict', [{ code: 'changed_meanwhile', facts }], outbound);
    const { reasonCode, words, destroyedAt, destroyMethod } = outbound;
    const standing = { reasonCode, words, destroyedAt, destroyMethod };
    const next = {
      ...standing,
      ...Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)),
    };
    const changed = modifiableFields.filter((field) => textOf(next[field]) !== textOf(standing[field]));
    if (changed.length === 0) throw refusal({ code: 'outbound.nothing_changed', path: 'fields' });
    unwrap(
      decideBy([...checkReason(outbound.kind, next), ...checkDestruction(outbound.kind, next, scope.now)], () => next),
    );
    await scope.q`
      update other_outbounds set reason_code = ${next.reasonCode}, words = ${next.words}, destroyed_at = ${next.destroyedAt}, destroy_method = ${next.destroyMethod},
        version = version + 1 where id = ${id} and org_id = ${scope.orgId}`;
    const only = (values: Record<ModifiableField, unknown>) =>
      Object.fromEntries(changed.map((field) => [field, values[field]]));
    return done(
      { id, version: version + 1 },
      {
        module: 'other-outbounds',
        recordId: id,
        action: 'other-outbounds.modify',
        version: version + 1,
        state: outbound.state,
        orgId: scope.orgId,
        partyOrgId: outbound.partyOrgId,
        reason,
        before: only(standing),
        after: only(next),
      },
    );
  },
});

function textOf(value: string | Date | null): string {
  return value instanceof Date ? value.toISOString() : (value ?? '');
}
