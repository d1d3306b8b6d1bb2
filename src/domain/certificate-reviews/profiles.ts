/** 用血者情况, by the numbers of the city's own client; 7 is unknown there. */
export const caseTypes = ['1', '2', '3', '4', '5', '6', '8'] as const;
export type CaseType = (typeof caseTypes)[number];

/** Who the patient is to the donor. */
export const relations = [
  'self',
  'spouse',
  'parent',
  'child',
  'sibling',
  'grandparent',
  'grandchild',
  'spouse_parent',
  'other',
] as const;
export type Relation = (typeof relations)[number];

/** CV02.01.101 身份证件类别, as far as a patient or donor is identified by it. */
export const identityTypes = ['01', '02', '03', '04', '06', '07', '99'] as const;
export type IdentityType = (typeof identityTypes)[number];

export const articles = [
  'sh2021_own',
  'sh2021_family',
  'sh1998_32_1',
  'sh1998_32_2',
  'sh1998_29',
  'sh1998_47',
  'sh1998_27',
  'sh1998_26',
] as const;
export type Article = (typeof articles)[number];

export const automaticRules = ['own_donation', 'aged'] as const;
export type AutomaticRule = (typeof automaticRules)[number];

/** So many times what was given, when the blood was used within so many years of the donation; null: whenever. */
export interface Share {
  readonly withinYears: number | null;
  readonly multiple: number;
  readonly article: Article;
}

export interface ReviewProfile {
  readonly code: 'SH-2021' | 'SH-1998';
  /** City days, both included, on which the blood was used; null: still in force. */
  readonly from: string;
  readonly until: string | null;
  /** Each situation with the article it rests on. */
  readonly cases: Readonly<Partial<Record<CaseType, Article>>>;
  readonly familyRelations: readonly Relation[];
  /** Read in order: the first that fits counts. */
  readonly ownShares: readonly Share[];
  readonly familyShares: readonly Share[];
  /** Whether the volumes are those of a text, or a default that the city has to confirm; the screens say which. */
  readonly areVolumesSourced: boolean;
  readonly agedFrom: number;
  readonly automatic: Readonly<Partial<Record<CaseType, AutomaticRule>>>;
  readonly answerWithinWorkingDays: number;
  /** 补办: how many days after the use it is still in time. */
  readonly supplementWithinDays: number;
}

/**
 * The law by the day on which the blood was used.
 * - SH-2021: 上海市献血条例 as amended from 2021-12-01: no formality before use; the donor, 近亲属 and the spouse's parents benefit (the head of the
 *   municipal office, by the press). Volumes: those of the older law [unsourced: default] until the official text is there; the office grants another by hand.
 * - SH-1998: 上海市献血条例 of 1998 (in force from 1998-10-01 [unsourced: default]): art. 32-1 own donation, five times within five years, then the same
 *   volume; 32-2 family, the same volume within five years; 45 family; 29 from 60 years; 47 others than mainland residents; 26, 27 documents. The
 *   numbers of the situations and of the two working days are those of the city's client.
 * Days for 补办 and art. 26 for students and the garrison: [unsourced: default].
 */
export const reviewProfiles: readonly ReviewProfile[] = [
  {
    code: 'SH-1998',
    from: '1998-10-01',
    until: '2021-11-30',
    cases: {
      '1': 'sh1998_32_1',
      '2': 'sh1998_32_2',
      '3': 'sh1998_29',
      '4': 'sh1998_47',
      '5': 'sh1998_27',
      '6': 'sh1998_26',
      '8': 'sh1998_26',
    },
    familyRelations: ['spouse', 'parent', 'child', 'spouse_parent'],
    ownShares: [
      { withinYears: 5, multiple: 5, article: 'sh1998_32_1' },
      { withinYears: null, multiple: 1, article: 'sh1998_32_1' },
    ],
    familyShares: [{ withinYears: 5, multiple: 1, article: 'sh1998_32_2' }],
    areVolumesSourced: true,
    agedFrom: 60,
    automatic: { '1': 'own_donation', '3': 'aged' },
    answerWithinWorkingDays: 2,
    supplementWithinDays: 30,
  },
  {
    code: 'SH-2021',
    from: '2021-12-01',
    until: null,
    cases: { '1': 'sh2021_own', '2': 'sh2021_family' },
    familyRelations: ['spouse', 'parent', 'child', 'sibling', 'grandparent', 'grandchild', 'spouse_parent'],
    ownShares: [
      { withinYears: 5, multiple: 5, article: 'sh2021_own' },
      { withinYears: null, multiple: 1, article: 'sh2021_own' },
    ],
    familyShares: [{ withinYears: 5, multiple: 1, article: 'sh2021_family' }],
    areVolumesSourced: false,
    agedFrom: 60,
    automatic: { '1': 'own_donation' },
    answerWithinWorkingDays: 2,
    supplementWithinDays: 30,
  },
];

/** The law of a day (yyyy-MM-dd, of the city); undefined before the first one. */
export function profileAt(day: string): ReviewProfile | undefined {
  return reviewProfiles.find(({ from, until }) => from <= day && (until === null || day <= until));
}

export function profileOf(code: ReviewProfile['code']): ReviewProfile {
  const profile = reviewProfiles.find((one) => one.code === code);
  if (!profile) throw new RangeError(`no profile ${code}`);
  return profile;
}

export const currentProfile = profileOf('SH-2021');
