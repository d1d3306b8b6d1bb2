import { parseTypedNumber } from '@/components/ui/number-input';
import type { ListedKind } from '@/domain/organisations/kinds';
import { institutionCode, organisationCode, organisationFields } from '@/domain/organisations/schema';
import { isPhone } from '@/domain/phone';
import type { OrganisationDetail } from './organisation-types';

/** What is typed. Degrees stay text until they are sent: whoever types 121.4367 wants to read that. */
export interface OrganisationForm {
  readonly code: string;
  readonly kind: ListedKind;
  readonly name: string;
  readonly shortName: string;
  readonly nameEn: string;
  readonly parentId: string | null;
  readonly district: string;
  readonly institutionCode: string;
  readonly address: string;
  readonly longitude: string;
  readonly latitude: string;
  readonly dutyPhone: string;
  readonly nightPhone: string;
  readonly sortOrder: number | null;
}

export const emptyForm: OrganisationForm = {
  code: '',
  kind: 'hospital',
  name: '',
  shortName: '',
  nameEn: '',
  parentId: null,
  district: '',
  institutionCode: '',
  address: '',
  longitude: '',
  latitude: '',
  dutyPhone: '',
  nightPhone: '',
  sortOrder: null,
};

export function formOf(house: OrganisationDetail): OrganisationForm {
  const { longitude, latitude, code, kind, name, shortName, nameEn, parentId, district, address } = house;
  const { dutyPhone, nightPhone, sortOrder } = house;
  return {
    code,
    kind,
    name,
    shortName,
    nameEn,
    parentId,
    district,
    institutionCode: house.institutionCode,
    address,
    longitude: longitude === null ? '' : String(longitude),
    latitude: latitude === null ? '' : String(latitude),
    dutyPhone,
    nightPhone,
    sortOrder,
  };
}

/** Six decimals are a hand's breadth; what is no number is told as such. */
function degrees(text: string): number | null {
  const typed = parseTypedNumber(text);
  return typed === null ? null : Math.round(typed * 1e6) / 1e6;
}

/** As it is sent. */
export function valuesOf(form: OrganisationForm) {
  const { code, ...rest } = form;
  return {
    ...rest,
    name: form.name.trim(),
    shortName: form.shortName.trim(),
    nameEn: form.nameEn.trim(),
    parentId: form.kind === 'campus' ? form.parentId : null,
    district: form.district.trim(),
    institutionCode: form.institutionCode.trim(),
    address: form.address.trim(),
    longitude: degrees(form.longitude),
    latitude: degrees(form.latitude),
    dutyPhone: form.dutyPhone.trim(),
    nightPhone: form.nightPhone.trim(),
  };
}

/** Only what was changed here: what a colleague changes meanwhile stands beside it. */
export function changesOf(form: OrganisationForm, opened: OrganisationForm) {
  const [now, before] = [valuesOf(form), valuesOf(opened)];
  return Object.fromEntries(
    organisationFields.filter((field) => now[field] !== before[field]).map((field) => [field, now[field]]),
  ) as Partial<ReturnType<typeof valuesOf>>;
}

export type MissingPart =
  | 'needsCode'
  | 'needsName'
  | 'needsShortName'
  | 'needsParent'
  | 'needsDistrict'
  | 'needsInstitution'
  | 'needsPlace'
  | 'needsPhone'
  | 'needsOrder';

/** The first thing that is still to be filled in or mended; null: nothing. */
export function missingIn(form: OrganisationForm, may: 'all' | 'own'): MissingPart | null {
  const { longitude, latitude, dutyPhone, nightPhone } = valuesOf(form);
  const place = [longitude, latitude];
  const isPlace = place.every((one) => one === null) || place.every((one) => one !== null && !Number.isNaN(one));
  const own = !isPlace ? 'needsPlace' : isPhone(dutyPhone) && isPhone(nightPhone) ? null : 'needsPhone';
  if (may === 'own') return own;
  if (!organisationCode.safeParse(form.code).success) return 'needsCode';
  if (form.name.trim() === '') return 'needsName';
  if (form.shortName.trim() === '') return 'needsShortName';
  if (form.kind === 'campus' && form.parentId === null) return 'needsParent';
  if ((form.kind === 'campus' || form.kind === 'hospital') && form.district.trim() === '') return 'needsDistrict';
  if (!institutionCode.safeParse(form.institutionCode).success) return 'needsInstitution';
  if (own) return own;
  const { sortOrder } = form;
  const isOrder = sortOrder === null || (Number.isInteger(sortOrder) && sortOrder >= 0 && sortOrder <= 9999);
  return isOrder ? null : 'needsOrder';
}
