import type { OrganisationKind } from './permissions';
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
  /** 输血申请: an ordinary issue names the request it fulfils; the window is the day of the city and not the last 24 hours; every component counts. */
  readonly issueNeedsRequest?: boolean;
  readonly requestsByDay?: boolean;
  readonly requestsCountAll?: boolean;
  /** Of a blood office: a certificate review is approved by two people. */
  readonly needsTwoReviewers?: boolean;
  /** Of the municipal office: days both counts of a trial must be there before a hospital starts. Stamped on a going live when it is opened. */
  readonly goLiveTrialDays?: number;
}

const hospitalSwitches = [
  'singleDuty',
  'reservationHours',
  'compatibilityProfile',
  'offersShortDated',
  'takesShortDated',
  'issueNeedsRequest',
  'requestsByDay',
  'requestsCountAll',
] as const;
export const houseSwitches = [...hospitalSwitches, 'needsTwoReviewers', 'goLiveTrialDays'] as const;
export type HouseSwitch = (typeof houseSwitches)[number];

/** Which switches a house has. A station has two clerks at any hour, keeps no bag for a patient, and judges none: it has none. An office without a district is the city's. */
export function switchesOf({
  kind,
  district,
}: {
  readonly kind: OrganisationKind;
  readonly district: string;
}): readonly HouseSwitch[] {
  if (kind === 'hospital') return hospitalSwitches;
  if (kind === 'blood_office') return ['needsTwoReviewers', ...(district === '' ? (['goLiveTrialDays'] as const) : [])];
  return [];
}

export const compatibilityProfiles = ['CN', 'ANZ'] as const;

/** Hours that somebody may ask for at the bench: a sample is good for three days. [unsourced: default] */
export const reservationHoursMost = 72;
/** [unsourced: default] */
export const trialDaysMost = 90;

/** Asked by hand unless the house says otherwise; what a request needs, 24 h of keeping, 17:00–08:00, one reviewer and seven days of trial are [unsourced: default]; the national table is that of 临床输血技术规范 (2000), but for platelets [unsourced: default]. */
export const switchDefaults = {
  singleDuty: singleDutyDefault,
  reservationHours: 24,
  compatibilityProfile: 'CN',
  offersShortDated: false,
  takesShortDated: false,
  issueNeedsRequest: false,
  requestsByDay: false,
  requestsCountAll: false,
  needsTwoReviewers: false,
  goLiveTrialDays: 7,
} as const;

/** Where the default comes from, as the screen says it. */
export const switchSources = {
  singleDuty: 'unsourced',
  reservationHours: 'unsourced',
  compatibilityProfile: 'partly',
  offersShortDated: 'unsourced',
  takesShortDated: 'unsourced',
  issueNeedsRequest: 'unsourced',
  requestsByDay: 'partly',
  requestsCountAll: 'unsourced',
  needsTwoReviewers: 'unsourced',
  goLiveTrialDays: 'unsourced',
} as const satisfies Record<HouseSwitch, 'unsourced' | 'partly'>;

export interface SwitchValues {
  /** Null: nobody is ever on duty alone. */
  readonly singleDuty: { readonly from: string; readonly until: string } | null;
  readonly reservationHours: number;
  readonly compatibilityProfile: 'CN' | 'ANZ';
  readonly offersShortDated: boolean;
  readonly takesShortDated: boolean;
  readonly issueNeedsRequest: boolean;
  readonly requestsByDay: boolean;
  readonly requestsCountAll: boolean;
  readonly needsTwoReviewers: boolean;
  readonly goLiveTrialDays: number;
}

export interface ReadSwitches extends SwitchValues {
  /** Those that the house has set itself. */
  readonly own: readonly HouseSwitch[];
}

const isFlag = (value: unknown) => typeof value === 'boolean';
const isWhole = (most: number) => (value: unknown) =>
  Number.isInteger(value) && Number(value) >= 1 && Number(value) <= most;

const isValueOf: Record<Exclude<HouseSwitch, 'singleDuty'>, (value: unknown) => boolean> = {
  reservationHours: isWhole(reservationHoursMost),
  compatibilityProfile: (value) => (compatibilityProfiles as readonly unknown[]).includes(value),
  offersShortDated: isFlag,
  takesShortDated: isFlag,
  issueNeedsRequest: isFlag,
  requestsByDay: isFlag,
  requestsCountAll: isFlag,
  needsTwoReviewers: isFlag,
  goLiveTrialDays: isWhole(trialDaysMost),
};

/** The switches of a house as its verbs act on them. What is not there, or is no value of its switch, is the default. */
export function readSwitches(settings: HouseSettings | null | undefined): ReadSwitches {
  const { singleDutyFrom: from, singleDutyUntil: until } = settings ?? {};
  const duty = isHour(from) && isHour(until) ? (from === until ? null : { from, until }) : undefined;
  const own = houseSwitches.filter((name) =>
    name === 'singleDuty' ? duty !== undefined : isValueOf[name](settings?.[name]),
  );
  const set = Object.fromEntries(
    own.map((name) => [name, name === 'singleDuty' ? duty : settings?.[name]]),
  ) as Partial<SwitchValues>;
  return { ...switchDefaults, ...set, own };
}

/** `08:00`, four digits, of a day. */
export function isHour(text: unknown): text is string {
  return typeof text === 'string' && /^([01]\d|2[0-3]):[0-5]\d$/.test(text);
}
