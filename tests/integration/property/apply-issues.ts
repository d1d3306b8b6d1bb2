import { ticked } from './apply-deliveries';
import type { DeedOf } from './deeds';
import { type Applied, type Desk, noted } from './desk';
import { hourMs, reservationHours } from './model';

type Issue = DeedOf<'reserve' | 'unreserve' | 'issue' | 'emergency' | 'void-issue'>;

/** Bags that are kept for a patient or given to one. */
export function applyIssue(desk: Desk, deed: Issue): Applied {
  const { model, nowMs, refuse, done } = desk;
  switch (deed.kind) {
    case 'reserve': {
      const why = desk.refusalOf(deed.bags, desk.stands(deed.hospital, ['available'], 'in date'));
      if (why) return refuse(why);
      const reservedFor = { patient: deed.patient, releaseAtMs: nowMs + reservationHours * hourMs };
      return done({
        bags: desk.write(deed.bags, (bag) => ({
          state: 'reserved',
          reservedFor,
          events: { ...bag.events, [deed.hospital]: nowMs },
        })),
      });
    }
    case 'unreserve': {
      const why = desk.refusalOf(deed.bags, desk.stands(deed.hospital, ['reserved']));
      if (why) return refuse(why);
      return done({ bags: desk.write(deed.bags, () => ({ state: 'available', reservedFor: null })) });
    }
    case 'issue': {
      const isHere = desk.stands(deed.hospital, ['available', 'reserved'], 'in date');
      const why = desk.refusalOf(deed.bags, (bag, key) => {
        const isAnothers = bag.state === 'reserved' && bag.reservedFor?.patient !== deed.patient;
        return isHere(bag, key) ?? (isAnothers ? 'state' : null);
      });
      return why ? refuse(why) : done(given(desk, deed));
    }
    case 'emergency': {
      const isHere = desk.stands(deed.hospital, ['available', 'reserved'], 'in date');
      const why = desk.refusalOf(deed.bags, (bag, key) => {
        if (bag.state === 'in_transit' && bag.expected === deed.hospital) return desk.isInDate(bag) ? null : 'expired';
        return isHere(bag, key);
      });
      if (why) return refuse(why);
      return done({ ...given(desk, deed), shipments: emptied(desk, deed.bags) });
    }
    case 'void-issue': {
      const issue = model.issues[deed.issue];
      if (issue?.state !== 'issued') return refuse('double');
      return done({
        bags: desk.move(
          issue.bags,
          (bag) => ({
            state: 'quarantined',
            hold: issue.heldFor ?? 'issue_voided',
            receivedBy: null,
            openHolds: issue.heldFor ? noted(bag, issue.hospital, 'issue_voided') : bag.openHolds,
          }),
          deed.issue,
        ),
        issues: { ...model.issues, [deed.issue]: { ...issue, state: 'void' } },
      });
    }
  }
}

function given({ model, move }: Desk, { key, hospital, bags }: DeedOf<'issue' | 'emergency'>) {
  return {
    bags: move(bags, () => ({ state: 'issued', holder: hospital, expected: null, sentBy: null, reservedFor: null })),
    issues: { ...model.issues, [key]: { hospital, state: 'issued', bags } },
  } as const;
}

/** Notes from which bags were taken before anybody posted a receipt. */
function emptied({ model }: Desk, bags: readonly string[]) {
  return Object.entries(model.shipments).reduce((shipments, [name, shipment]) => {
    const taken = bags.filter((bag) => shipment.bags[bag] === 'expected');
    if (taken.length === 0) return shipments;
    return ticked({ ...model, shipments }, name, new Map(taken.map((bag) => [bag, 'accepted' as const])));
  }, model.shipments);
}
