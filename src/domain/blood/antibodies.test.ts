import { describe, expect, it } from 'vitest';
import { normaliseAntibodies, readAntigen, unknownAntibodies } from './antibodies';

const spellings: readonly (readonly [string, readonly string[]])[] = [
  ['D', ['抗-D']],
  ['抗-D', ['抗-D']],
  ['抗-Ｄ', ['抗-D']],
  ['抗—D', ['抗-D']],
  ['抗－D', ['抗-D']],
  ['抗D', ['抗-D']],
  ['抗-D抗体', ['抗-D']],
  ['D抗体', ['抗-D']],
  ['抗-D阳性', ['抗-D']],
  ['IgG抗-D', ['抗-D']],
  ['anti-d', ['抗-D']],
  ['ANTI D', ['抗-D']],
  ['anti-D antibody', ['抗-D']],
  ['RhD', ['抗-D']],
  ['抗-Rh(D)', ['抗-D']],
  ['抗-RHD', ['抗-D']],
  ['抗-c', ['抗-c']],
  ['抗-C', ['抗-C']],
  ['抗-Ｅ', ['抗-E']],
  ['anti-e', ['抗-e']],
  ['cw', ['抗-Cw']],
  ['抗-K', ['抗-K']],
  ['抗-k', ['抗-k']],
  ['抗-Fy(a)', ['抗-Fya']],
  ['抗-Fyᵃ', ['抗-Fya']],
  ['FYB', ['抗-Fyb']],
  ['抗-Jka', ['抗-Jka']],
  ['抗-S', ['抗-S']],
  ['抗-s', ['抗-s']],
  ['抗-m', ['抗-M']],
  ['抗-P1', ['抗-P1']],
  ['抗-Le(b)', ['抗-Leb']],
  ['Mia', ['抗-Mia']],
  ['抗-Dib', ['抗-Dib']],
  ['HLA-A2', ['抗-HLA-A2']],
  ['抗-hpa-1a', ['抗-HPA-1a']],
  ['抗-E、抗-c', ['抗-E', '抗-c']],
  ['抗-E抗-c', ['抗-E', '抗-c']],
  ['E c', ['抗-E', '抗-c']],
  ['抗-Ec', ['抗-E', '抗-c']],
  ['抗-CD', ['抗-C', '抗-D']],
  ['其他:抗-Rd', ['其他:抗-Rd']],
  ['其它：冷抗体', ['其他:冷抗体']],
  ['Other: anti-Ge2', ['其他:anti-Ge2']],
  // No way round: what is known stays known.
  ['其他:抗-Ｄ', ['抗-D']],
  ['', []],
];

describe('an antibody as people write it', () => {
  it.each(spellings)('%s', (written, kept) => {
    expect(normaliseAntibodies([written])).toEqual(kept);
    // What is kept is read as the same again.
    expect(normaliseAntibodies(kept)).toEqual(kept);
  });

  it('the same antibody twice is kept once', () => {
    expect(normaliseAntibodies(['anti-D', '抗Ｄ', 'RhD'])).toEqual(['抗-D']);
  });

  it.each(['冷抗体', '抗-Zz9', 'RhD阳性', '抗-E阴性', '抗-', '其他:', '其他: -', '不规则抗体阳性', 'HLA抗体'])(
    '%s names none: it is kept as a word to be asked about, never dropped',
    (written) => {
      expect(unknownAntibodies([written]).length).toBeGreaterThan(0);
    },
  );

  it('a rare one given as such is no unknown word', () => {
    expect(unknownAntibodies(['其他:抗-Rd', '抗-D'])).toEqual([]);
  });

  it('an antigen has one spelling', () => {
    expect(['Ｄ', 'd', 'rhD', 'c', 'C', 'JK(A)', 'b', 'q'].map(readAntigen)).toEqual([
      'D',
      'D',
      'D',
      'c',
      'C',
      'Jka',
      'B',
      null,
    ]);
  });
});
