import type { Change } from '@/domain/change';
import { outboundCovers } from '@/domain/other-outbounds/covers';
import { isJourney, outboundKinds } from '@/domain/other-outbounds/kinds';
import { checkOutbound } from '@/domain/other-outbounds/rules';
import { type RegisterOutboundInput, registerOutboundInput } from '@/domain/other-outbounds/schema';
import { ownDraft } from '@/domain/own-draft';
import { decideBy } from '@/domain/result';
import { digestOfCovers } from '@/domain/signatures/covers';
import { tallyOfBags } from '@/domain/stock/tally';
import { findPerson } from '../../auth/badges';
import { recordSignature, redeemSignature, verifySignature } from '../../auth/signing';
import { defineCommand, done, unwrap } from '../../kernel/command';
import { dropDraft } from '../../kernel/drafts';
import { drawNumber } from '../../kernel/numbers';
import type { Scope } from '../../kernel/scope';
import { addRecheckTask } from '../stock/add-recheck';
import { endReservationsOfHeld } from '../stock/end-reservations';
import { isHospital, loadDuty } from '../stock/load-duty';
import { actorName, type PostedUnit, post } from '../stock/post';
import { noteSent, releaseTaken } from '../stock/settle-redistribution';
import { type LeavingBag, lockBags } from './load';
import { sendJourney } from './send-journey';

/**
 * 其它血袋出库: bags leave the house for anything but a patient. Where they end here, two people have signed exactly this; a return or a
 * transfer goes on its way with a shipment of its own, and its receiver scans it in like any delivery. With one person on duty the second
 * agrees by telephone, and it is checked again at 08:00.
 */
export const registerOutbound = defineCommand({
  name: 'other-outbounds.register',
  permission: 'other-outbounds.register',
  input: registerOutboundInput,
  async run(scope, input) {
    const { kind, reasonCode, words } = input;
    const covers = digestOfCovers(outboundCovers(input));
    const acting = await verifySignature(scope, { method: 'session' });
    const second = await readSecond(scope, input.second, covers);
    const duty = await loadDuty(scope);
    const { redistributionId } = input;
    const taken = redistributionId
      ? await releaseTaken(scope, { redistributionId, unitIds: input.unitIds, toOrgId: input.toOrgId ?? '' })
      : null;
    const bags = await lockBags(scope, input.unitIds);
    const facts = {
      now: scope.now,
      ownOrgId: scope.orgId,
      destination: await loadDestination(scope, input.toOrgId),
      bags,
      acting,
      second,
      isSingleDutyAllowed: duty.isSingleAllowed && isHospital(scope),
    };
    const { unitIds } = unwrap(decideBy(checkOutbound(input, facts), () => input));

    const id = crypto.randomUUID();
    const ended = kind === 'loss' ? await endReservationsOfHeld(scope, unitIds, words || reasonCode) : [];
    const journey = isJourney(kind) ? await sendJourney(scope, input, bags) : null;
    const posted =
      journey?.posted ??
      (await post(scope, { kind: outboundKinds[kind].movement, unitIds, module: 'other-outbounds', recordId: id }));
    const no = await drawNumber(scope, 'other-outbounds');
    const dutyMode = journey ? null : input.second?.by === 'phone' ? 'single' : 'two_person';
    const record = {
      no,
      kind,
      reasonCode,
      words,
      partyOrgId: journey ? (input.toOrgId ?? null) : null,
      bagCount: unitIds.length,
      registeredBy: actorName(scope),
      approvedBy: second?.name ?? '',
      dutyMode,
      destroyedAt: input.destroyedAt,
      destroyMethod: input.destroyMethod,
    };
    await scope.q`
      insert into other_outbounds (id, no, org_id, kind, reason_code, words, state, party_org_id, shipment_id, bag_count, registered_by, approved_by, duty_mode, destroyed_at, destroy_method)
      values (${id}, ${no}, ${scope.orgId}, ${kind}, ${reasonCode}, ${words}, 'registered', ${record.partyOrgId}, ${journey?.shipmentId ?? null}, ${unitIds.length},
        ${record.registeredBy}, ${record.approvedBy}, ${dutyMode}, ${input.destroyedAt}, ${input.destroyMethod})`;
    await addLines(scope, id, unitIds, bags, posted);
    const about = { module: 'other-outbounds', recordId: id, coversDigest: covers } as const;
    await recordSignature(scope, { ...about, meaning: 'outbound_registered', signer: acting });
    if (second) await recordSignature(scope, { ...about, meaning: 'outbound_second', signer: second });
    if (dutyMode === 'single')
      await addRecheckTask(scope, {
        module: 'other-outbounds',
        recordId: id,
        facts: { no, bags: unitIds.length },
        timeZone: duty.timeZone,
      });
    await dropDraft(scope, 'other-outbounds', redistributionId ?? ownDraft);
    const redistributed =
      redistributionId && taken && journey
        ? [
            await noteSent(scope, {
              redistributionId,
              unitIds: taken.unitIds,
              shipmentId: journey.shipmentId,
              no: journey.no,
            }),
          ]
        : [];

    const change: Change = {
      module: 'other-outbounds',
      recordId: id,
      action: 'other-outbounds.register',
      version: 1,
      state: journey ? 'on_the_way' : 'registered',
      orgId: scope.orgId,
      before: null,
      after: {
        ...record,
        ...(journey ? { shipmentNo: journey.no } : {}),
        ...(taken ? { redistributionNo: taken.no } : {}),
        unitIds,
      },
      // The city hears of a journey by its shipment, once.
      ...(journey ? {} : { tally: tallyOfBags(outboundKinds[kind].movement, posted) }),
    };
    const result = { id, no, bagCount: unitIds.length, shipmentId: journey?.shipmentId ?? null };
    return done(result, change, ...(journey ? [journey.change] : []), ...redistributed, ...ended);
  },
});

