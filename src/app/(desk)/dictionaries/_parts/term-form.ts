import type { DictionaryName } from '@/domain/dictionaries/names';
import { checkTerm } from '@/domain/dictionaries/rules';
import type { TermFields } from '@/domain/dictionaries/schema';
import { day } from '@/domain/instant';
import type { TermDetail } from './term-types';

/** What is typed; null where it is not there yet, and of the days where there is none. */
export interface TermForm extends Omit<TermFields, 'position'> {
  readonly dictionary: DictionaryName | null;
  readonly position: number | null;
}

export const emptyForm: TermForm = {
  dictionary: null,
  name: '',
  nameEn: '',
  position: 50,
  validFrom: null,
  validTo: null,
};

export function formOf({ dictionary, name, nameEn, position, validFrom, validTo }: TermDetail): TermForm {
  return { dictionary, name, nameEn, position, validFrom, validTo };
}

export type MissingPart = 'needsDictionary' | 'needsName' | 'needsPosition' | 'needsDay' | 'needsOrder';

/** The first thing that is still to be filled in; null: nothing. */
export function missingIn({ dictionary, name, position, validFrom, validTo }: TermForm): MissingPart | null {
  if (dictionary === null) return 'needsDictionary';
  if (name.trim().length < 2) return 'needsName';
  if (position === null || !Number.isInteger(position) || position < 1 || position > 999) return 'needsPosition';
  if ([validFrom, validTo].some((value) => value !== null && !day.safeParse(value).success)) return 'needsDay';
  return checkTerm({ validFrom, validTo }).length > 0 ? 'needsOrder' : null;
}
