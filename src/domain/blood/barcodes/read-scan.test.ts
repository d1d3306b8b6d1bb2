import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AboGroup, Rhd } from '../groups';
import { normaliseScan } from './normalise';
import { readScan, type Scan } from './read-scan';

const context = { now: new Date('2026-11-23T04:00:00Z'), timeZone: 'Asia/Shanghai' };
const read = (raw: string): Scan => readScan(raw, context);

describe('labels recorded in a Chinese hospital', () => {
  it('=410301602203855 is donation 4103016022038 with flags 55, which are no check', () => {
    expect(read('=410301602203855')).toMatchObject({
      kind: 'donation-number',
      scheme: 'isbt128',
      donationNo: '4103016022038',
      flags: '55',
      isChecked: false,
    });
  });

  it('=<E5445000 is product E5445, type 0, undivided', () => {
    expect(read('=<E5445000')).toMatchObject({
      kind: 'product',
      productCode: 'E5445000',
      descriptionCode: 'E5445',
      donationType: '0',
      division: '00',
    });
  });

  it('=%6200 is A RhD-positive', () => {
    expect(read('=%6200')).toMatchObject({ kind: 'group', abo: 'A', rhd: 'positive', intendedUse: 'allogeneic' });
  });

  it.each(['P0056V00', 'P0065H00', 'P0147VA0', 'P0173V00'])('%s without prefix is a product', (code) => {
    expect(read(code)).toMatchObject({ kind: 'product', productCode: code });
    expect(read(`=<${code}`)).toMatchObject({ kind: 'product', productCode: code });
  });

  it('P0147VA0 carries division A0', () => {
    expect(read('P0147VA0')).toMatchObject({ descriptionCode: 'P0147', donationType: 'V', division: 'A0' });
  });

  it('201604220950 may be a stored expiry or an old donation number: a person decides', () => {
    const scan = read('201604220950');
    expect(scan.kind).toBe('ambiguous');
    expect(scan.kind === 'ambiguous' && scan.candidates.map(({ kind }) => kind)).toEqual(['donation-number', 'expiry']);
  });
});

describe('donation numbers', () => {
  it('flags from 60 to 96 must be the check value + 60', () => {
    expect(read('=G12349865432177')).toMatchObject({ donationNo: 'G123498654321', isChecked: true });
    expect(read('=G12349865432178')).toMatchObject({
      kind: 'error',
      code: 'check_flags_mismatch',
      facts: { expected: '77' },
    });
    expect(read('=G12349865432160')).toMatchObject({ kind: 'error', code: 'check_flags_mismatch' });
    expect(read('=G12349865432196')).toMatchObject({ kind: 'error', code: 'check_flags_mismatch' });
  });

  it('flags from 00 to 59 are no check value, 97 to 99 are not defined', () => {
    expect(read('=G12349865432100')).toMatchObject({ flags: '00', isChecked: false });
    expect(read('=G12349865432159')).toMatchObject({ flags: '59', isChecked: false });
    expect(read('=G12349865432197')).toMatchObject({ kind: 'error', code: 'flags_reserved' });
  });

  it('typed with its check character, in groups or not', () => {
    expect(read('G1517 97 123456 L')).toMatchObject({ donationNo: 'G151797123456', isChecked: true });
    expect(read('g151797123456l')).toMatchObject({ donationNo: 'G151797123456', isChecked: true });
    expect(read('G151797123456M')).toMatchObject({ kind: 'error', code: 'check_character_mismatch' });
  });

  it('never begins with O or 0', () => {
    expect(read('=O12349865432177')).toMatchObject({ kind: 'error', code: 'malformed' });
    expect(read('=012349865432177')).toMatchObject({ kind: 'error', code: 'malformed' });
  });

  it('stays text: 4103016022038 keeps every digit', () => {
    const scan = read('=410301602203855');
    expect(scan.kind === 'donation-number' && typeof scan.donationNo).toBe('string');
  });

  it('is refused when a digit is missing or too many', () => {
    expect(read('=41030160220385')).toMatchObject({ kind: 'error', code: 'malformed' });
    expect(read('=4103016022038555')).toMatchObject({ kind: 'error', code: 'malformed' });
  });
});

describe('old labels', () => {
  it.each(['A1234567890B', 'c1234567890123d'])('%s is a Codabar donation number without its letters', (raw) => {
    expect(read(raw)).toMatchObject({ kind: 'donation-number', scheme: 'codabar', donationNo: raw.slice(1, -1) });
  });

  it('10 and 11 digits are old numbers, 9 are nothing', () => {
    expect(read('1234567890')).toMatchObject({ scheme: 'codabar', donationNo: '1234567890' });
    expect(read('01234567890')).toMatchObject({ scheme: 'codabar', donationNo: '01234567890' });
    expect(read('123456789').kind).toBe('unknown');
  });

  it('13 digits may be either scheme: a person decides', () => {
    const scan = read('4103016022038');
    expect(scan.kind === 'ambiguous' && scan.candidates.map((part) => 'scheme' in part && part.scheme)).toEqual([
      'isbt128',
      'codabar',
    ]);
  });
});

