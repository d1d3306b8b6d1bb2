import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type BloodComponent,
  componentCatalogue,
  componentCodes,
  componentsAt,
  findComponent,
  formatAmount,
  modifiersBeside,
  modifiersOf,
  nationalComponentCode,
  toMl,
} from './components';

const today = new Date('2026-11-23T04:00:00Z');

function component(code: string): BloodComponent {
  const found = findComponent(code, today);
  if (!found) throw new Error(`no component ${code}`);
  return found;
}

// Typed from GB 18469-2012: name, unit, storage, default life, crossmatch.
const catalogue = [
  ['wb', '全血', 'U', 2, 6, '35 day', true],
  ['wb-lr', '去白细胞全血', 'U', 2, 6, '35 day', true],
  ['rbc-packed', '浓缩红细胞', 'U', 2, 6, '35 day', true],
  ['rbc-packed-lr', '去白细胞浓缩红细胞', 'U', 2, 6, '35 day', true],
  ['rbc-suspended', '悬浮红细胞', 'U', 2, 6, '35 day', true],
  ['rbc-lr', '去白细胞悬浮红细胞', 'U', 2, 6, '35 day', true],
  ['rbc-lr-irradiated', '辐照去白细胞悬浮红细胞', 'U', 2, 6, '35 day', true],
  ['rbc-washed', '洗涤红细胞', 'U', 2, 6, '24 hour', true],
  ['rbc-frozen', '冰冻红细胞', 'U', null, -65, '10 year', false],
  ['rbc-deglycerolised', '冰冻解冻去甘油红细胞', 'U', 2, 6, '24 hour', true],
  ['plt-wb', '浓缩血小板', 'U', 20, 24, '5 day', true],
  ['plt-pooled', '混合浓缩血小板', 'U', 20, 24, '24 hour', true],
  ['plt-apheresis', '单采血小板', 'dose', 20, 24, '5 day', false],
  ['plt-apheresis-lr', '去白细胞单采血小板', 'dose', 20, 24, '5 day', false],
  ['plt-apheresis-irradiated', '辐照单采血小板', 'dose', 20, 24, '5 day', false],
  ['ffp', '新鲜冰冻血浆', 'ml', null, -18, '1 year', false],
  ['ffp-vi', '病毒灭活新鲜冰冻血浆', 'ml', null, -18, '1 year', false],
  ['ffp-apheresis', '单采新鲜冰冻血浆', 'ml', null, -18, '1 year', false],
  ['fp', '冰冻血浆', 'ml', null, -18, '4 year', false],
  ['fp-vi', '病毒灭活冰冻血浆', 'ml', null, -18, '4 year', false],
  ['cryo', '冷沉淀凝血因子', 'U', null, -18, '1 year', false],
  ['granulocytes', '单采粒细胞', 'dose', 20, 24, '1 day', true],
  ['lymphocytes', '单采淋巴细胞', 'U', 20, 24, '1 day', true],
  ['pbsc', '单采外周血干细胞', 'U', null, -80, '60 day', false],
] as const;

// Typed from GB 18469-2012: what the name of the component says of it.
const byDefinition = [
  ['rbc-suspended', []],
  ['rbc-lr', ['leukoreduced']],
  ['rbc-lr-irradiated', ['leukoreduced', 'irradiated']],
  ['rbc-washed', ['washed']],
  ['rbc-deglycerolised', ['washed']],
  ['rbc-frozen', []],
  ['wb-lr', ['leukoreduced']],
  ['plt-apheresis-lr', ['leukoreduced']],
  ['plt-apheresis-irradiated', ['irradiated']],
  ['ffp', []],
] as const;

describe('what a bag is by its component', () => {
  it.each(byDefinition)('%s', (code, modifiers) => {
    expect(modifiersOf(component(code), [])).toEqual(modifiers);
  });
  it('adds to its label and says nothing twice', () => {
    expect(modifiersOf(component('rbc-washed'), ['irradiated', 'washed'])).toEqual(['irradiated', 'washed']);
    expect(modifiersOf(undefined, ['washed'])).toEqual(['washed']);
  });

  it('what the name of its component says already stands beside it on no label', () => {
    expect(modifiersBeside(component('rbc-lr'), ['leukoreduced', 'cmv_negative'])).toEqual(['cmv_negative']);
    expect(modifiersBeside(component('rbc-washed'), ['washed', 'leukoreduced'])).toEqual(['leukoreduced']);
  });
});

