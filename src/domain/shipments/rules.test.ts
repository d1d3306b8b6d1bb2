import { describe, expect, it } from 'vitest';
import { unreachableStates } from '../lifecycle';
import { shipmentLifecycle } from './lifecycle';
import { checkShipment, type PackableBag } from './rules';
import type { ShipInput } from './schema';

const now = new Date('2026-11-23T06:00:00Z');
const red: PackableBag = {
  id: 'a',
  donationNo: 'W123416000001',
  temperatureClass: 'red_cells',
  transport: { minC: 2, maxC: 10 },
  state: 'available',
  isHere: true,
  expiresAt: new Date('2026-12-10T15:59:00Z'),
};
const input: ShipInput = {
  toOrgId: 'H01',
  boxes: [{ boxNo: 1, temperatureClass: 'red_cells', packedAtCelsius: 4 }],
  lines: [{ unitId: 'a', boxNo: 1 }],
  carrier: '王师傅',
  carrierPhone: '',
};
const codes = (
  change: Partial<ShipInput>,
  bag: Partial<PackableBag> = {},
  receiver: { id: string } | null = { id: 'H01' },
) =>
  checkShipment({ ...input, ...change }, { now, senderOrgId: 'S01', receiver, bags: [{ ...red, ...bag }] }).map(
    ({ code, path }) => `${path} ${code}`,
  );

describe('a shipment', () => {
  it('may go', () => expect(codes({})).toEqual([]));
  it('has a telephone number that can be called, or none', () => {
    for (const carrierPhone of ['', '138 0000 0000', '+86-21-6275', '内线 6110', '１３８００００００００'])
      expect(codes({ carrierPhone })).toEqual([]);
    for (const carrierPhone of ['abc', '内线', '138x', '+'])
      expect(codes({ carrierPhone })).toEqual(['carrierPhone phone_unreadable']);
  });
  it('goes to somebody who takes blood, never to the sender', () => {
    expect(codes({}, {}, null)).toEqual(['toOrgId shipment.receiver_unknown']);
    expect(codes({}, {}, { id: 'S01' })).toEqual(['toOrgId shipment.receiver_unknown']);
  });
  it('carries no bag that is elsewhere, reserved or expired', () => {
    expect(codes({}, { isHere: false })).toEqual(['lines.0.unitId unit.elsewhere']);
    expect(codes({}, { state: 'quarantined' })).toEqual(['lines.0.unitId unit.not_movable']);
    expect(codes({}, { expiresAt: now })).toEqual(['lines.0.unitId unit.expired']);
  });
  it('names a bag listed twice on its second line', () =>
    expect(codes({ lines: [...input.lines, ...input.lines] })).toEqual(['lines.1.unitId unit.listed_twice']));
  it('keeps platelets out of a cooled box', () =>
    expect(codes({}, { temperatureClass: 'platelets' })).toEqual(['lines.0.boxNo box.class_mismatch']));
  it('knows every box it packs and packs every box it names', () => {
    expect(codes({ lines: [{ unitId: 'a', boxNo: 2 }] })).toEqual([
      'lines.0.boxNo box.missing',
      'boxes.0.boxNo box.empty',
    ]);
    expect(codes({ boxes: [...input.boxes, ...input.boxes] })).toContain('boxes box.twice');
  });
  it('leaves at the temperature its bags travel at; both ends of the range are inside', () => {
    const at = (packedAtCelsius: number | null) =>
      codes({ boxes: [{ boxNo: 1, temperatureClass: 'red_cells', packedAtCelsius }] });
    expect(at(10)).toEqual([]);
    expect(at(2)).toEqual([]);
    expect(at(null)).toEqual([]);
    expect(at(10.1)).toEqual(['boxes.0.packedAtCelsius box.out_of_range']);
    expect(at(1.9)).toEqual(['boxes.0.packedAtCelsius box.out_of_range']);
  });
  it('is right for every bag of a box, in whichever order they stand', () => {
    const plasma: PackableBag = { ...red, id: 'p', temperatureClass: 'frozen', transport: { minC: null, maxC: -18 } };
    const cells: PackableBag = { ...plasma, id: 'c', transport: { minC: null, maxC: -65 } };
    const boxes = [{ boxNo: 1, temperatureClass: 'frozen' as const, packedAtCelsius: -20 }];
    for (const ids of [
      ['p', 'c'],
      ['c', 'p'],
    ])
      expect(
        checkShipment(
          { ...input, boxes, lines: ids.map((unitId) => ({ unitId, boxNo: 1 })) },
          { now, senderOrgId: 'S01', receiver: { id: 'H01' }, bags: [plasma, cells] },
        ),
      ).toMatchObject([{ code: 'box.out_of_range', facts: { maxC: -65 } }]);
  });
  it('has a sound life cycle', () => expect(unreachableStates(shipmentLifecycle)).toEqual([]));
});
