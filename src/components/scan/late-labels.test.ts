import { describe, expect, it } from 'vitest';
import { readScan } from '@/domain/blood/barcodes/read-scan';
import { hearLate, leftOutOf, noLateLabels } from './late-labels';

const now = new Date('2026-11-20T00:00:00Z');
const read = (text: string) => readScan(text, { now, timeZone: 'Asia/Shanghai', isManual: true });
const listed = [{ donationNo: '3100025417838', productCode: 'E0382V00' }];
const hear = (...texts: string[]) => texts.reduce((late, text) => hearLate(late, read(text)), noLateLabels);
const left = (...texts: string[]) => leftOutOf(hear(...texts), listed);

const group = '=%0600';
const product = '=<E0382V00';
const otherProduct = '=<E0701V00';

describe('labels that come while an entry is on its way', () => {
  it('name the bags that are not on it, each once', () => {
    expect(left('3100025417839', group, product, '3100025417839')).toEqual(['3100025417839']);
  });
  it('say nothing of a bag that is on it, nor of its other labels', () => {
    expect(left('3100025417838', group, product)).toEqual([]);
    expect(hear('3100025417838', group).isLoose).toBe(false);
  });
  it('name the other bag of a donation that is on it, by its product code', () => {
    expect(left('3100025417838', otherProduct)).toEqual(['3100025417838']);
  });
  it('are told without a name when no donation number was read, and are of the bag that is read next', () => {
    expect(hear(group)).toMatchObject({ bags: [], isLoose: true });
    expect(hear(group, '3100025417839')).toMatchObject({ isLoose: false });
  });
  it('are no bag when a badge was read, or when what cannot be read was', () => {
    expect(hear('XB-0123456789ABCDEF', '??')).toEqual(noLateLabels);
  });
  it('are not of a bag that came onto the entry after all', () => {
    const late = hear('3100025417839', product);
    expect(leftOutOf(late, [...listed, { donationNo: '3100025417839', productCode: 'E0382V00' }])).toEqual([]);
    expect(leftOutOf(late, listed)).toEqual(['3100025417839']);
  });
});
