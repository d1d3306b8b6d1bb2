import { z } from 'zod';
import { compatibilityProfiles, isHour, reservationHoursMost, trialDaysMost } from '../house-switches';
import { isPhone } from '../phone';
import { listedKinds } from './kinds';

const plain = (text: string) => text.normalize('NFKC').trim();

/** Under which a house signs in and its records are kept: never changed. */
export const organisationCode = z
  .string()
  .max(20)
  .transform((text) => plain(text).toUpperCase())
  .refine((code) => /^[A-Z0-9]{2,16}$/.test(code), 'organisation.code_form');

/** 统一社会信用代码 by its form, 18 characters; empty: not known. */
export const institutionCode = z
  .string()
  .max(40)
  .transform((text) => plain(text).toUpperCase())
  .refine((code) => /^([A-Z0-9]{18})?$/.test(code), 'organisation.institution_code_form');

const phone = z.string().trim().max(40).refine(isPhone, 'phone_unreadable');
const reason = z.string().trim().min(2).max(200);

const fields = {
  kind: z.enum(listedKinds),
  name: z.string().trim().min(1).max(60),
  shortName: z.string().trim().min(1).max(12),
  nameEn: z.string().trim().max(80),
  /** Of a campus: its hospital. */
  parentId: z.string().max(16).nullable(),
  district: z.string().trim().max(20),
  institutionCode,
  address: z.string().trim().max(100),
  /** Decimal degrees, WGS-84, six decimals; both or none. */
  longitude: z.number().nullable(),
  latitude: z.number().nullable(),
  dutyPhone: phone,
  nightPhone: phone,
  /** Null: last. */
  sortOrder: z.int().min(0).max(9999).nullable(),
};

export const registerOrganisationInput = z.strictObject({
  code: organisationCode,
  ...fields,
  nameEn: fields.nameEn.default(''),
  parentId: fields.parentId.default(null),
  district: fields.district.default(''),
  institutionCode: fields.institutionCode.default(''),
  address: fields.address.default(''),
  longitude: fields.longitude.default(null),
  latitude: fields.latitude.default(null),
  dutyPhone: fields.dutyPhone.default(''),
  nightPhone: fields.nightPhone.default(''),
  sortOrder: fields.sortOrder.default(null),
});
export type RegisterOrganisationInput = z.output<typeof registerOrganisationInput>;

/** What is left out stays as it is; the code stays always. */
export const modifyOrganisationInput = z.strictObject({
  id: z.uuid(),
  version: z.int().min(1),
  ...z.strictObject(fields).partial().shape,
});

export const organisationFields = [
  'kind',
  'name',
  'shortName',
  'nameEn',
  'parentId',
  'district',
  'institutionCode',
  'address',
  'longitude',
  'latitude',
  'dutyPhone',
  'nightPhone',
  'sortOrder',
] as const;
export type OrganisationField = (typeof organisationFields)[number];
export type OrganisationFields = Omit<RegisterOrganisationInput, 'code'>;

/** What a house may change of itself. */
export const ownFields = ['address', 'longitude', 'latitude', 'dutyPhone', 'nightPhone'] as const;

const hour = z.string().max(5).refine(isHour, 'organisation.hour_form');

/** What is left out stays as it is; null: as the default has it. */
export const setSwitchesInput = z.strictObject({
  id: z.uuid(),
  version: z.int().min(1),
  reason,
  singleDuty: z
    .union([z.literal('never'), z.strictObject({ from: hour, until: hour })])
    .nullable()
    .optional(),
  reservationHours: z.int().min(1).max(reservationHoursMost).nullable().optional(),
  compatibilityProfile: z.enum(compatibilityProfiles).nullable().optional(),
  offersShortDated: z.boolean().nullable().optional(),
  takesShortDated: z.boolean().nullable().optional(),
  issueNeedsRequest: z.boolean().nullable().optional(),
  requestsByDay: z.boolean().nullable().optional(),
  requestsCountAll: z.boolean().nullable().optional(),
  needsTwoReviewers: z.boolean().nullable().optional(),
  goLiveTrialDays: z.int().min(1).max(trialDaysMost).nullable().optional(),
});
export type SetSwitchesInput = z.output<typeof setSwitchesInput>;

export const retireOrganisationInput = z.strictObject({ id: z.uuid(), version: z.int().min(1), reason });
