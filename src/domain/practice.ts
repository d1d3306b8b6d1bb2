import type { ModuleName } from './modules';

/** What the numbers of records of a city for practising begin with (练习); letters that Code 128 carries. draw_number() writes it. */
export const practiceMark = 'LX';

const recordNumber = new RegExp(`^(?:X[A-Z]-)?${practiceMark}\\d{4,8}-\\d{1,}$`);

/** Whether a text, scanned or typed, is by its form the number of a record of a city for practising, with the prefix of a bar code or without. */
export function isPracticeNumber(text: string): boolean {
  return recordNumber.test(text.normalize('NFKC').toUpperCase().replace(/\s/g, ''));
}

/** The facility in the donation numbers of practice bags. Its form is that of ISBT 128, and no facility has it. [unsourced: default] */
export const practiceFacility = 'LX000';

/** Whether a bag is of a city for practising, by its donation number: no real city takes it in (the database refuses it). */
export function isPracticeDonation(donationNo: string): boolean {
  return donationNo.startsWith(practiceFacility);
}

/** Whether a bag is none of the city where it was scanned: one of practice in the real city, a real one in that for practising. The database takes it into neither. */
export function isOfOtherCity(donationNo: string, isPractice: boolean): boolean {
  return isPracticeDonation(donationNo) !== isPractice;
}

/** What is kept in the real city and only mirrored into one for practising: houses, people with their accounts, wallboards. */
const ofRealCity: readonly ModuleName[] = ['organisations', 'people', 'devices'];

/** Whether this module, or this command of a module, is the real city's alone. @param name `people` or `people.register`. */
export function isOfRealCity(name: string): boolean {
  return (ofRealCity as readonly string[]).includes(name.split('.', 1)[0] ?? '');
}
