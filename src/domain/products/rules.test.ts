import { describe, expect, it } from 'vitest';
import { actOfLine, checkImport, checkMeaning, checkProduct, hasSameMeaning, type KnownProduct } from './rules';

const now = new Date('2026-11-23T04:00:00Z');
const red = { component: 'rbc-lr', amount: 200, modifiers: [] };
const line = (productCode: string, more: Partial<KnownProduct> = {}) => ({
  productCode,
  name: '去白细胞悬浮红细胞 2U',
  ...red,
  validFrom: null,
  ...more,
});
const known = (productCode: string, more: Partial<KnownProduct> = {}): KnownProduct => ({
  ...line(productCode),
  isRetired: false,
  bags: 0,
  ...more,
});
const codesOf = (violations: readonly { code: string; path?: string }[]) =>
  violations.map(({ code, path }) => `${path} ${code}`);

describe('a line of the product table', () => {
  it.each([
    ['rbc-lr', 200, []],
    ['rbc-lr', 25, []],
    ['rbc-lr', 30, ['amount product.amount_U']],
    ['rbc-lr', 0, ['amount product.amount_U']],
    ['rbc-lr', 2_000, []],
    ['rbc-lr', 2_025, ['amount product.amount_U']],
    ['ffp', 20_000, []],
    ['ffp', 20_050, ['amount product.amount_ml']],
    ['ffp', 100_100, ['amount product.amount_ml']],
    ['plt-apheresis', 100, []],
    ['plt-apheresis', -100, ['amount product.amount_dose']],
    ['blood', 200, ['component product.component_unknown']],
  ])('of %s with %i hundredths: %j', (component, amount, faults) => {
    expect(codesOf(checkProduct({ component, amount }, now))).toEqual(faults);
  });
});

describe('what a code says of a bag', () => {
  it('is its component, amount and modifiers, in whatever order these were ticked', () => {
    const two = { ...red, modifiers: ['irradiated', 'washed'] };
    expect(hasSameMeaning(two, { ...red, modifiers: ['washed', 'irradiated'] })).toBe(true);
    expect(hasSameMeaning(red, { ...red, amount: 150 })).toBe(false);
    expect(hasSameMeaning(red, { ...red, component: 'rbc-suspended' })).toBe(false);
    expect(hasSameMeaning(red, { ...red, modifiers: ['irradiated'] })).toBe(false);
  });

  it('is not changed silently while bags are in stock under it', () => {
    const next = { ...red, amount: 150, areBagsConfirmed: false };
    expect(checkMeaning(red, next, 3)).toEqual([
      { code: 'product.bags_in_stock', path: 'areBagsConfirmed', facts: { count: 3 } },
    ]);
    expect(checkMeaning(red, { ...next, areBagsConfirmed: true }, 3)).toEqual([]);
    expect(checkMeaning(red, next, 0)).toEqual([]);
    expect(checkMeaning(red, { ...red, areBagsConfirmed: false }, 3)).toEqual([]);
    // Nobody read it until now: what bears the code was read by no line that still stands.
    expect(checkMeaning(null, next, 3)).toEqual([]);
  });
});

describe('a file of product codes', () => {
  it('registers what is new, changes what differs, and leaves the rest', () => {
    expect(actOfLine(line('P0065H00'), undefined)).toBe('register');
    expect(actOfLine(line('P0065H00'), known('P0065H00'))).toBe('none');
    expect(actOfLine(line('P0065H00', { name: '去白 2U' }), known('P0065H00'))).toBe('modify');
    expect(actOfLine(line('P0065H00', { amount: 150 }), known('P0065H00'))).toBe('modify');
    expect(actOfLine(line('P0065H00', { validFrom: '2027-01-01' }), known('P0065H00'))).toBe('modify');
  });

  it('says every line that it may not, and what is wrong with it', () => {
    const table = new Map(
      [
        known('P0001V00', { isRetired: true }),
        known('P0002V00', { bags: 4 }),
        known('P0003V00', { bags: 4 }),
        known('P0004V00'),
      ].map((one) => [one.productCode, one]),
    );
    const violations = checkImport(
      [
        line('P0001V00'),
        line('P0002V00', { amount: 150 }),
        line('P0003V00', { name: '又一个名字' }),
        line('P0004V00', { amount: 150 }),
        line('P0005V00'),
        line('P0005V00'),
        line('P0006V00', { component: 'blood' }),
        line('P0007V00', { amount: 150 }),
      ],
      (code) => table.get(code),
      (code) => (code === 'P0007V00' ? { meaning: red, bags: 2 } : undefined),
      now,
    );
    expect(codesOf(violations)).toEqual([
      'lines.0.productCode product.retired',
      'lines.1.productCode product.import_bags_in_stock',
      'lines.5.productCode product.listed_twice',
      'lines.6.component product.component_unknown',
      'lines.7.productCode product.import_bags_in_stock',
    ]);
    expect(violations[1]?.facts).toEqual({ count: 4, productCode: 'P0002V00' });
  });
});
