/** 就诊类型, CV09.00.404. */
export const sickTypes = ['1', '2', '3', '9'] as const;
/** 患者属地: 本市, 外埠. */
export const residences = ['local', 'elsewhere'] as const;
/** 输血性质: 备血 is 1 of its national code; the others [unsourced: default]. */
export const natures = ['preparation', 'routine', 'urgent', 'massive', 'special'] as const;
/** 用血安排: 异体, 自体, 异型. */
export const arrangements = ['allogeneic', 'autologous', 'other_group'] as const;
/** 既往史: 无, 有. */
export const histories = ['none', 'had'] as const;

/** What the form has a place for, with the unit it is read in; those without are answers in words. */
export const labItems = {
  hb: 'g/L',
  hct: '%',
  plt: '10⁹/L',
  rbc: '10¹²/L',
  wbc: '10⁹/L',
  pt: 's',
  aptt: 's',
  tt: 's',
  fbg: 'g/L',
  alt: 'U/L',
  alb: 'g/L',
  hbsag: '',
  hbsab: '',
  hbeag: '',
  hbeab: '',
  hbcab: '',
  hcv: '',
  hiv: '',
  syphilis: '',
} as const;
export type LabItem = keyof typeof labItems;
export const labItemCodes = Object.keys(labItems) as [LabItem, ...LabItem[]];

/** Results older than this are not offered for the next request. [unsourced: default] */
export const labsOfferedDays = 7;
