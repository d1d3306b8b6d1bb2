import { describe, expect, it } from 'vitest';
import { checkRelief, relieveInput } from './reliefs';

const facts = { no: '20261130-0001', state: 'approved', entitledMl: 800, relievedMl: 400, volumeMl: 400 };

describe('fee relief', () => {
  it('is given up to what the case is worth', () => {
    expect(checkRelief(facts)).toEqual([]);
    expect(checkRelief({ ...facts, volumeMl: 401 })).toMatchObject([
      { code: 'review.relief_exceeds', facts: { left: 400 } },
    ]);
    expect(checkRelief({ ...facts, entitledMl: 0, relievedMl: 0, volumeMl: 1 })).toHaveLength(1);
  });
  it.each(['draft', 'submitted', 'resubmitted', 'first_approved', 'rejected', 'void'])(
    'is given on no case that is %s',
    (state) => expect(checkRelief({ ...facts, state })).toMatchObject([{ code: 'review.not_approved' }]),
  );
  it('is given on a case that a rule approved', () =>
    expect(checkRelief({ ...facts, state: 'auto_approved' })).toEqual([]));
  it('keeps an invoice number in one spelling, and money in whole hundredths', () => {
    const input = {
      id: crypto.randomUUID(),
      version: 1,
      volumeMl: 200,
      amountCents: 22_000,
      invoiceNo: '０3１ 00a',
      way: 'direct',
    };
    expect(relieveInput.parse(input).invoiceNo).toBe('03100A');
    expect(relieveInput.safeParse({ ...input, amountCents: 0.5 }).success).toBe(false);
    expect(relieveInput.safeParse({ ...input, amountCents: 0 }).success).toBe(false);
    expect(relieveInput.safeParse({ ...input, invoiceNo: ' ' }).success).toBe(false);
  });
});
