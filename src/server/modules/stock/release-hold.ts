import { digestOfCovers } from '@/domain/signatures/covers';
import { type ReleaseHoldInput, releaseHoldInput } from '@/domain/stock/hold-schema';
import { decideRelease, type HeldBag, releaseHoldCovers } from '@/domain/stock/holds';
import { tallyOfBags } from '@/domain/stock/tally';
import { findPerson } from '../../auth/badges';
import { recordSignature, redeemSignature, verifySignature } from '../../auth/signing';
import { defineCommand, done, unwrap } from '../../kernel/command';
import type { Scope } from '../../kernel/scope';
import { addRecheckTask } from './add-recheck';
import { isHospital, loadDuty } from './load-duty';
import { openHolds } from './open-holds';
import { groundsOf, recordRelease } from './record-release';

/**
 * Held bags come back to the shelf by two people, with the ground that the reason of the hold asks for; expired ones never. A hospital
 * releases what it holds, a station what came back to it. With one person on duty the second agrees by telephone and it is checked again at 08:00.
 */
export const releaseHold = defineCommand({
  name: 'stock.release-hold',
  permission: 'stock.release-hold',
  input: releaseHoldInput,
  async run(scope, input) {
    const covers = digestOfCovers(releaseHoldCovers(input));
    const acting = await verifySignature(scope, { method: 'session' });
    const second = await readSecond(scope, input.second, covers);
    const duty = await loadDuty(scope);
    const unitIds = [...new Set(input.bags.map((bag) => bag.unitId))];
    await scope.q`
      select id from blood_units where id = any(${unitIds}) and holder_org_id = ${scope.orgId} order by id for update`;
    const held = await scope.q<HeldBag[]>`
      select u.id as "unitId", u.donation_no as "donationNo", u.abo, u.rhd, u.hold_reason as "holdReason", ${openHolds(scope)} as "openHolds" from blood_units u
      where u.id = any(${unitIds}) and u.holder_org_id = ${scope.orgId} and u.state = 'quarantined' order by u.id`;
    const bags = new Map(held.map((bag) => [bag.unitId, bag]));
    const isSingleDutyAllowed = duty.isSingleAllowed && isHospital(scope);
    const openIncidents = await loadOpenIncidents(scope, unitIds);
    const facts = { now: scope.now, acting, second, isSingleDutyAllowed, bags, openIncidents };
    const released = unwrap(decideRelease(facts, input));

    const recordId = crypto.randomUUID();
    const reasons = new Map(held.map((bag) => [bag.unitId, bag.holdReason]));
    const grounds = groundsOf({ bags: released, reasons });
    const releasing = { module: 'stock', recordId, bags: released, reasons, words: input.reason } as const;
    const posted = await recordRelease(scope, releasing);
    const about = { module: 'stock', recordId, coversDigest: covers } as const;
    await recordSignature(scope, { ...about, meaning: 'hold_released', signer: acting });
    if (second) await recordSignature(scope, { ...about, meaning: 'hold_released_second', signer: second });
    if (input.second.by === 'phone')
      await addRecheckTask(scope, {
        module: 'stock',
        recordId,
        facts: { no: held.map((bag) => bag.donationNo).join(' '), bags: unitIds.length },
        timeZone: duty.timeZone,
      });

    return done(
      { recordId, released: posted.length },
      {
        module: 'stock',
        recordId,
        action: 'stock.release-hold',
        version: 1,
        state: 'released',
        orgId: scope.orgId,
        reason: input.reason,
        before: { state: 'quarantined', bags: grounds.map(({ unitId, reason }) => ({ unitId, reason })) },
        after: {
          state: 'available',
          grounds,
          second: {
            name: second?.name ?? '',
            by: input.second.by,
            ...('at' in input.second ? { at: input.second.at } : {}),
          },
        },
        tally: tallyOfBags('release_hold', posted),
      },
    );
  },
});

/** The first open incident of each of these bags, by its number; read under the locks of the bags, which whoever opens one takes too. */
async function loadOpenIncidents({ q, orgId }: Scope, unitIds: readonly string[]): Promise<Map<string, string>> {
  const rows = await q<{ unitId: string; no: string }[]>`
    select b.unit_id as "unitId", min(i.no) as no from incident_bags b join incidents i on i.id = b.incident_id
    where b.unit_id = any(${unitIds as string[]}) and b.org_id = ${orgId} and b.is_binding and i.state <> 'resolved' group by 1`;
  return new Map(rows.map(({ unitId, no }) => [unitId, no]));
}

/** Before any lock: the second by a signature over exactly this, or by the number of a colleague on the telephone. */
async function readSecond(scope: Scope, second: ReleaseHoldInput['second'], covers: string) {
  if (second.by === 'token') return redeemSignature(scope, second.token, covers);
  const person = await findPerson(scope.q, scope.orgId, { staffNo: second.staffNo });
  return person && { personId: person.personId, name: person.name, roles: person.roles, method: 'phone' as const };
}
