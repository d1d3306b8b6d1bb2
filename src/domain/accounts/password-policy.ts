import type { Violation } from '../result';
import { isCommonPassword } from './common-passwords';

/** What a password must be. Two yardsticks contradict each other, so the operator chooses one; both are data. */
export interface PasswordProfile {
  readonly name: 'mlps3' | 'asvs';
  readonly minLength: number;
  readonly maxLength: number;
  /** Of lower case, upper case, digits and everything else. */
  readonly minClasses: number;
  /** How many earlier passwords may not come back. */
  readonly history: number;
  /** Days until it must be changed; null: never by the calendar. */
  readonly maxAgeDays: number | null;
}

/**
 * mlps3: GB/T 22239-2019 8.1.4.1 a) asks for complexity and periodic change and leaves the figures to the site
 * (≥10, 3 classes, history 5, 90 days: [unsourced: default]).
 * asvs: OWASP ASVS 5.0 6.2.1, 6.2.5, 6.2.10: long, no composition rules, no rotation.
 */
export const passwordProfiles = {
  mlps3: { name: 'mlps3', minLength: 10, maxLength: 128, minClasses: 3, history: 5, maxAgeDays: 90 },
  asvs: { name: 'asvs', minLength: 15, maxLength: 128, minClasses: 1, history: 0, maxAgeDays: null },
} as const satisfies Record<string, PasswordProfile>;

export const defaultProfile: PasswordProfile = passwordProfiles.mlps3;

export interface PasswordContext {
  readonly staffNo: string;
  readonly personName: string;
  /** Names, short names and codes of the organisation, in any script. */
  readonly organisationWords: readonly string[];
}

const placeWords = ['xuemai', '血脉', 'shuxue', '输血', 'shanghai', '上海'];

/** Full-width letters from an input method are the same password as half-width ones. */
export function normalisePassword(password: string): string {
  return password.normalize('NFKC');
}

/**
 * All that is wrong with a new password, at once; an empty list means it will do.
 * History is checked by the server, which alone has the hashes (`password.used_before`).
 */
export function judgePassword(
  raw: string,
  context: PasswordContext,
  profile: PasswordProfile = defaultProfile,
): Violation[] {
  const password = normalisePassword(raw);
  const violations: Violation[] = [];
  const length = [...password].length;
  if (length < profile.minLength) {
    violations.push({ code: 'password.too_short', facts: { minimum: profile.minLength, length } });
  }
  if (length > profile.maxLength) violations.push({ code: 'password.too_long', facts: { maximum: profile.maxLength } });
  const classes = countClasses(password);
  if (classes < profile.minClasses) {
    violations.push({ code: 'password.too_few_classes', facts: { minimum: profile.minClasses, classes } });
  }
  const word = findContextWord(password, context);
  if (word) violations.push({ code: 'password.contains_word', facts: { word } });
  if (isCommonPassword(password)) violations.push({ code: 'password.common' });
  return violations;
}

/** Kinds of character: lower case, upper case, digit, anything else. 0–4. */
export function countClasses(password: string): number {
  const kinds = [/\p{Ll}/u, /\p{Lu}/u, /\p{Nd}/u, /[^\p{Ll}\p{Lu}\p{Nd}]/u];
  return kinds.filter((kind) => kind.test(password)).length;
}

function findContextWord(password: string, context: PasswordContext): string | undefined {
  const hay = password.toLowerCase();
  const words = [context.personName, ...context.organisationWords, ...placeWords].filter(
    (word) => [...word].length >= 2,
  );
  // A staff number of one or two digits is in every password; from three on it is the person's own.
  if (context.staffNo.length >= 3) words.unshift(context.staffNo);
  return words.find((word) => hay.includes(normalisePassword(word).toLowerCase()));
}
