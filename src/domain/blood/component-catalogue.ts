/**
 * The component catalogue of GB 18469-2012 (effective 2012-07-01) with storage by WS 399-2012, as data.
 * A correction is a new row with the same code and its own dates, never an edit.
 */
export type ComponentClass = 'red_cells' | 'whole_blood' | 'platelets' | 'plasma' | 'cryo' | 'granulocytes' | 'other';
/** The five columns of the monthly report, and what stands in none of them. */
export type ReportClass = 'red_cells' | 'plasma' | 'platelets' | 'cryo' | 'whole_blood' | 'other';
/** `U` = product of 200 ml of whole blood; `dose` = 治疗量, one bag of an apheresis product. */
export type AmountUnit = 'U' | 'ml' | 'dose';
export type TemperatureClass = 'red_cells' | 'platelets' | 'frozen';
/** `secondary` = read in a secondary rendering; `unsourced` = field knowledge used as a default, to be checked before go-live. */
export type SourceStatus = 'sourced' | 'secondary' | 'unsourced';

export interface TemperatureRange {
  /** Null: no lower bound. */
  readonly minC: number | null;
  readonly maxC: number;
}

export interface ShelfLife {
  readonly amount: number;
  readonly unit: 'hour' | 'day' | 'year';
  readonly countedFrom: 'collection' | 'preparation';
  /** What the bag must be for this row to hold: anticoagulant, additive, or bag; the first row of a component is the default. */
  readonly condition: string | null;
  readonly sourceStatus: SourceStatus;
}

export interface BloodComponent {
  readonly code: string;
  readonly nameZh: string;
  readonly nameEn: string;
  /** At most six characters, for cells and walls. */
  readonly shortZh: string;
  readonly shortEn: string;
  readonly componentClass: ComponentClass;
  readonly reportClass: ReportClass;
  readonly unit: AmountUnit;
  readonly temperatureClass: TemperatureClass;
  readonly storage: TemperatureRange;
  readonly isAgitated: boolean;
  readonly transport: TemperatureRange;
  readonly shelfLives: readonly [ShelfLife, ...ShelfLife[]];
  readonly requiresCrossmatch: boolean;
  readonly isIrradiated: boolean;
  readonly isLeukoreduced: boolean;
  /** Free of plasma: washed, or deglycerolised by washing. */
  readonly isWashed: boolean;
  /** Millilitres that one unit (1 U, 1 ml, 1 dose) counts as in approvals and statistics. */
  readonly mlPerUnit: number;
  readonly mlPerUnitStatus: SourceStatus;
  /** Usual sizes in hundredths of the unit: 1 U, 1.5 U and 2 U are 100, 150, 200. */
  readonly sizes: readonly number[];
  /** CV04.50.021; some codes mix RhD into the component. */
  readonly nationalCodes: { readonly any: string; readonly rhdNegative?: string };
  /** Prepared for a named request; low stock of it is no shortage. */
  readonly isMadeToOrder: boolean;
  /** Dates in Beijing time, from the first instant of the day; `effectiveTo` is excluded. */
  readonly effectiveFrom: string;
  readonly effectiveTo: string | null;
  readonly source: string;
  readonly sourceStatus: SourceStatus;
}

export const cooled = { minC: 2, maxC: 6 } as const satisfies TemperatureRange;
export const cooledInTransit = { minC: 2, maxC: 10 } as const satisfies TemperatureRange;
export const roomTemperature = { minC: 20, maxC: 24 } as const satisfies TemperatureRange;
export const frozen = { minC: null, maxC: -18 } as const satisfies TemperatureRange;
export const deepFrozen = { minC: null, maxC: -65 } as const satisfies TemperatureRange;
export const ultraCold = { minC: null, maxC: -80 } as const satisfies TemperatureRange;

const days = (amount: number, condition: string | null, sourceStatus: SourceStatus) =>
  ({ amount, unit: 'day', countedFrom: 'collection', condition, sourceStatus }) as const satisfies ShelfLife;
