import { describe, expect, it } from 'vitest';
import { autologousBagNo } from '@/domain/blood/barcodes/autologous';
import { encodeDonationNumber, encodeGroup } from '@/domain/blood/barcodes/encode';
import { badgePrefix, patientPrefix } from '@/domain/blood/barcodes/read-scan';
import { readFirstScan } from './first-scan';

const now = new Date('2026-11-23T02:00:00Z');

describe('the first scan of an issue', () => {
  it.each([
    ['a wristband of ours', `${patientPrefix}H01-2026`, { kind: 'patient', text: 'H01-2026', isPerhapsBag: false }],
    ['a wristband of another printer', 'ZY20261123', { kind: 'patient', text: 'ZY20261123', isPerhapsBag: false }],
    ['a number that a group label has as well', '5100', { kind: 'patient', text: '5100', isPerhapsBag: true }],
    ['a donation number', encodeDonationNumber('3100025000001'), { kind: 'bag' }],
    ['a group label', encodeGroup({ abo: 'A', rhd: 'positive' }), { kind: 'bag' }],
    ['an autologous bag', autologousBagNo('H01', '20261123-0001', 1), { kind: 'bag' }],
    ['a badge, searched for nowhere', `${badgePrefix}${'A'.repeat(26)}`, { kind: 'badge' }],
  ])('%s', (_, raw, found) => {
    expect(readFirstScan(raw, now)).toEqual(found);
  });
});