/** Before any lock. Somebody who does not sign here, because the kind asks for nobody, is not looked up. */
async function readSecond(scope: Scope, second: RegisterOutboundInput['second'], covers: string) {
  if (!second) return null;
  if (second.by === 'token') return redeemSignature(scope, second.token, covers);
  const person = await findPerson(scope.q, scope.orgId, { staffNo: second.staffNo });
  return person && { personId: person.personId, name: person.name, roles: person.roles, method: 'phone' as const };
}

async function loadDestination({ q }: Scope, orgId: string | undefined): Promise<{ id: string; kind: string } | null> {
  if (!orgId) return null;
  const [found] = await q<
    { id: string; kind: string }[]
  >`select id, kind from organisations where id = ${orgId} and is_active`;
  return found ?? null;
}

async function addLines(
  { q, orgId }: Scope,
  outboundId: string,
  unitIds: readonly string[],
  bags: readonly LeavingBag[],
  posted: readonly PostedUnit[],
): Promise<void> {
  const known = new Map(bags.map((bag) => [bag.id, bag]));
  const was = new Map(posted.map((unit) => [unit.id, unit.was]));
  const lines = unitIds.map((unitId) => ({ ...known.get(unitId), stateBefore: was.get(unitId) }));
  await q`
    insert into other_outbound_lines (outbound_id, unit_id, org_id, line_no, donation_no, product_code, component, abo, rhd, amount, expires_at, state_before, hold_reason_before)
    select ${outboundId}, l.id, ${orgId}, l.n, l."donationNo", l."productCode", l.component, l.abo, l.rhd, l.amount, l."expiresAt", l."stateBefore", l."holdReason"
    from rows from (jsonb_to_recordset(${q.json(lines as never)}) as (id uuid, "donationNo" text, "productCode" text, component text, abo text, rhd text, amount int,
      "expiresAt" timestamptz, "stateBefore" text, "holdReason" text))
      with ordinality as l(id, "donationNo", "productCode", component, abo, rhd, amount, "expiresAt", "stateBefore", "holdReason", n)`;
}
