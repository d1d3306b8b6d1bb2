/**
 * A short offline block-list: hospital networks have no internet to ask. Passwords are compared after folding case, digits that
 * stand for letters, and the tail of digits and signs that people add to satisfy a rule: `P@ssw0rd2026!` is `password`.
 * [unsourced: the stems that lead every published list, and Chinese habits]
 */
const stems = new Set(
  [
    'password passwd pass admin administrator root guest user test demo welcome letmein login master secret default',
    'qwerty qwertyuiop qwert qwer asdf asdfgh asdfghjkl zxcv zxcvbn zxcvbnm qazwsx qazwsxedc qweasd qweasdzxc qwaszx',
    'abc abcd abcde abcdef abcdefg abcabc aaa aaaaaa iloveyou woaini woaini1314 wodemima mima nihao wang zhang',
    'dragon monkey football baseball superman batman sunshine princess shadow michael trustno',
    'hospital yiyuan doctor nurse yisheng hushi blood bloodbank xueku xueye huanzhe keshi',
    'changeme change computer internet system oracle server',
  ]
    .join(' ')
    .split(' '),
);

const lookAlikes: Record<string, string> = {
  '@': 'a',
  '4': 'a',
  '0': 'o',
  '1': 'i',
  '!': 'i',
  '3': 'e',
  $: 's',
  '5': 's',
  '7': 't',
};

export function isCommonPassword(password: string): boolean {
  const folded = password.toLowerCase();
  if (/^(.)\1+$/u.test(folded) || isRun(folded)) return true;
  const trimmed = folded.replace(/^[\d\W_]+/u, '').replace(/[\d\W_]+$/u, '');
  if (trimmed === '') return isDateOrPhone(folded);
  const letters = [...trimmed].map((char) => lookAlikes[char] ?? char).join('');
  return stems.has(trimmed) || stems.has(letters) || isRepeatOfStem(letters);
}

/** 0123456789, abcdefghij, 9876543210. */
function isRun(text: string): boolean {
  const codes = [...text].map((char) => char.codePointAt(0) ?? 0);
  const steps = codes.slice(1).map((code, index) => code - (codes[index] ?? 0));
  return steps.length > 0 && (steps.every((step) => step === 1) || steps.every((step) => step === -1));
}

/** Digits and signs alone: a birthday, a telephone number, an identity number. */
function isDateOrPhone(text: string): boolean {
  return /^(19|20)\d{6}$|^1\d{10}$|^\d{17}[\dx]$/.test(text.replace(/\D/g, ''));
}

function isRepeatOfStem(letters: string): boolean {
  const half = letters.length / 2;
  return (
    Number.isInteger(half) &&
    half >= 3 &&
    letters.slice(0, half) === letters.slice(half) &&
    stems.has(letters.slice(0, half))
  );
}
