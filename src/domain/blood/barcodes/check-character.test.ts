import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { computeCheckCharacter, computeCheckFlags, computeCheckValue } from './check-character';

// Donation number, value, character, flags: worked example and protocol text of the UK, the rest computed by the same rule.
const vectors = [
  ['G123498654321', 17, 'H', '77'],
  ['G151797123456', 21, 'L', '81'],
  ['A999917123456', 9, '9', '69'],
  ['4103016022038', 24, 'O', '84'],
  ['W123416000001', 20, 'K', '80'],
  ['N010124000001', 29, 'T', '89'],
  ['C010124000001', 9, '9', '69'],
  ['0000000000000', 1, '1', '61'],
] as const;

/** Written from the rule itself: weights of 2, modulus 37. */
function checkByRule(donationNo: string): number {
  const values = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
  let sum = 0;
  for (const character of donationNo) sum = ((sum + values.indexOf(character)) * 2) % 37;
  return (38 - sum) % 37;
}

const letters = 'ABCDEFGHIJKLMNPQRSTUVWXYZ123456789';
const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const anyDonationNumber = fc
  .tuple(
    fc.constantFrom(...letters),
    fc.array(fc.constantFrom(...alphabet), { minLength: 4, maxLength: 4 }),
    fc.array(fc.constantFrom(...'0123456789'), { minLength: 8, maxLength: 8 }),
  )
  .map(([first, facility, digits]) => `${first}${facility.join('')}${digits.join('')}`);

describe('the check character of a donation number', () => {
  it.each(vectors)('%s: value %i, character %s, flags %s', (donationNo, value, character, flags) => {
    expect(computeCheckValue(donationNo)).toBe(value);
    expect(computeCheckCharacter(donationNo)).toBe(character);
    expect(computeCheckFlags(donationNo)).toBe(flags);
  });

  it('is the rule of ISO 7064 MOD 37-2 for every number', () => {
    fc.assert(
      fc.property(anyDonationNumber, (donationNo) => {
        expect(computeCheckValue(donationNo)).toBe(checkByRule(donationNo));
      }),
    );
  });

  it('changes with every single character that is another', () => {
    fc.assert(
      fc.property(anyDonationNumber, fc.nat(12), fc.constantFrom(...alphabet), (donationNo, position, character) => {
        fc.pre(donationNo[position] !== character);
        const wrong = `${donationNo.slice(0, position)}${character}${donationNo.slice(position + 1)}`;
        expect(computeCheckCharacter(wrong)).not.toBe(computeCheckCharacter(donationNo));
      }),
      { numRuns: 5000 },
    );
  });

  it('changes with every swap of two neighbours', () => {
    fc.assert(
      fc.property(anyDonationNumber, (donationNo) => {
        for (let position = 0; position < 12; position += 1) {
          const [left, right] = [donationNo.charAt(position), donationNo.charAt(position + 1)];
          if (left === right) continue;
          const swapped = `${donationNo.slice(0, position)}${right}${left}${donationNo.slice(position + 2)}`;
          expect(computeCheckCharacter(swapped)).not.toBe(computeCheckCharacter(donationNo));
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('is refused for what is not 13 capitals and digits, instead of dropping characters', () => {
    for (const text of ['', 'G12349865432', 'G1234986543211', 'g123498654321', 'G1234-8654321', 'G12349865432*']) {
      expect(() => computeCheckCharacter(text)).toThrow(RangeError);
    }
  });
});