describe('the catalogue', () => {
  it.each(catalogue)('%s is %s', (code, nameZh, unit, minC, maxC, life, requiresCrossmatch) => {
    const row = component(code);
    const [first] = row.shelfLives;
    expect({ ...row, life: `${first.amount} ${first.unit}` }).toMatchObject({
      nameZh,
      unit,
      storage: { minC, maxC },
      life,
      requiresCrossmatch,
    });
  });

  it('has nothing besides, and each code once at any instant', () => {
    expect(componentCodes).toEqual(catalogue.map(([code]) => code));
    const codes = componentsAt(today).map((row) => row.code);
    expect(new Set(codes).size).toBe(codes.length);
  });

  it('is in force from midnight of 2012-07-01 in Beijing', () => {
    expect(findComponent('rbc-lr', new Date('2012-06-30T15:59:59Z'))).toBeUndefined();
    expect(findComponent('rbc-lr', new Date('2012-06-30T16:00:00Z'))?.code).toBe('rbc-lr');
    expect(componentsAt(new Date('2012-06-30T15:59:59Z'))).toEqual([]);
  });

  it('knows no code it does not have', () => {
    expect(findComponent('rbc', today)).toBeUndefined();
    expect(findComponent('toString', today)).toBeUndefined();
  });

  it('stores red cells at 2–6 ℃ and moves them at 2–10 ℃', () => {
    expect(component('rbc-lr').transport).toEqual({ minC: 2, maxC: 10 });
  });

  it('says of every row how sure it is, and an unsourced row says what is unsourced', () => {
    for (const row of componentCatalogue) {
      if (row.sourceStatus === 'unsourced') expect(row.source).toContain('[unsourced');
    }
  });

  it('counts cryoprecipitate, platelets and red cells into their own report columns', () => {
    expect(component('cryo').reportClass).toBe('cryo');
    expect(component('plt-wb').reportClass).toBe('platelets');
    expect(component('rbc-washed').reportClass).toBe('red_cells');
    expect(component('wb-lr').reportClass).toBe('whole_blood');
    expect(component('fp-vi').reportClass).toBe('plasma');
    expect(component('granulocytes').reportClass).toBe('other');
  });
});

describe('amounts', () => {
  it('writes 2 U, 1.5 U, 1,200 ml, 1 治疗量', () => {
    expect(formatAmount(200, component('rbc-lr'), 'zh-CN')).toBe('2 U');
    expect(formatAmount(150, component('rbc-lr'), 'zh-CN')).toBe('1.5 U');
    expect(formatAmount(120_000, component('ffp'), 'zh-CN')).toBe('1,200 ml');
    expect(formatAmount(123_456_705, component('ffp'), 'en')).toBe('1,234,567.05 ml');
    expect(formatAmount(100, component('plt-apheresis'), 'zh-CN')).toBe('1 治疗量');
    expect(formatAmount(100, component('plt-apheresis'), 'en')).toBe('1 dose');
    expect(formatAmount(200, component('plt-apheresis'), 'en')).toBe('2 doses');
    expect(formatAmount(0, component('cryo'), 'zh-CN')).toBe('0 U');
    expect(formatAmount(-150, component('cryo'), 'zh-CN')).toBe('\u22121.5 U');
  });

  it('loses no hundredth in writing', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e12, max: 1e12 }), (hundredths) => {
        const written = formatAmount(hundredths, { unit: 'U' }, 'zh-CN').replace(' U', '');
        const read = Number(written.replaceAll(',', '').replace('\u2212', '-'));
        expect(Math.round(read * 100)).toBe(hundredths === 0 ? 0 : hundredths);
      }),
    );
  });

  it('counts 4 U of red cells as exactly 800 ml and 8 U as exactly 1600 ml', () => {
    expect(toMl(400, component('rbc-lr'))).toBe(800);
    expect(toMl(800, component('wb'))).toBe(1600);
    expect(toMl(20_000, component('ffp'))).toBe(200);
    expect(toMl(100, component('plt-apheresis'))).toBe(250);
    expect(toMl(150, component('cryo'))).toBe(18.75);
  });
});

describe('CV04.50.021', () => {
  it.each([
    ['rbc-suspended', 'positive', '13'],
    ['rbc-suspended', 'negative', '17'],
    ['rbc-suspended', 'unspecified', '13'],
    ['rbc-lr', 'positive', '12'],
    ['rbc-lr', 'negative', '17'],
    ['wb', 'positive', '2'],
    ['wb', 'negative', '23'],
    ['wb-lr', 'positive', '21'],
    ['rbc-packed', 'negative', '11'],
    ['rbc-washed', 'negative', '14'],
    ['rbc-frozen', 'negative', '15'],
    ['rbc-deglycerolised', 'negative', '16'],
    ['plt-wb', 'positive', '31'],
    ['plt-apheresis', 'positive', '32'],
    ['plt-apheresis-lr', 'negative', '33'],
    ['ffp', 'negative', '42'],
    ['fp', 'positive', '43'],
    ['fp-vi', 'positive', '44'],
    ['cryo', 'positive', '5'],
    ['granulocytes', 'positive', '6'],
    ['pbsc', 'positive', '9'],
  ] as const)('%s of an RhD-%s donor is reported as %s', (code, rhd, national) => {
    expect(nationalComponentCode(component(code), rhd)).toBe(national);
  });
});
