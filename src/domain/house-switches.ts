import { singleDutyDefault } from './single-duty';

/**
 * Switches of a house, by what the verbs read. What a house has not set is absent and follows the default; a new switch comes here with the verb that reads
 * it, and not before.
 */
export interface HouseSettings {
  /** One person may be on duty alone between these local hours, "17:00" to "08:00"; equal hours: never. */
  readonly singleDutyFrom?: string;
  readonly singleDutyUntil?: string;
  /** How long a bag is kept for a patient when nobody says otherwise. */
  readonly reservationHours?: number;
  readonly compatibilityProfile?: 'CN' | 'ANZ';
  /** 近效期调剂: what the morning proposes is offered at once; what is offered is taken up to what the house could use. */
  readonly offersShortDated?: boolean;
  readonly takesShortDated?: boolean;
  /** Of a blood office: a certificate review is approved by two people. It has no screen yet. */
  readonly needsTwoReviewers?: boolean;
  /** Of a blood office: days both counts of a trial must be there before a hospital starts. It has no screen yet. */
  readonly goLiveTrialDays?: number;
}

export const houseSwitches = [
  'singleDuty',
  'reservationHours',
  'compatibilityProfile',
  'offersShortDated',
  'takesShortDated',
] as const;
export type HouseSwitch = (typeof houseSwitches)[number];

export const compatibilityProfiles = ['CN', 'ANZ'] as const;

/** Hours that somebody may ask for at the bench: a sample is good for three days. [unsourced: default] */
export const reservationHoursMost = 72;

/** Asked by hand unless the house says otherwise; 24 h of keeping and 17:00–08:00 are [unsourced: default]; the national table is that of 临床输血技术规范 (2000), but for platelets [unsourced: default]. */
export const switchDefaults = {
  singleDuty: singleDutyDefault,
  reservationHours: 24,
  compatibilityProfile: 'CN',
  offersShortDated: false,
  takesShortDated: false,
} as const;

/** Where the default comes from, as the screen says it. */
export const switchSources = {
  singleDuty: 'unsourced',
  reservationHours: 'unsourced',
  compatibilityProfile: 'partly',
  offersShortDated: 'unsourced',
  takesShortDated: 'unsourced',
} as const satisfies Record<HouseSwitch, 'unsourced' | 'partly'>;

export interface ReadSwitches {
  /** Null: nobody is ever on duty alone. */
  readonly singleDuty: { readonly from: string; readonly until: string } | null;
  readonly reservationHours: number;
  readonly compatibilityProfile: 'CN' | 'ANZ';
  readonly offersShortDated: boolean;
  readonly takesShortDated: boolean;
  /** Those that the house has set itself. */
  readonly own: readonly HouseSwitch[];
}

/** The switches of a house as its verbs act on them. What is not there, or is no value of its switch, is the default. */
export function readSwitches(settings: HouseSettings | null | undefined): ReadSwitches {
  const {
    singleDutyFrom: from,
    singleDutyUntil: until,
    reservationHours: hours,
    compatibilityProfile,
    offersShortDated: offers,
    takesShortDated: takes,
  } = settings ?? {};
  const hasDuty = isHour(from) && isHour(until);
  const hasHours = typeof hours === 'number' && Number.isInteger(hours) && hours >= 1 && hours <= reservationHoursMost;
  const hasProfile = compatibilityProfile !== undefined && compatibilityProfiles.includes(compatibilityProfile);
  return {
    singleDuty: hasDuty ? (from === until ? null : { from, until }) : switchDefaults.singleDuty,
    reservationHours: hasHours ? hours : switchDefaults.reservationHours,
    compatibilityProfile: hasProfile ? compatibilityProfile : switchDefaults.compatibilityProfile,
    offersShortDated: typeof offers === 'boolean' ? offers : switchDefaults.offersShortDated,
    takesShortDated: typeof takes === 'boolean' ? takes : switchDefaults.takesShortDated,
    own: [
      ...(hasDuty ? (['singleDuty'] as const) : []),
      ...(hasHours ? (['reservationHours'] as const) : []),
      ...(hasProfile ? (['compatibilityProfile'] as const) : []),
      ...(typeof offers === 'boolean' ? (['offersShortDated'] as const) : []),
      ...(typeof takes === 'boolean' ? (['takesShortDated'] as const) : []),
    ],
  };
}

/** `08:00`, four digits, of a day. */
export function isHour(text: unknown): text is string {
  return typeof text === 'string' && /^([01]\d|2[0-3]):[0-5]\d$/.test(text);
}
