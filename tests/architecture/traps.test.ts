import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

/** The file, and the beginning of each title that guards it. */
type Guard = readonly [file: string, ...titles: string[]];

/**
 * Where this field has hurt others, and which tests guard it here: whoever renames one of them sees for what it stood. `open` names the work that
 * brings the first test.
 */
const traps: Readonly<Record<string, readonly Guard[] | { readonly open: string }>> = {
  'RhD in CV04.50.020: 1 is negative and 2 is positive': [
    ['src/domain/blood/groups.test.ts', 'in CV04.50.020, 1 is negative and 2 is positive'],
  ],
  'ISBT group codes lose their zero as numbers; 55, 66, 77, 88 do not say the RhD': [
    [
      'src/domain/blood/barcodes/read-scan.test.ts',
      '600 is 0600 that lost its zero',
      '55, 66, 77, 88 are never positive',
    ],
    ['src/domain/blood/compatibility.test.ts', 'a bag whose RhD is not specified is never issuable as red cells'],
  ],
  'one donation number on many bags, and divisions': [
    ['src/domain/blood/barcodes/bag-scan.test.ts', 'one donation, two divisions: two bags'],
    ['src/domain/station-stock/rules.test.ts', 'listed twice is named on its second line; another division'],
    ['tests/e2e/units.spec.ts', 'several bags of one donation are chosen from'],
  ],
  'plasma is the inverse of red cells, platelets differ again, RhD does not count for plasma': [
    [
      'src/domain/blood/compatibility.test.ts',
      'plasma O to AB is forbidden, plasma AB to O is allowed: the inverse of red cells',
      'RhD never changes the answer for plasma and cryoprecipitate',
      'RhD-positive platelets to an RhD-negative woman prompt for anti-D',
    ],
  ],
  'approval at exactly 800 and 1600 ml, over a window with what came before, emergencies exempt, voided lines out': [
    ['src/domain/blood/components.test.ts', 'counts 4 U of red cells as exactly 800 ml and 8 U as exactly 1600 ml'],
    ['src/domain/transfusion-requests/approval.test.ts', 'leaves 急救用血 out of the window of others'],
    [
      'tests/integration/transfusion-requests/requests.test.ts',
      'of exactly 800 ml needs superior and head, in this order',
      'of exactly 1600 ml needs head and medical office',
      'sums earlier requests, and raises what is not taken up yet',
      'leaves what was taken up, and forgets what was voided',
      'is with the transfusion department at once, of any volume',
    ],
  ],
  'expiry to the minute in the zone of the house; a day alone is until 23:59; reckoned anew after processing': [
    [
      'src/domain/blood/expiry.test.ts',
      'is expired at that minute, not before',
      'is right on the days a zone changes its clocks',
      'is never later than the original, whatever was done',
    ],
    [
      'src/domain/blood/barcodes/read-scan.test.ts',
      '&>0161132359 is 2016-04-22 23:59, =>016113 the same day without a time',
    ],
  ],
  'codes of a bag in any order, twice, or typed by hand': [
    ['src/domain/blood/barcodes/bag-scan.test.ts', 'a part typed by hand is flagged'],
    ['src/components/scan/decode-keys.test.ts', 'sends four codes one after another: four scans'],
    ['tests/e2e/issue-desk.spec.ts', 'a wrong label stops its own bag; the trigger pulled twice counts one bag once'],
  ],
  'two different people, or one on duty with a blind second entry': [
    ['src/domain/clinical-issues/rules.test.ts', 'is refused by day, and asks the blind second entry by night'],
    [
      'tests/integration/clinical-issues/issue.test.ts',
      'by one person on duty asks the blind second entry and falls into the morning list',
    ],
    [
      'tests/integration/relabellings/relabellings.test.ts',
      'without a second person, with the same one twice, or signed for other labels',
    ],
  ],
  'nothing comes back once it was issued, but by a void that everybody sees': [
    [
      'tests/integration/clinical-issues/issue.test.ts',
      'is voided by a reviewer: the bag comes back on hold, and once released it can be issued again',
    ],
    ['tests/integration/bag-receipts/receipts.test.ts', 'is not voided once a bag has been issued, and nothing moves'],
  ],
  'a report that is missing is not a report of zero': [
    [
      'tests/integration/declared-stock/declared-stock.test.ts',
      'a day that was left out is listed as missing, not as zero',
    ],
    ['src/domain/declared-stock/rules.test.ts', 'holds a zero only when the zeroes were confirmed'],
  ],
  'what is on its way is in transit with the receiver and available to nobody; a station may change the number': [
    [
      'tests/integration/other-outbounds/journeys.test.ts',
      'is received by the other hospital onto its shelf; the sender sees it',
    ],
    ['tests/integration/stock-reads/city.test.ts', 'every city figure is split into station, hospital and in transit'],
    [
      'tests/integration/relabellings/relabellings.test.ts',
      'a label is released and stuck on another bag in one breath: one of the two has it',
    ],
  ],
  'RhD-positive red cells to an RhD-negative patient': [
    [
      'tests/integration/clinical-issues/emergency.test.ts',
      'RhD-positive red cells to an RhD-negative woman of 30: stopped when ordinary, overridden in an emergency with duties',
    ],
    [
      'src/domain/blood/compatibility.test.ts',
      'the same with anti-D: both override in person, with the words 已知抗-D，溶血风险',
    ],
  ],
  '用血审证: one pending case per patient in the whole city, age by the card, two working days, rules of their day': [
    [
      'tests/integration/certificate-reviews/certificate-reviews.test.ts',
      'has one case before the office in the whole city, and the refusal names the hospital',
      'brought by two hospitals at once has one',
    ],
    [
      'src/domain/certificate-reviews/rules.test.ts',
      'is judged at 60 years by the own card, to the day',
      'has a situation that the law of that day knows',
      'covers the relatives of the law of that day and no others',
    ],
    ['tests/integration/certificate-reviews/donations.test.ts', 'runs over the days that the calendar of the year has'],
  ],
  'one monthly report per hospital and month; salvage in no denominator': { open: 'statistics' },
  'the official words: a superior 核准签发 below 800 ml and 审核 above': [
    ['src/i18n/official-words.test.ts', 'approval of a request is written in the decree’s own words'],
  ],
  'two dates from which WS/T 866 is said to hold': { open: 'the interface, which writes records of that standard' },
  'a donation number is text and keeps every digit': [
    ['src/domain/blood/barcodes/read-scan.test.ts', 'stays text: 4103016022038 keeps every digit'],
    ['src/domain/station-stock/rules.test.ts', 'that Excel turned into a number is refused'],
  ],
  'a bag that is only for its donor goes to nobody else': [
    [
      'src/domain/blood/compatibility.test.ts',
      'an autologous-only bag is refused to everyone, in any class, emergency or not',
    ],
    ['src/domain/blood/barcodes/check-bag.test.ts', 'an autologous-only bag is refused whatever the record says'],
  ],
  'old Codabar labels, full-width digits, spaces at the end': [
    [
      'src/domain/blood/barcodes/read-scan.test.ts',
      '%s is a Codabar donation number without its letters',
      '%s is the product',
    ],
  ],
  'identity numbers of 15 digits, the check character X, documents of others': [
    [
      'src/domain/identity-number.test.ts',
      'an old number of 15 digits finds the same person as its successor',
      'every single wrong digit is caught',
    ],
    [
      'src/domain/certificate-reviews/rules.test.ts',
      'reads identity cards by GB 11643, old ones too, and other documents by their form',
      'asks others than mainland residents, and the garrison, for their documents',
    ],
  ],
};

describe('a trap of the field', () => {
  it.each(Object.entries(traps))('%s', (_, guards) => {
    if ('open' in guards) {
      expect(guards.open).not.toBe('');
      return;
    }
    const lost = guards.flatMap(([file, ...titles]) => {
      const text = readFileSync(file, 'utf8');
      return titles.filter((title) => !text.includes(`'${title}`)).map((title) => `${file}: ${title}`);
    });
    expect(lost).toEqual([]);
    expect(guards.length).toBeGreaterThan(0);
  });
});
