import { expect, it } from 'vitest';
import type { ScanLine } from '@/domain/bag-receipts/scan-list';
import { judgeLines } from './judged-line';
import type { OpenReceipt } from './receipt-types';

const at = (time: string) => new Date(`2026-11-23T${time}:00Z`);
const line: ScanLine = { unitId: 'u', boxNo: 1, codes: [], entry: 'hand', exceptions: [], scannedAt: '' };
const receiptWith = (receipt: { postedAt: Date } | null) =>
  ({
    shipment: { kind: 'delivery' },
    bags: [{ unitId: 'u', abo: 'O', rhd: 'positive', expiresAt: at('12:00'), collectedAt: null, receipt }],
  }) as unknown as OpenReceipt;
const outcomeAt = (now: Date, receipt: { postedAt: Date } | null) =>
  judgeLines([line], receiptWith(receipt), [], now).map(({ judgement }) => judgement.outcome);

it('a bag that expired after somebody else had received it was not found expired here', () => {
  expect(outcomeAt(at('13:00'), null)).toEqual(['held']);
  expect(outcomeAt(at('13:00'), { postedAt: at('11:00') })).toEqual(['accepted']);
  expect(outcomeAt(at('13:00'), { postedAt: at('12:30') })).toEqual(['held']);
});
