import type { Change } from '@/domain/change';
import { checkFate } from '@/domain/recalls/rules';
import { setFateInput } from '@/domain/recalls/schema';
import { decideBy } from '@/domain/result';
import { defineCommand, done, unwrap } from '../../kernel/command';
import { notFound } from '../../kernel/errors';
import type { Scope } from '../../kernel/scope';
import { actorName, post } from '../stock/post';
import { followRecalls } from './follow';
import { loadOwnPart, loadRecall, loadRecalledBags, settlePart } from './load';

/**
 * 去向: what somebody says of recalled bags in hand: found and put apart; transfused, of which a look-back of its patient begins; thrown away on the
 * ward; at a station, discarded. Returns, discards and losses of a hospital are read from its outbounds.
 */
export const setFate = defineCommand({
  name: 'recalls.set-fate',
  permission: 'recalls.set-fate',
  input: setFateInput,
  async run(scope, input) {
    const { q, orgId } = scope;
    const { id, unitIds, fate } = input;
    const recall = await loadRecall(scope, id);
    const isStation = recall.orgId === orgId;
    const bags = await loadRecalledBags(scope, id, 'for update');
    const part = await loadOwnPart(scope, id, 'for update');
    if (!part) throw notFound();
    const recallState = part.state === 'released' ? 'released' : recall.state;
    unwrap(decideBy(checkFate(input, { bags, recallState, isStation }), () => null));
    const who = actorName(scope);
    if (fate === 'discarded') await post(scope, { kind: 'discard', unitIds, module: 'recalls', recordId: id });
    else if (fate === 'found')
      await q`
        update recall_bags set found_by = ${who}, found_at = city_now() where recall_id = ${id} and org_id = ${orgId} and unit_id = any(${unitIds}) and found_at is null`;
    else
      await q`
        update recall_bags set fate = ${fate}, fate_by = ${who}, fate_at = city_now() where recall_id = ${id} and org_id = ${orgId} and unit_id = any(${unitIds})`;
    const begun = fate === 'transfused' ? await beginLookBacks(scope, id, unitIds) : [];
    const settled = await settlePart(scope, id, part);
    const [bumped] = settled
      ? [settled]
      : await q<
          { version: number }[]
        >`update recall_parts set version = version + 1 where id = ${part.id} returning version`;
    const version = bumped?.version ?? part.version;
    const state = settled?.state ?? part.state;
    return done(
      { id, version },
      {
        module: 'recalls',
        recordId: id,
        action: 'recalls.set-fate',
        version,
        state,
        orgId,
        partyOrgId: recall.orgId,
        before: { state: part.state },
        after: { no: recall.no, state, fate, unitIds },
        ...(fate === 'discarded' ? { tally: { kind: 'discard', bags: unitIds.length } } : {}),
      },
      ...begun,
    );
  },
  afterCommit: (runtime, { id }) => followRecalls(runtime, id),
});

/** One per bag, of the patient that the live issue names; again said, it is there already. */
async function beginLookBacks(scope: Scope, recallId: string, unitIds: readonly string[]): Promise<Change[]> {
  const { q, orgId } = scope;
  const begun = await q<{ id: string; unitId: string; issueId: string }[]>`
    insert into look_backs (org_id, recall_id, unit_id, issue_id, patient_id, opened_by)
    select ${orgId}, ${recallId}, l.unit_id, i.id, i.patient_id, ${actorName(scope)}
    from clinical_issue_lines l join clinical_issues i on i.id = l.issue_id
    where l.unit_id = any(${unitIds as string[]}) and l.org_id = ${orgId} and l.voided_at is null order by l.unit_id
    on conflict do nothing
    returning id, unit_id as "unitId", issue_id as "issueId"`;
  // Of this house alone, under its own id: no other party hears of it.
  return begun.map(({ id, unitId, issueId }) => ({
    module: 'recalls',
    recordId: id,
    action: 'recalls.look-back',
    version: 1,
    state: 'acknowledged',
    orgId,
    before: null,
    after: { unitId, issueId },
  }));
}
