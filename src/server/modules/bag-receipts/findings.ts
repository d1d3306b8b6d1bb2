import { z } from 'zod';
import { finding, findLost } from '@/domain/bag-receipts/findings';
import { defineCommand, done, execute, unchanged } from '../../kernel/command';
import { AppError } from '../../kernel/errors';
import { defineRead } from '../../kernel/read';
import type { Request, Scope } from '../../kernel/scope';
import {
  keepFindings,
  loadForgottenFindings,
  loadNotesWithFindings,
  markFindingDealt,
  withdrawFindings,
} from '../stock/lost-findings';
import { type AwaitedShipment, loadBags, loadShipment } from './load';
import { loadReceipts } from './open';

/** Every bag of the longest note, its stop, and what was found before on those that somebody else settled. */
const maxFindings = 5000;

/**
 * All that an open list has found and no draft keeps, for another PC writes the draft: on bags that somebody else settled, or may settle. Of what
 * the list had sent before and finds no more on a bag that is still awaited, nobody need be told. What stands in the draft alone, on bags that
 * are not awaited any more, is kept with it.
 */
export const keepLostFindings = defineCommand({
  name: 'bag-receipts.keep-findings',
  permission: 'bag-receipts.draft',
  input: z.strictObject({
    shipmentId: z.uuid(),
    listId: z.uuid(),
    /** Rises with each sending of the list. 0: takes nothing back. */
    revision: z.int().min(0).default(0),
    findings: z.array(finding).max(maxFindings),
  }),
  async run(scope, { shipmentId, listId, revision, findings }) {
    const shipment = await loadShipment(scope, shipmentId, 'for update');
    const receipts = await loadReceipts(scope, shipmentId);
    const settled = (await loadBags(scope, shipmentId)).flatMap(({ unitId, state }) =>
      state === 'expected' ? [] : [{ ...receipts.get(unitId), unitId, state }],
    );
    const awaited = findings.filter((one) => !settled.some(({ unitId }) => unitId === one.unitId));
    const forgotten = await loadForgottenFindings(scope, shipmentId);
    const kept = [
      ...(await keepFindings(scope, shipmentId, [
        ...findLost(findings, settled),
        ...forgotten.map(({ found }) => found),
      ])),
      ...(await keepFindings(scope, shipmentId, awaited, { listId, revision })),
    ];
    const withdrawn = await withdrawFindings(scope, shipmentId, { listId, revision }, findings);
    const result = { kept: kept.length, withdrawn: withdrawn.length };
    // The sender's withdrawal of the note names its version: what was said before is no reason to refuse it.
    if (kept.length + withdrawn.length === 0) return unchanged(result);
    return done(result, await changeNote(scope, shipment, 'shipments.keep-findings', { findings: kept, withdrawn }));
  },
});

const draftOfList = z.object({ listId: z.uuid(), findings: z.array(finding).min(1).max(maxFindings) });

/** A draft was refused, for another PC writes it or the note is finished, and whoever sent it may have left: what it had found is kept nevertheless. */
export async function keepFindingsOfRefused(
  request: Request,
  { subjectId, body }: { readonly subjectId: string | null; readonly body: unknown },
): Promise<void> {
  const { data } = draftOfList.safeParse(body);
  if (!data || subjectId === null) return;
  await execute(keepLostFindings, request, { shipmentId: subjectId, revision: 0, ...data });
}

/** The bag was found and dealt with: nobody need be told any more. Who says so stands in the history of the note. */
export const dealWithFinding = defineCommand({
  name: 'bag-receipts.deal-with-finding',
  permission: 'bag-receipts.post',
  input: z.strictObject({ shipmentId: z.uuid(), findingId: z.uuid() }),
  async run(scope, { shipmentId, findingId }) {
    const shipment = await loadShipment(scope, shipmentId, 'for update');
    const dealt = await markFindingDealt(scope, shipmentId, findingId);
    if (!dealt) throw new AppError('conflict', [{ code: 'changed_meanwhile' }]);
    return done({ findingId }, await changeNote(scope, shipment, 'shipments.deal-with-finding', { findings: [dealt] }));
  },
});

async function changeNote(
  { q, orgId }: Scope,
  { id, version, state, senderOrgId }: AwaitedShipment,
  action: string,
  after: { readonly findings: readonly unknown[]; readonly withdrawn?: readonly unknown[] },
) {
  await q`update shipments set version = version + 1, updated_at = city_now() where id = ${id} and party_org_id = ${orgId}`;
  return {
    module: 'shipments' as const,
    recordId: id,
    action,
    version: version + 1,
    state,
    orgId: senderOrgId,
    partyOrgId: orgId,
    before: null,
    after,
  };
}

/** Notes of which findings wait to be dealt with, the oldest first, whether or not bags of them are still awaited. */
export const listLostFindings = defineRead({
  name: 'bag-receipts.lost-findings',
  permission: 'bag-receipts.read',
  input: z.strictObject({}).optional(),
  run: loadNotesWithFindings,
});