const groups: [string, AboGroup, Rhd][] = [
  ['5100', 'O', 'positive'],
  ['6200', 'A', 'positive'],
  ['7300', 'B', 'positive'],
  ['8400', 'AB', 'positive'],
  ['9500', 'O', 'negative'],
  ['0600', 'A', 'negative'],
  ['1700', 'B', 'negative'],
  ['2800', 'AB', 'negative'],
  ['5500', 'O', 'unspecified'],
  ['6600', 'A', 'unspecified'],
  ['7700', 'B', 'unspecified'],
  ['8800', 'AB', 'unspecified'],
];

describe('group labels', () => {
  it.each(groups)('=%%%s is %s RhD %s', (code, abo, rhd) => {
    expect(read(`=%${code}`)).toMatchObject({ kind: 'group', groupCode: code, abo, rhd, intendedUse: 'allogeneic' });
  });

  it('55, 66, 77, 88 are never positive', () => {
    for (const code of ['5500', '6600', '7700', '8800']) {
      expect(read(`=%${code}`)).not.toMatchObject({ rhd: 'positive' });
    }
  });

  it('600 is 0600 that lost its zero, and says so; 1700 lost nothing', () => {
    expect(read('600')).toMatchObject({ abo: 'A', rhd: 'negative', groupCode: '0600', isZeroRestored: true });
    expect(read('=%600')).toMatchObject({ abo: 'A', rhd: 'negative', isZeroRestored: true });
    expect(read('1700')).toMatchObject({ abo: 'B', rhd: 'negative', isZeroRestored: false });
  });

  it.each([
    ['6400', 'A', 'positive', 'autologous_only'],
    ['5300', 'O', 'positive', 'autologous_only'],
    ['0800', 'A', 'negative', 'autologous_only'],
    ['9700', 'O', 'negative', 'autologous_only'],
    ['5200', 'O', 'positive', 'autologous_crossover'],
    ['5000', 'O', 'positive', 'directed_crossover'],
    ['4800', 'O', 'positive', 'emergency_only'],
    ['4700', 'O', 'positive', 'directed_only'],
    ['0200', 'A', 'negative', 'directed_only'],
  ] as const)('=%%%s is %s RhD %s, %s', (code, abo, rhd, intendedUse) => {
    expect(read(`=%${code}`)).toMatchObject({ abo, rhd, intendedUse });
  });

  it('refuses a code the table does not have', () => {
    expect(read('=%9900')).toMatchObject({ kind: 'error', code: 'group_code_unknown', facts: { groupCode: '9900' } });
    expect(read('=%62')).toMatchObject({ kind: 'error', code: 'malformed' });
    expect(read('=%62000')).toMatchObject({ kind: 'error', code: 'malformed' });
  });
});

describe('dates', () => {
  it('&>0161132359 is 2016-04-22 23:59, =>016113 the same day without a time', () => {
    const expected = { kind: 'expiry', expiresAt: new Date('2016-04-22T15:59:00Z'), localDate: '2016-04-22' };
    expect(read('&>0161132359')).toMatchObject({ ...expected, hasTime: true, isExpired: true });
    expect(read('=>016113')).toMatchObject({ ...expected, hasTime: false, isExpired: true });
  });

  it('the century digit is 0 for 20xx and 9 for 19xx', () => {
    expect(read('=>999365')).toMatchObject({ localDate: '1999-12-31' });
    expect(read('=>026327')).toMatchObject({ localDate: '2026-11-23', isExpired: false });
    expect(read('=>126327')).toMatchObject({ kind: 'error', code: 'malformed' });
  });

  it('day 366 exists in leap years only, hour 24 never', () => {
    expect(read('=>016366')).toMatchObject({ localDate: '2016-12-31' });
    expect(read('=>026366')).toMatchObject({ kind: 'error', code: 'date_impossible' });
    expect(read('=>026000')).toMatchObject({ kind: 'error', code: 'date_impossible' });
    expect(read('&>0263272400')).toMatchObject({ kind: 'error', code: 'date_impossible' });
  });

  it('collection and production, with and without time', () => {
    expect(read('=*026320')).toMatchObject({
      kind: 'collection',
      at: new Date('2026-11-15T16:00:00Z'),
      hasTime: false,
    });
    expect(read('&*0263200930')).toMatchObject({ kind: 'collection', at: new Date('2026-11-16T01:30:00Z') });
    expect(read('=}026320')).toMatchObject({ kind: 'production', localDate: '2026-11-16' });
    expect(read('&}0263201000')).toMatchObject({ kind: 'production', at: new Date('2026-11-16T02:00:00Z') });
  });

  it('=> carries no time and &> no date alone', () => {
    expect(read('=>0161132359')).toMatchObject({ kind: 'expiry', hasTime: true });
    expect(read('=>01611')).toMatchObject({ kind: 'error', code: 'malformed' });
  });
});

