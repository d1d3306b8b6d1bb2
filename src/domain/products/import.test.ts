import { describe, expect, it } from 'vitest';
import { productImport } from './import';

const row = (change: Record<string, string> = {}) =>
  productImport.rowSchema.safeParse({
    productCode: 'P0065H00',
    name: '去白细胞悬浮红细胞 2U',
    component: '去白细胞悬浮红细胞',
    amount: '2',
    ...change,
  });
const faultsOf = (change: Record<string, string>) =>
  row(change).error?.issues.map(({ path, message }) => `${path.join('.')} ${message}`);

describe('a line of a file of product codes', () => {
  it('is read as stations write it', () => {
    expect(row().data).toEqual({
      productCode: 'P0065H00',
      name: '去白细胞悬浮红细胞 2U',
      component: 'rbc-lr',
      amount: 200,
    });
    expect(row({ modifiers: '', validFrom: '' }).data).toMatchObject({ modifiers: [], validFrom: null });
    expect(row({ productCode: '=<p0065h00' }).data?.productCode).toBe('P0065H00');
    expect(row({ productCode: 'P0065' }).data?.productCode).toBe('P0065');
    expect(row({ amount: '1.5 U' }).data?.amount).toBe(150);
    expect(row({ component: '新鲜冰冻血浆', amount: '200毫升' }).data).toMatchObject({
      component: 'ffp',
      amount: 20_000,
    });
    expect(row({ modifiers: '辐照、滤白' }).data?.modifiers).toEqual(['irradiated', 'leukoreduced']);
    expect(row({ modifiers: 'CMV 阴性+辐照 + irradiated' }).data?.modifiers).toEqual(['cmv_negative', 'irradiated']);
    expect(row({ validFrom: '2027/1/5' }).data?.validFrom).toBe('2027-01-05');
  });

  it('says every cell that cannot be read', () => {
    expect(
      faultsOf({ productCode: 'P006', component: '红血球', amount: '两个', modifiers: '冷冻', validFrom: '明年' }),
    ).toEqual([
      'productCode product.code_form',
      'component product.component_unknown',
      'amount product.amount_unreadable',
      'modifiers product.modifier_unknown',
      'validFrom product.day_unreadable',
    ]);
    expect(faultsOf({ productCode: 'P0065H0' })).toEqual(['productCode product.code_form']);
    expect(faultsOf({ productCode: 'ABCDEFGH' })).toEqual(['productCode product.code_form']);
    expect(faultsOf({ name: '长'.repeat(61) })).toEqual(['name product.name_long']);
  });

  it('of the template can be read', () => {
    const texts = Object.fromEntries(productImport.columns.map(({ key, example }) => [key, example]));
    expect(productImport.rowSchema.safeParse(texts).success).toBe(true);
  });
});
