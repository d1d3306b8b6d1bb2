import { describe, expect, it } from 'vitest';
import { maskIdentityNumber, maskIdentityNumbersIn, readIdentityNumber } from './identity-number';

describe('identity numbers of GB 11643', () => {
  // 11010519491231002X and 440524188001010014 are the examples printed in the standard.
  it.each([
    ['11010519491231002X', '1949-12-31', 'female'],
    ['11010519491231002x', '1949-12-31', 'female'],
    ['４４０５２４１８８００１０１００１４', '1880-01-01', 'male'],
    ['440524 18800101 0014', '1880-01-01', 'male'],
  ])('%s is read', (text, birthDate, sex) => {
    expect(readIdentityNumber(text)).toMatchObject({ ok: true, value: { birthDate, sex } });
  });

  it('an old number of 15 digits finds the same person as its successor', () => {
    const old = readIdentityNumber('110105491231002');
    expect(old).toEqual(readIdentityNumber('11010519491231002X'));
  });

  it('every single wrong digit is caught', () => {
    const right = '11010519491231002X';
    for (let at = 0; at < 17; at++) {
      for (const digit of '0123456789') {
        if (digit === right[at]) continue;
        expect(readIdentityNumber(`${right.slice(0, at)}${digit}${right.slice(at + 1)}`).ok).toBe(false);
      }
    }
  });

  it.each([
    ['1101051949123100', 'identity_length'],
    ['A1010519491231002X', 'identity_length'],
    ['11010519490231002X', 'identity_birth_date'],
    ['110105194912310021', 'identity_check'],
    ['110105490231002', 'identity_birth_date'],
    ['', 'identity_length'],
  ])('%s is refused', (text, fault) => {
    expect(readIdentityNumber(text)).toEqual({ ok: false, fault });
  });

  it('shows the first three and the last four only', () => {
    expect(maskIdentityNumber('11010519491231002X')).toBe('110***********002X');
  });
});

describe('a name of a file', () => {
  it.each([
    ['11010519491231002X 身份证.jpg', '110***********002X 身份证.jpg'],
    ['献血证_110105491231002_正面.png', '献血证_110********1002_正面.png'],
    ['１１０１０５１９４９１２３１００２Ｘ.pdf', '110***********002X.pdf'],
    ['IMG_20261130_150412.jpg', 'IMG_20261130_150412.jpg'],
  ])('%s shows no identity number', (name, masked) => expect(maskIdentityNumbersIn(name)).toBe(masked));
});