describe('a message with all labels', () => {
  const all = '=G12349865432177=%5100=<E5445000&>0263272359';

  it('is read with the header and without', () => {
    const kinds = ['donation-number', 'group', 'product', 'expiry'];
    for (const raw of [all, `=+04000${all}`]) {
      const scan = read(raw);
      expect(scan.kind === 'compound' && scan.parts.map(({ kind }) => kind)).toEqual(kinds);
    }
  });

  it('is refused whole when one structure is wrong or the count is', () => {
    expect(read(`=+03000${all}`)).toMatchObject({
      kind: 'error',
      code: 'compound_count_mismatch',
      facts: { announced: 3, found: 4 },
    });
    expect(read(all.replace('77', '78'))).toMatchObject({ kind: 'error', code: 'check_flags_mismatch' });
    expect(read(`${all}=`)).toMatchObject({ kind: 'error', code: 'unknown_structure' });
    expect(read('=+4')).toMatchObject({ kind: 'error', code: 'malformed' });
  });
});

describe('what keyboards and input methods do to a label', () => {
  it.each([
    '＝４１０３０１６０２２０３８５５',
    ' =410301602203855 \r\n',
    '=4103 0160 2203 855',
    '\uFEFF=410301602203855\u200B',
    '\u001D=410301602203855\u0004',
    "=4103'0160'2203'855",
  ])('%j is the donation number', (raw) => {
    expect(read(raw)).toMatchObject({ kind: 'donation-number', donationNo: '4103016022038' });
  });

  it.each(['=《E5445000', '＝＜ｅ5445000', '=〈e5445000'])('%s is the product', (raw) => {
    expect(read(raw)).toMatchObject({ kind: 'product', productCode: 'E5445000' });
  });

  it('says that the input method is on when the code became words', () => {
    expect(read('额5445000')).toMatchObject({ kind: 'error', code: 'input_method_on' });
  });

  it('keeps the raw scan for the log and the flag of manual entry', () => {
    expect(readScan(' 600 ', { ...context, isManual: true })).toMatchObject({
      raw: ' 600 ',
      text: '600',
      isManual: true,
    });
    expect(read('600').isManual).toBe(false);
  });

  it('normalising twice changes nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (raw) => {
        expect(normaliseScan(normaliseScan(raw))).toBe(normaliseScan(raw));
      }),
    );
  });
});

describe('badges, wristbands, and the rest', () => {
  it('reads badge and wristband by their prefix', () => {
    expect(read(`XB-${'7Q'.repeat(13)}`)).toMatchObject({ kind: 'badge', badgeCode: `XB-${'7Q'.repeat(13)}` });
    expect(read(`xb-${'a7'.repeat(13)}`)).toMatchObject({ kind: 'badge', badgeCode: `XB-${'A7'.repeat(13)}` });
    expect(read('XMP20261123-0034')).toMatchObject({ kind: 'patient', patientNo: '20261123-0034' });
    expect(read('XB-123')).toMatchObject({ kind: 'unknown' });
  });

  it('refuses the empty, the endless and the unknown', () => {
    expect(read('  \n')).toMatchObject({ kind: 'error', code: 'empty' });
    expect(read('=?12')).toMatchObject({ kind: 'error', code: 'unknown_structure' });
    expect(read('&')).toMatchObject({ kind: 'error', code: 'unknown_structure' });
    expect(read('9'.repeat(100_000))).toMatchObject({ kind: 'error', code: 'too_long' });
    expect(read('hello')).toMatchObject({ kind: 'unknown' });
  });

  it('never throws, whatever comes in', () => {
    const piece = fc.constantFrom(
      '=',
      '&',
      '=%',
      '=<',
      '&>',
      '=>',
      '=+',
      '=*',
      '=}',
      'A',
      '0',
      '62',
      '0161132359',
      'E5445000',
      '＝',
      '《',
    );
    const anything = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 600 }),
      fc
        .array(fc.oneof(piece, fc.string({ unit: 'grapheme-ascii', maxLength: 4 })), { maxLength: 80 })
        .map((list) => list.join('')),
    );
    fc.assert(
      fc.property(anything, (raw) => {
        expect(typeof read(raw).kind).toBe('string');
      }),
      { numRuns: 5000 },
    );
  });

  it('takes no longer per character for a long scan than for a short one', () => {
    const structure = '=G12349865432100';
    const run = (count: number): number => {
      const raw = structure.repeat(count);
      const started = performance.now();
      for (let round = 0; round < 300; round += 1) read(raw);
      return performance.now() - started;
    };
    run(8);
    const [short, long] = [4, 32].map((count) => Math.min(...Array.from({ length: 5 }, () => run(count)))) as [
      number,
      number,
    ];
    // 8 times the text: linear is 8 times the work, quadratic 64.
    expect(long / short).toBeLessThan(32);
  });
});
