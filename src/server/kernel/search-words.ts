import { pinyin } from 'pinyin-pro';

/** What a name is found by: full pinyin and initials, in the reading of surnames and in the common one (单 is shan and dan). */
export function searchWords(name: string): string {
  const words = new Set<string>();
  for (const surname of ['all', 'off'] as const) {
    const syllables = pinyin(name, { toneType: 'none', type: 'array', surname, nonZh: 'consecutive' });
    words.add(syllables.join('').replace(/\s/gu, '').toLowerCase());
    words.add(
      syllables
        .map((syllable) => [...syllable][0] ?? '')
        .join('')
        .toLowerCase(),
    );
  }
  return [...words].filter((word) => word !== '').join(' ');
}
