import { describe, expect, it } from 'vitest';
import { applyScan, emptyBagScan } from '../blood/barcodes/bag-scan';
import { encodeDonationNumber, encodeExpiry, encodeGroup, encodeProduct } from '../blood/barcodes/encode';
import { readScan } from '../blood/barcodes/read-scan';
import { fromStation, type ShelfScanState } from './shelf-scan';

const context = { now: new Date('2026-11-28T10:00:00+08:00'), timeZone: 'Asia/Shanghai' };
const donationOf = (serial: number) => encodeDonationNumber(`3100026${String(serial).padStart(6, '0')}`);
const labels = [
  encodeExpiry(new Date('2026-12-20T23:59:00+08:00'), 'Asia/Shanghai'),
  encodeGroup({ abo: 'O', rhd: 'positive' }),
  encodeProduct('E0336V00'),
];
const bag = (serial: number) => [donationOf(serial), ...labels];

function scanAll(state: ShelfScanState, stationId: string, codes: readonly string[]): ShelfScanState {
  return codes.reduce((before, raw) => fromStation(applyScan(before, readScan(raw, context)).state, stationId), state);
}
const told = ({ bags }: ShelfScanState) =>
  bags.map(({ donation, stationId }) => [donation?.donationNo.slice(-1), stationId]);

describe('the station of a scanned bag', () => {
  it('is the one that was chosen when its first label was read', () => {
    const [first, ...rest] = bag(1);
    const begun = scanAll(emptyBagScan, 'S01', [first ?? '']);
    expect(told(scanAll(begun, 'S02', [...rest, ...bag(2)]))).toEqual([
      ['1', 'S01'],
      ['2', 'S02'],
    ]);
  });

  it('stays with it when a line before it goes: a number read twice, then another station', () => {
    const state = scanAll(emptyBagScan, 'S01', [...bag(1), donationOf(1)]);
    expect(state.bags).toHaveLength(2);
    expect(told(scanAll(state, 'S02', bag(2)))).toEqual([
      ['1', 'S01'],
      ['2', 'S02'],
    ]);
  });

  it('stays with it when a half read bag turns out to be one of the list', () => {
    const listed = scanAll(scanAll(emptyBagScan, 'S01', bag(1)), 'S02', [...bag(2), ...bag(3)]);
    const again = scanAll(listed, 'S03', [...bag(1), ...bag(4)]);
    expect(told(again)).toEqual([
      ['1', 'S01'],
      ['2', 'S02'],
      ['3', 'S02'],
      ['4', 'S03'],
    ]);
  });
});
