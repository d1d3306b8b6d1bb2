import { describe, expect, it } from 'vitest';
import { readScan } from '@/domain/blood/barcodes/read-scan';
import { changeOfFound, changeOfScan, type FoundBag } from './paper-scan';
import { emptyLine } from './use-paper';

const found: FoundBag = {
  productCode: 'E0336V00',
  component: 'RC',
  state: 'available',
  abo: 'A',
  rhd: 'positive',
  expiresAt: new Date('2026-12-01T00:00:00Z'),
};

describe('a line of the paper', () => {
  it('keeps the group that was scanned from the label, whatever the ledger says of the bag', () => {
    const scan = readScan('=%9500', {
      now: new Date('2026-11-23T12:00:00Z'),
      timeZone: 'Asia/Shanghai',
      isManual: false,
    });
    const read = changeOfScan(scan, '=%9500', false);
    expect(read).toEqual({ abo: 'O', rhd: 'negative' });
    expect({ ...emptyLine, ...read, ...changeOfFound(found) }).toMatchObject({
      abo: 'O',
      rhd: 'negative',
      known: { abo: 'A', rhd: 'positive', state: 'available' },
    });
  });

  it('keeps group and expiry as they were typed, and leaves open what the paper leaves open', () => {
    const typed = { ...emptyLine, abo: 'B' as const, rhd: 'positive' as const, expiresAt: '2026-11-25T00:00:00.000Z' };
    expect({ ...typed, ...changeOfFound(found) }).toMatchObject({ abo: 'B', expiresAt: '2026-11-25T00:00:00.000Z' });
    expect({ ...emptyLine, ...changeOfFound(found) }).toMatchObject({
      productCode: 'E0336V00',
      abo: null,
      rhd: null,
      expiresAt: null,
    });
  });
});
