import { resolveCovers } from '@/domain/incidents/covers';
import { checkResolution, heldBags } from '@/domain/incidents/rules';
import { resolveIncidentInput } from '@/domain/incidents/schema';
import { decideBy } from '@/domain/result';
import { digestOfCovers } from '@/domain/signatures/covers';
import { tallyOfBags } from '@/domain/stock/tally';
import { recordSignature, redeemSignature } from '../../auth/signing';
import { defineCommand, done, unwrap } from '../../kernel/command';
import { AppError } from '../../kernel/errors';
import { holdFor } from '../stock/hold-for';
import { recordRelease } from '../stock/record-release';
import { loadIncident, loadIncidentBags } from './load';

/**
 * What was found, and what becomes of the bag, signed by whoever may release one. A bag comes back to the shelf only here, by two people, with group and
 * label read again, and only when no other incident of it is open. Whatever is decided about bags is signed for each of them. Kept, it stays on hold; to be discarded, it is held for that and nobody
 * releases it any more; gone, it is noted. A processing that a bag stood in has lost it: decided about here, it does not come to its end there, and is kept for nobody.
 */
export const resolveIncident = defineCommand({
  name: 'incidents.resolve',
  permission: 'incidents.resolve',
  input: resolveIncidentInput,
  async run(scope, input) {
    const { id, version, finding, decision } = input;
    const covers = digestOfCovers(resolveCovers(input));
    const signer = await redeemSignature(scope, input.signature, covers);
    const second = input.second ? await redeemSignature(scope, input.second, covers) : null;
    const incident = await loadIncident(scope, id, 'for update');
    const bags = await loadIncidentBags(scope, id, 'for update');
    const { no, state } = incident;
    const facts = { now: scope.now, no, state, signer, second, bags };
    unwrap(decideBy(checkResolution(facts, input), () => null));
    if (incident.version !== version)
      throw new AppError('conflict', [{ code: 'changed_meanwhile', facts: { no } }], incident);

    const resolvedBy = `${signer.staffNo} ${signer.name}`;
    // Resolved first: while it is open the ledger gives no bag of it back.
    await scope.q`
      update incidents set state = 'resolved', finding = ${finding}, decision = ${decision}, resolved_by = ${resolvedBy}, resolved_at = city_now(), version = version + 1
      where id = ${id} and org_id = ${scope.orgId}`;
    const released =
      decision === 'release'
        ? await recordRelease(scope, {
            module: 'incidents',
            recordId: id,
            bags: input.bags,
            reasons: new Map(bags.map((bag) => [bag.unitId, bag.holdReason])),
            words: finding,
          })
        : [];
    const held = heldBags(bags);
    const inProcessing = held.filter((bag) => bag.holdReason === 'processing');
    const ended =
      decision === 'discard'
        ? await holdFor(scope, idsOf(held), 'to_discard', no)
        : decision === 'keep'
          ? await holdFor(scope, idsOf(inProcessing), 'processing_voided', no)
          : [];
    const about = { module: 'incidents', recordId: id, coversDigest: covers } as const;
    await recordSignature(scope, { ...about, meaning: 'incident_resolved', signer });
    if (decision === 'release' && second)
      await recordSignature(scope, { ...about, meaning: 'hold_released_second', signer: second });
    return done(
      { id, version: version + 1, released: released.length },
      {
        module: 'incidents',
        recordId: id,
        action: 'incidents.resolve',
        version: version + 1,
        state: 'resolved',
        orgId: scope.orgId,
        reason: finding,
        before: { state },
        after: { state: 'resolved', finding, decision, resolvedBy, bags: input.bags, second: second?.name ?? '' },
        ...(released.length > 0 ? { tally: tallyOfBags('release_hold', released) } : {}),
      },
      ...ended,
    );
  },
});

const idsOf = (bags: readonly { readonly unitId: string }[]): string[] => bags.map(({ unitId }) => unitId);