const years = (amount: number, sourceStatus: SourceStatus) =>
  ({ amount, unit: 'year', countedFrom: 'collection', condition: null, sourceStatus }) as const satisfies ShelfLife;
const hoursAfterPreparation = (amount: number, condition: string | null, sourceStatus: SourceStatus) =>
  ({ amount, unit: 'hour', countedFrom: 'preparation', condition, sourceStatus }) as const satisfies ShelfLife;

const gb18469 = {
  effectiveFrom: '2012-07-01',
  effectiveTo: null,
} as const;

const redCells = {
  ...gb18469,
  componentClass: 'red_cells',
  reportClass: 'red_cells',
  unit: 'U',
  temperatureClass: 'red_cells',
  storage: cooled,
  isAgitated: false,
  transport: cooledInTransit,
  requiresCrossmatch: true,
  isIrradiated: false,
  isLeukoreduced: false,
  isWashed: false,
  mlPerUnit: 200,
  mlPerUnitStatus: 'sourced',
  sizes: [100, 150, 200],
  isMadeToOrder: false,
} as const;

const wholeBlood = { ...redCells, componentClass: 'whole_blood', reportClass: 'whole_blood' } as const;

const platelets = {
  ...redCells,
  componentClass: 'platelets',
  reportClass: 'platelets',
  temperatureClass: 'platelets',
  storage: roomTemperature,
  isAgitated: true,
  transport: roomTemperature,
  mlPerUnitStatus: 'unsourced',
} as const;

const apheresisPlatelets = {
  ...platelets,
  unit: 'dose',
  requiresCrossmatch: false,
  mlPerUnit: 250,
  sizes: [100],
  shelfLives: [days(5, null, 'sourced'), days(1, '普通袋', 'sourced')],
} as const;

const plasma = {
  ...redCells,
  componentClass: 'plasma',
  reportClass: 'plasma',
  unit: 'ml',
  temperatureClass: 'frozen',
  storage: frozen,
  transport: frozen,
  requiresCrossmatch: false,
  mlPerUnit: 1,
  mlPerUnitStatus: 'sourced',
  sizes: [10_000, 15_000, 20_000],
} as const;

const freshFrozen = { ...plasma, nationalCodes: { any: '42' }, shelfLives: [years(1, 'sourced')] } as const;

const packedRedCellLives = [days(35, 'CPDA-1', 'sourced'), days(21, 'ACD-B/CPD', 'unsourced')] as const;
const suspendedRedCellLives = [
  days(35, 'MAP/CPDA-1/SAGM', 'sourced'),
  days(42, 'AS-1/AS-3/AS-5', 'sourced'),
  days(21, 'ACD-B/CPD', 'sourced'),
  hoursAfterPreparation(24, '生理盐水', 'sourced'),
] as const;
const wholeBloodLives = [days(35, 'CPDA-1', 'sourced'), days(21, 'ACD-B/CPD', 'unsourced')] as const;

