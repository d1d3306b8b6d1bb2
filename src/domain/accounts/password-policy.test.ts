import { describe, expect, it } from 'vitest';
import { loopbackDemoPassword } from './demo';
import { countClasses, judgePassword, passwordProfiles } from './password-policy';

const context = { staffNo: '1024', personName: '陆佳', organisationWords: ['仁济医院', 'renji', 'H01'] };
const codes = (password: string, profile = passwordProfiles.mlps3 as Parameters<typeof judgePassword>[2]) =>
  judgePassword(password, context, profile).map((violation) => violation.code);

describe('等保三级 profile', () => {
  it.each([
    ['Kz7-mopeluna', []],
    ['kz7-mopeluna', []],
    ['Aa1-Bb2', ['password.too_short']],
    ['mopelunakiti', ['password.too_few_classes']],
    ['mopelunakiti7', ['password.too_few_classes']],
    ['mope1024-Luna', ['password.contains_word']],
    ['仁济医院Luna-77', ['password.contains_word']],
    ['RENJI-luna77x', ['password.contains_word']],
    ['陆佳-Luna-77xy', ['password.contains_word']],
    ['Shanghai-77xy', ['password.contains_word']],
    ['P@ssw0rd2026', ['password.common']],
    ['Admin-12345678', ['password.common']],
    ['Qwerty-2026-77', ['password.common']],
    ['1990-01-01', ['password.too_few_classes', 'password.common']],
    ['', ['password.too_short', 'password.too_few_classes']],
  ])('judges %j', (password, expected) => {
    expect(codes(password)).toEqual(expected);
  });

  it('reads full-width letters as the same password', () => {
    expect(codes('Ｐ＠ｓｓｗ０ｒｄ２０２６')).toEqual(['password.common']);
  });

  it('counts characters, not code units', () => {
    expect(codes('𠮷𠮷𠮷𠮷𠮷aB3')).toContain('password.too_short');
  });

  it('says how much is missing', () => {
    expect(judgePassword('Aa1-Bb2', context)).toEqual([
      { code: 'password.too_short', facts: { minimum: 10, length: 7 } },
    ]);
  });

  it('refuses what is longer than the hash should ever see', () => {
    expect(codes(`Aa1-${'mk'.repeat(70)}`)).toEqual(['password.too_long']);
  });
});

it('the ASVS profile asks for length and no composition', () => {
  expect(codes('mopelunakitisane', passwordProfiles.asvs)).toEqual([]);
  expect(codes('Kz7-mopeluna', passwordProfiles.asvs)).toEqual(['password.too_short']);
});

it('a short staff number is not looked for: it would be in every password', () => {
  expect(judgePassword('Kz7-mopeluna', { ...context, staffNo: '7' })).toEqual([]);
});

it('classes are lower, upper, digit and the rest', () => {
  expect(['', 'a', 'aA', 'aA1', 'aA1-', '血'].map(countClasses)).toEqual([0, 1, 2, 3, 4, 1]);
});

it('the demo password keeps the policy', () => {
  expect(judgePassword(loopbackDemoPassword, context)).toEqual([]);
});
