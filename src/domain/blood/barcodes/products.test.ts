import { describe, expect, it } from 'vitest';
import { findProduct } from './products';

const products = [
  { productCode: 'P0065H00', name: 'exact' },
  { productCode: 'P0065', name: 'any of P0065' },
  { productCode: 'P0056V00', name: 'whole' },
];

describe('the local product list', () => {
  it('is asked by all 8 characters, then by the first 5', () => {
    expect(findProduct('P0065H00', products)?.name).toBe('exact');
    expect(findProduct('P0065HA0', products)?.name).toBe('any of P0065');
    expect(findProduct('P0056VB0', products)?.name).toBe('whole');
  });

  it('does not know a code that shares less', () => {
    expect(findProduct('E5445000', products)).toBeUndefined();
    expect(findProduct('P006', products)).toBeUndefined();
    expect(findProduct('', products)).toBeUndefined();
  });
});