export const componentCatalogue = [
  {
    ...wholeBlood,
    code: 'wb',
    nameZh: '全血',
    nameEn: 'Whole blood',
    shortZh: '全血',
    shortEn: 'WB',
    shelfLives: wholeBloodLives,
    nationalCodes: { any: '2', rhdNegative: '23' },
    source: 'GB 18469-2012; WS 399-2012 (2–6 ℃); 35 d from a hospital dictionary',
    sourceStatus: 'sourced',
  },
  {
    ...wholeBlood,
    code: 'wb-lr',
    nameZh: '去白细胞全血',
    nameEn: 'Whole blood, leukoreduced',
    shortZh: '去白全血',
    shortEn: 'WB LR',
    isLeukoreduced: true,
    shelfLives: wholeBloodLives,
    nationalCodes: { any: '21', rhdNegative: '23' },
    source: 'GB 18469-2012 [unsourced: storage as whole blood]',
    sourceStatus: 'unsourced',
  },
  {
    ...redCells,
    code: 'rbc-packed',
    nameZh: '浓缩红细胞',
    nameEn: 'Red cells, packed',
    shortZh: '浓缩红',
    shortEn: 'RBC packed',
    shelfLives: packedRedCellLives,
    nationalCodes: { any: '11' },
    source: 'GB 18469-2012; 35 d from a hospital dictionary',
    sourceStatus: 'sourced',
  },
  {
    ...redCells,
    code: 'rbc-packed-lr',
    nameZh: '去白细胞浓缩红细胞',
    nameEn: 'Red cells, packed, leukoreduced',
    shortZh: '去白浓缩红',
    shortEn: 'RBC packed LR',
    isLeukoreduced: true,
    shelfLives: packedRedCellLives,
    nationalCodes: { any: '12' },
    source: 'GB 18469-2012 [unsourced: storage as packed red cells]',
    sourceStatus: 'unsourced',
  },
  {
    ...redCells,
    code: 'rbc-suspended',
    nameZh: '悬浮红细胞',
    nameEn: 'Red cells, suspended',
    shortZh: '悬红',
    shortEn: 'RBC',
    shelfLives: suspendedRedCellLives,
    nationalCodes: { any: '13', rhdNegative: '17' },
    source: 'GB 18469-2012; WS 399-2012 as quoted by blood stations',
    sourceStatus: 'sourced',
  },
  {
    ...redCells,
    code: 'rbc-lr',
    nameZh: '去白细胞悬浮红细胞',
    nameEn: 'Red cells, suspended, leukoreduced',
    shortZh: '去白悬红',
    shortEn: 'RBC LR',
    isLeukoreduced: true,
    shelfLives: suspendedRedCellLives,
    nationalCodes: { any: '12', rhdNegative: '17' },
    source: 'GB 18469-2012; 35 d from a hospital product list',
    sourceStatus: 'sourced',
  },
  {
    ...redCells,
    code: 'rbc-lr-irradiated',
    nameZh: '辐照去白细胞悬浮红细胞',
    nameEn: 'Red cells, suspended, leukoreduced, irradiated',
    shortZh: '辐照悬红',
    shortEn: 'RBC LR irr.',
    isLeukoreduced: true,
    isIrradiated: true,
    // The original life of the base bag; expiry.ts shortens it to irradiation + 14 d.
    shelfLives: suspendedRedCellLives,
    nationalCodes: { any: '12', rhdNegative: '17' },
    isMadeToOrder: true,
    source: 'GB 18469-2012 辐照血液 [unsourced: 25–50 Gy, 14 + 14 d]',
    sourceStatus: 'unsourced',
  },
  {
    ...redCells,
    code: 'rbc-washed',
    nameZh: '洗涤红细胞',
    nameEn: 'Red cells, washed',
    shortZh: '洗涤红',
    shortEn: 'RBC washed',
    isWashed: true,
    shelfLives: [hoursAfterPreparation(24, '生理盐水', 'sourced')],
    nationalCodes: { any: '14' },
    isMadeToOrder: true,
    source: 'GB 18469-2012; WS 399-2012 (2–6 ℃); 1 d from a hospital dictionary',
    sourceStatus: 'sourced',
  },
  {
    ...redCells,
    code: 'rbc-frozen',
    nameZh: '冰冻红细胞',
    nameEn: 'Red cells, frozen',
    shortZh: '冰冻红',
    shortEn: 'RBC frozen',
    temperatureClass: 'frozen',
    storage: deepFrozen,
    transport: deepFrozen,
    shelfLives: [years(10, 'sourced')],
    requiresCrossmatch: false,
    nationalCodes: { any: '15' },
    source: 'GB 18469-2012; 3650 d from a hospital dictionary [unsourced: 40 % glycerol ≤ −65 ℃]',
    sourceStatus: 'sourced',
  },
  {
    ...redCells,
    code: 'rbc-deglycerolised',
    nameZh: '冰冻解冻去甘油红细胞',
    nameEn: 'Red cells, thawed and deglycerolised',
    shortZh: '解冻红',
    shortEn: 'RBC deglyc.',
    isWashed: true,
    shelfLives: [hoursAfterPreparation(24, null, 'sourced')],
    nationalCodes: { any: '16' },
    isMadeToOrder: true,
    source: 'GB 18469-2012; 1 d from a hospital dictionary',
    sourceStatus: 'sourced',
  },
  {
    ...platelets,
    code: 'plt-wb',
    nameZh: '浓缩血小板',
    nameEn: 'Platelets, whole-blood derived',
    shortZh: '浓缩板',
    shortEn: 'PLT WB',
    shelfLives: [days(5, '血小板专用袋', 'sourced'), days(1, '普通袋', 'sourced')],
    mlPerUnit: 30,
    nationalCodes: { any: '31' },
    source: 'GB 18469-2012; WS 399-2012 as quoted by blood stations [unsourced: volume, crossmatch]',
    sourceStatus: 'sourced',
  },
  {
    ...platelets,
    code: 'plt-pooled',
    nameZh: '混合浓缩血小板',
    nameEn: 'Platelets, pooled',
    shortZh: '混合板',
    shortEn: 'PLT pooled',
    shelfLives: [hoursAfterPreparation(24, '开放汇集', 'unsourced'), days(5, '密闭汇集', 'unsourced')],
    mlPerUnit: 30,
    sizes: [200, 400, 600, 800, 1000],
    nationalCodes: { any: '31' },
    isMadeToOrder: true,
    source: 'GB 18469-2012 [unsourced: life, volume]',
    sourceStatus: 'unsourced',
  },
  {
    ...apheresisPlatelets,
    code: 'plt-apheresis',
    nameZh: '单采血小板',
    nameEn: 'Platelets, apheresis',
    shortZh: '单采板',
    shortEn: 'PLT',
    nationalCodes: { any: '32' },
    source: 'GB 18469-2012; WS 399-2012 as quoted by blood stations',
    sourceStatus: 'sourced',
  },
  {
    ...apheresisPlatelets,
    code: 'plt-apheresis-lr',
    nameZh: '去白细胞单采血小板',
    nameEn: 'Platelets, apheresis, leukoreduced',
    shortZh: '去白单采板',
    shortEn: 'PLT LR',
    isLeukoreduced: true,
    nationalCodes: { any: '33' },
    source: 'GB 18469-2012 [unsourced: storage as apheresis platelets]',
    sourceStatus: 'unsourced',
  },
  {
    ...apheresisPlatelets,
    code: 'plt-apheresis-irradiated',
    nameZh: '辐照单采血小板',
    nameEn: 'Platelets, apheresis, irradiated',
    shortZh: '辐照板',
    shortEn: 'PLT irr.',
    isIrradiated: true,
    nationalCodes: { any: '32' },
    isMadeToOrder: true,
    source: 'GB 18469-2012 辐照血液 [unsourced: life as the original]',
    sourceStatus: 'unsourced',
  },
  {
    ...freshFrozen,
    code: 'ffp',
    nameZh: '新鲜冰冻血浆',
    nameEn: 'Fresh frozen plasma',
    shortZh: '新鲜冰冻浆',
    shortEn: 'FFP',
    source: 'GB 18469-2012; WS 399-2012 as quoted by blood stations',
    sourceStatus: 'sourced',
  },
  {
    ...freshFrozen,
    code: 'ffp-vi',
    nameZh: '病毒灭活新鲜冰冻血浆',
    nameEn: 'Fresh frozen plasma, virus-inactivated',
    shortZh: '灭活新鲜浆',
    shortEn: 'VI-FFP',
    source: 'GB 18469-2012 [unsourced: 1 y as fresh frozen plasma]',
    sourceStatus: 'unsourced',
  },
  {
    ...freshFrozen,
    code: 'ffp-apheresis',
    nameZh: '单采新鲜冰冻血浆',
    nameEn: 'Fresh frozen plasma, apheresis',
    shortZh: '单采新鲜浆',
    shortEn: 'Apheresis FFP',
    source: 'GB 18469-2012; 365 d from a hospital dictionary',
    sourceStatus: 'sourced',
  },
  {
    ...plasma,
    code: 'fp',
    nameZh: '冰冻血浆',
    nameEn: 'Frozen plasma',
    shortZh: '冰冻血浆',
    shortEn: 'FP',
    shelfLives: [years(4, 'sourced')],
    nationalCodes: { any: '43' },
    source: 'GB 18469-2012; WS 399-2012 as quoted by blood stations',
    sourceStatus: 'sourced',
  },
  {
    ...plasma,
    code: 'fp-vi',
    nameZh: '病毒灭活冰冻血浆',
    nameEn: 'Frozen plasma, virus-inactivated',
    shortZh: '灭活冰冻浆',
    shortEn: 'VI-FP',
    shelfLives: [years(4, 'sourced')],
    nationalCodes: { any: '44' },
    source: 'GB 18469-2012; 4 y from a hospital product list',
    sourceStatus: 'sourced',
  },
  {
    ...plasma,
    code: 'cryo',
    nameZh: '冷沉淀凝血因子',
    nameEn: 'Cryoprecipitate',
    shortZh: '冷沉淀',
    shortEn: 'Cryo',
    componentClass: 'cryo',
    reportClass: 'cryo',
    unit: 'U',
    shelfLives: [years(1, 'sourced')],
    mlPerUnit: 12.5,
    mlPerUnitStatus: 'secondary',
    sizes: [100, 150, 200],
    nationalCodes: { any: '5' },
    source: 'GB 18469-2012; WS 399-2012 as quoted by blood stations; 12.5 ml from a research script',
    sourceStatus: 'sourced',
  },
  {
    ...apheresisPlatelets,
    code: 'granulocytes',
    nameZh: '单采粒细胞',
    nameEn: 'Granulocytes, apheresis',
    shortZh: '粒细胞',
    shortEn: 'Granulocytes',
    componentClass: 'granulocytes',
    reportClass: 'other',
    isAgitated: false,
    shelfLives: [days(1, null, 'sourced')],
    requiresCrossmatch: true,
    nationalCodes: { any: '6' },
    isMadeToOrder: true,
    source: 'GB 18469-2012; 1 d from a hospital dictionary [unsourced: 250 ml per dose]',
    sourceStatus: 'sourced',
  },
  {
    ...apheresisPlatelets,
    code: 'lymphocytes',
    nameZh: '单采淋巴细胞',
    nameEn: 'Lymphocytes, apheresis',
    shortZh: '淋巴细胞',
    shortEn: 'Lymphocytes',
    componentClass: 'other',
    reportClass: 'other',
    unit: 'U',
    isAgitated: false,
    shelfLives: [days(1, null, 'sourced')],
    requiresCrossmatch: true,
    mlPerUnit: 200,
    nationalCodes: { any: '9' },
    isMadeToOrder: true,
    source: 'Hospital dictionary, 1 d [unsourced: temperature, ml per unit]',
    sourceStatus: 'secondary',
  },
  {
    ...apheresisPlatelets,
    code: 'pbsc',
    nameZh: '单采外周血干细胞',
    nameEn: 'Peripheral blood stem cells, apheresis',
    shortZh: '干细胞',
    shortEn: 'PBSC',
    componentClass: 'other',
    reportClass: 'other',
    unit: 'U',
    temperatureClass: 'frozen',
    storage: ultraCold,
    transport: ultraCold,
    isAgitated: false,
    shelfLives: [days(60, null, 'secondary')],
    mlPerUnit: 200,
    nationalCodes: { any: '9' },
    isMadeToOrder: true,
    source: 'Hospital dictionary, −80 ℃, 60 d [unsourced: ml per unit]',
    sourceStatus: 'secondary',
  },
] as const satisfies readonly BloodComponent[];

export type ComponentCode = (typeof componentCatalogue)[number]['code'];
