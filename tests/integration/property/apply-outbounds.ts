import { sendOff, withoutExpected } from './apply-deliveries';
import type { DeedOf } from './deeds';
import { type Applied, type Desk, type Judge, noted } from './desk';
import type { Model } from './model';

type Outbound = DeedOf<'discard' | 'lose' | 'use-up' | 'return' | 'transfer' | 'void-outbound'>;

/** Bags that leave a house for anything but a patient, and what takes that back. */
export function applyOutbound(desk: Desk, deed: Outbound): Applied {
  if (deed.kind === 'void-outbound') return voidOutbound(desk, deed);
  const { hospital, bags } = deed;
  const why = desk.refusalOf(bags, fitFor(desk, deed));
  if (why) return desk.refuse(why);
  const heldFor = Object.fromEntries(bags.map((bag) => [bag, desk.model.bags[bag]?.hold ?? null]));
  const isJourney = deed.kind === 'return' || deed.kind === 'transfer';
  const record = { hospital, state: 'registered', bags, heldFor, isJourney } as const;
  const outbounds: Model['outbounds'] = { ...desk.model.outbounds, [deed.key]: record };
  if (deed.kind === 'return')
    return desk.done({ outbounds, ...sendOff(desk, bags, { from: hospital, to: 'station', kind: 'return' }) });
  if (deed.kind === 'transfer') {
    if (deed.to === hospital) return desk.refuse('elsewhere');
    return desk.done({ outbounds, ...sendOff(desk, bags, { from: hospital, to: deed.to, kind: 'transfer' }) });
  }
  const state = deed.kind === 'lose' ? 'lost' : 'discarded';
  return desk.done({
    outbounds,
    bags: desk.move(bags, ({ hold }) => ({ state, reservedFor: null, hold: null, heldFor: hold })),
  });
}

/** A processing gives nothing away; what is kept for a patient is lost at most; an incident keeps a bag in the house. */
function fitFor(desk: Desk, { kind, hospital }: Exclude<Outbound, { kind: 'void-outbound' }>): Judge {
  const states = {
    discard: ['available', 'quarantined'],
    'use-up': ['available', 'quarantined'],
    return: ['available', 'quarantined'],
    lose: ['available', 'reserved', 'quarantined'],
    transfer: ['available'],
  } as const;
  const isHere = desk.stands(hospital, states[kind], kind === 'transfer' ? 'in date' : undefined);
  return (bag, key) => {
    const isKept = bag.hold === 'processing' || (kind === 'return' && desk.isBound(key));
    return isHere(bag, key) ?? (isKept ? 'held' : null);
  };
}

/** Only what is out by this entry comes back; of a journey all of it, while its receiver has taken nothing. */
function voidOutbound(desk: Desk, deed: DeedOf<'void-outbound'>): Applied {
  const { model } = desk;
  const outbound = model.outbounds[deed.outbound];
  if (outbound?.state !== 'registered') return desk.refuse('double');
  const { hospital, bags } = outbound;
  const outbounds: Model['outbounds'] = { ...model.outbounds, [deed.outbound]: { ...outbound, state: 'void' } };
  if (!outbound.isJourney) {
    const why = desk.refusalOf(bags, (bag) => {
      if (bag.holder !== hospital) return 'elsewhere';
      return bag.movedBy === deed.outbound && (bag.state === 'discarded' || bag.state === 'lost') ? null : 'state';
    });
    if (why) return desk.refuse(why);
    return desk.done({
      outbounds,
      bags: desk.move(bags, (bag, key) => ({
        state: 'quarantined',
        hold: outbound.heldFor[key] ?? 'outbound_voided',
        heldFor: null,
        openHolds: outbound.heldFor[key] ? noted(bag, hospital, 'outbound_voided') : bag.openHolds,
        receivedBy: null,
      })),
    });
  }
  const shipment = model.shipments[deed.outbound];
  if (shipment?.state !== 'shipped') return desk.refuse('state');
  if (shipment.kind === 'transfer' && shipment.wasReceived) return desk.refuse('state');
  if (desk.refusalOf(bags, (bag) => (bag.sentBy === deed.outbound ? null : 'state'))) return desk.refuse('state');
  const back = (key: string) =>
    shipment.kind === 'return'
      ? ({ state: 'quarantined', hold: outbound.heldFor[key] ?? 'outbound_voided' } as const)
      : ({ state: 'available', hold: null } as const);
  return desk.done({
    outbounds,
    ...withoutExpected(desk, deed.outbound, 'packed', 'void', (bag, key) => ({
      ...back(key),
      openHolds: outbound.heldFor[key] ? noted(bag, hospital, 'outbound_voided') : bag.openHolds,
      expected: null,
      sentBy: null,
      heldFor: null,
    })),
  });
}
