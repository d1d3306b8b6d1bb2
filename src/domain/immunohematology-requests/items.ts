/** 试管, 微柱凝胶, 玻片, 聚凝胺, 抗人球蛋白, 流式, 固相: how an item was done. [unsourced: default] */
export const methods = ['tube', 'gel_card', 'polybrene', 'antiglobulin', 'slide', 'solid_phase', 'flow'] as const;
export type Method = (typeof methods)[number];

/** Strength of a reaction: `0`, weak, 1+ to 4+, mixed field, haemolysis. Source: the usual scale of tube and gel [unsourced: default]. */
export const grades = ['0', 'w', '1', '2', '3', '4', 'mf', 'h'] as const;
export type Grade = (typeof grades)[number];
export const isReacting = (grade: Grade) => grade !== '0';

/** Columns of reactions: reagent or cell. */
export const readings = [
  'anti_a',
  'anti_b',
  'anti_d',
  'cells_a1',
  'cells_b',
  'cells_o',
  'cell_1',
  'cell_2',
  'cell_3',
  'auto',
  'poly',
  'igg',
  'c3d',
  'free',
  'eluate',
  'major',
  'minor',
] as const;
export type Reading = (typeof readings)[number];

export const outcomes = [
  'negative',
  'positive',
  'none',
  'found',
  'unidentified',
  'rhd_negative',
  'rhd_variant',
  'rhd_positive',
  'compatible',
  'incompatible',
  'supported',
  'not_supported',
  'unclear',
] as const;
export type Outcome = (typeof outcomes)[number];

/** What an item answers beside an outcome of its table. */
export type Answer = 'group' | 'antigens' | 'antibodies' | 'titre' | null;

interface ItemDefinition {
  readonly answer: Answer;
  readonly outcomes: readonly Outcome[];
  readonly readings: readonly Reading[];
  /** What it is always typed for; an item of free antigens has none. */
  readonly antigens?: readonly string[];
  /** Cells are needed, so only blood with anticoagulant serves; any tube serves otherwise. [unsourced: default] */
  readonly needsEdta: boolean;
}

const forwardAndReverse = ['anti_a', 'anti_b', 'cells_a1', 'cells_b', 'cells_o'] as const;
const specificity = ['none', 'found', 'unidentified'] as const;
const reaction = ['negative', 'positive'] as const;
const match = ['compatible', 'incompatible'] as const;

/** What the reference laboratory offers. Names: the workload list of a transfusion laboratory; HDN [unsourced: default]. */
export const testItems = {
  abo: { answer: 'group', outcomes: [], readings: forwardAndReverse, needsEdta: true },
  abo_rh: { answer: 'group', outcomes: [], readings: [...forwardAndReverse, 'anti_d'], needsEdta: true },
  abo_disc: { answer: 'group', outcomes: [], readings: [...forwardAndReverse, 'anti_d', 'auto'], needsEdta: true },
  rhd_neg_conf: {
    answer: null,
    outcomes: ['rhd_negative', 'rhd_variant', 'rhd_positive'],
    readings: ['anti_d', 'auto'],
    needsEdta: true,
  },
  rh_pheno: { answer: 'antigens', outcomes: [], readings: [], antigens: ['D', 'C', 'c', 'E', 'e'], needsEdta: true },
  antigen: { answer: 'antigens', outcomes: [], readings: [], needsEdta: true },
  ab_screen: { answer: null, outcomes: reaction, readings: ['cell_1', 'cell_2', 'cell_3', 'auto'], needsEdta: false },
  ab_id: { answer: 'antibodies', outcomes: specificity, readings: ['auto'], needsEdta: false },
  ab_titre: { answer: 'titre', outcomes: [], readings: [], needsEdta: false },
  elution: { answer: 'antibodies', outcomes: specificity, readings: ['eluate'], needsEdta: true },
  adsorption: { answer: 'antibodies', outcomes: specificity, readings: ['auto'], needsEdta: true },
  dat: { answer: null, outcomes: reaction, readings: ['poly', 'igg', 'c3d'], needsEdta: true },
  iat: { answer: null, outcomes: reaction, readings: ['poly'], needsEdta: false },
  xm: { answer: null, outcomes: match, readings: ['major', 'minor'], needsEdta: true },
  xm_diff: { answer: null, outcomes: match, readings: ['major', 'minor', 'auto'], needsEdta: true },
  plt_xm: { answer: null, outcomes: match, readings: ['major'], needsEdta: false },
  plt_ab: { answer: 'antibodies', outcomes: specificity, readings: [], needsEdta: false },
  hdn: {
    answer: null,
    outcomes: ['supported', 'not_supported', 'unclear'],
    readings: ['igg', 'free', 'eluate'],
    needsEdta: true,
  },
} as const satisfies Record<string, ItemDefinition>;
export type TestCode = keyof typeof testItems;
export const testCodes = Object.keys(testItems) as [TestCode, ...TestCode[]];
export const itemOf = (test: TestCode): ItemDefinition => testItems[test];

/** 试管: 血样 with EDTA, without anticoagulant. */
export const specimenKinds = ['edta', 'plain'] as const;
export type SpecimenKind = (typeof specimenKinds)[number];

/** Older blood is not sent: three days. [unsourced: default] */
export const specimenDays = 3;

/** 退回标本: as observed in a working laboratory system; too little and other [unsourced: default]. */
export const refusals = ['identity', 'label', 'haemolysed', 'late', 'container', 'volume', 'other'] as const;
export type Refusal = (typeof refusals)[number];

/** By when the laboratory reports, from the moment it was asked, in hours. [unsourced: default] */
export const reportHours = { urgent: 4, routine: 48 } as const;

export const histories = ['none', 'had', 'unknown'] as const;
export const reportedAbos = ['A', 'B', 'O', 'AB', 'unknown'] as const;
/** D 变异型 is treated as negative when it receives. */
export const reportedRhds = ['positive', 'negative', 'variant', 'unknown'] as const;

/** 1 to 4096, doubling. */
export const titres = ['0', '1', '2', '4', '8', '16', '32', '64', '128', '256', '512', '1024', '2048', '4096'] as const;
