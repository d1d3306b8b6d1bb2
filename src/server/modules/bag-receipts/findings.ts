import { z } from 'zod';
import { finding, findLost } from '@/domain/bag-receipts/findings';
import { defineCommand, done } from '../../kernel/command';
import { AppError } from '../../kernel/errors';
import { defineRead } from '../../kernel/read';
import type { Scope } from '../../kernel/scope';
import { keepFindings } from '../stock/lost-findings';
import { actorName } from '../stock/post';
import { type AwaitedShipment, loadBags, loadShipment } from './load';
import { loadReceipts } from './open';

/** What a scan list had found and no draft keeps, for another PC writes the draft, or it was too new: on bags that somebody else settled, or may settle. */
export const keepLostFindings = defineCommand({
  name: 'bag-receipts.keep-findings',
  permission: 'bag-receipts.draft',
  input: z.strictObject({ shipmentId: z.uuid(), findings: z.array(finding).min(1).max(2000) }),
  async run(scope, { shipmentId, findings }) {
    const shipment = await loadShipment(scope, shipmentId, 'for update');
    const receipts = await loadReceipts(scope, shipmentId);
    const settled = (await loadBags(scope, shipmentId)).flatMap(({ unitId, state }) =>
      state === 'expected' ? [] : [{ ...receipts.get(unitId), unitId, state }],
    );
    const awaited = findings.filter((one) => !settled.some(({ unitId }) => unitId === one.unitId));
    const kept = await keepFindings(scope, shipmentId, [...findLost(findings, settled), ...awaited]);
    return done(
      { kept: kept.length },
      await changeNote(scope, shipment, 'shipments.keep-findings', { findings: kept }),
    );
  },
});

/** The bag was found and dealt with: nobody need be told any more. Who says so stands in the history of the note. */
export const dealWithFinding = defineCommand({
  name: 'bag-receipts.deal-with-finding',
  permission: 'bag-receipts.post',
  input: z.strictObject({ shipmentId: z.uuid(), findingId: z.uuid() }),
  async run(scope, { shipmentId, findingId }) {
    const shipment = await loadShipment(scope, shipmentId, 'for update');
    const [dealt] = await scope.q<{ facts: unknown }[]>`
      update tasks set done_at = city_now(), done_by = ${actorName(scope)}
      where id = ${findingId} and org_id = ${scope.orgId} and record_id = ${shipmentId} and kind = 'lost-finding' and done_at is null returning facts`;
    if (!dealt) throw new AppError('conflict', [{ code: 'changed_meanwhile' }]);
    return done(
      { findingId },
      await changeNote(scope, shipment, 'shipments.deal-with-finding', { findings: [dealt.facts] }),
    );
  },
});

async function changeNote(
  { q, orgId }: Scope,
  { id, version, state, senderOrgId }: AwaitedShipment,
  action: string,
  after: { readonly findings: readonly unknown[] },
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
  run: async ({ q, orgId }) => [
    ...(await q<{ shipmentId: string; no: string; bags: number }[]>`
      select s.id as "shipmentId", s.no, count(distinct t.facts->>'unitId')::int as bags
      from tasks t join shipments s on s.id = t.record_id::uuid and s.party_org_id = ${orgId}
      where t.org_id = ${orgId} and t.kind = 'lost-finding' and t.done_at is null
      group by s.id, s.no order by min(t.created_at), s.id limit 100`),
  ],
});
