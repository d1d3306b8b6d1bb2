import { afterEach, describe, expect, it } from 'vitest';
import { notesOf, soundAsPractice } from './scan-sounds';

afterEach(() => soundAsPractice(false));

describe('tones of practice', () => {
  it.each(['ok', 'duplicate', 'refuse', 'alarm'] as const)(
    '%s begins with what no real tone has, and ends as the real one',
    (tone) => {
      const real = notesOf(tone);
      soundAsPractice(true);
      const practised = notesOf(tone);
      expect(practised.slice(-real.length)).toEqual(real);
      const signature = practised.slice(0, -real.length);
      expect(signature.length).toBeGreaterThan(1);
      expect(signature.every(({ wave }) => wave === 'triangle')).toBe(true);
      expect(real.some(({ wave }) => wave === 'triangle')).toBe(false);
    },
  );
});
