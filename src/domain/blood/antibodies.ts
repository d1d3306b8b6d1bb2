/**
 * Red-cell antigens that a clinically read antibody is named after, in the spelling that is kept. Closed: what stands in no row is no
 * antibody but a word. Source: ISBT names of the systems ABO, H, I, Rh, Kell, Duffy, Kidd, MNS, P1PK, Lewis, Lutheran, Diego, Cartwright,
 * Dombrock, Colton, Xg, Scianna, LW, Vel [unsourced: the choice].
 */
export const redCellAntigens = [
  ...['A', 'A1', 'B', 'H', 'I', 'i'],
  ...['D', 'C', 'c', 'E', 'e', 'Cw', 'Cx', 'f', 'G'],
  ...['K', 'k', 'Kpa', 'Kpb', 'Jsa', 'Jsb', 'Ku'],
  ...['Fya', 'Fyb', 'Fy3', 'Jka', 'Jkb', 'Jk3'],
  ...['M', 'N', 'S', 's', 'U', 'Mia', 'Mur', 'Mg', 'Vw', 'Hut'],
  ...['P1', 'P', 'Pk', 'Lea', 'Leb', 'Lua', 'Lub'],
  ...['Dia', 'Dib', 'Wra', 'Yta', 'Ytb', 'Doa', 'Dob', 'Coa', 'Cob', 'Xga', 'Sc1', 'Sc2', 'LWa', 'Vel'],
] as const;

/** What an antibody in somebody's entry is directed against; `unknown` is taken for the worst it could be. */
export type Antibody =
  | { readonly kind: 'known'; readonly antigen: string }
  | { readonly kind: 'unknown'; readonly word: string; readonly isNamedRare: boolean };

const exact = new Set<string>(redCellAntigens);
/** `d` and `FYA` can only mean one antigen; `c`, `k` and `s` are antigens of their own and stand in `exact`. */
const byAnyCase = new Map(redCellAntigens.map((antigen) => [antigen.toLowerCase(), antigen]));
const dashes = /[\u2010-\u2015\u2212]/g;
const rare = /^(?:其他|其它|other)\s*:\s*/i;

function plain(text: string): string {
  return text.normalize('NFKC').replace(dashes, '-').trim();
}

/** One antigen as people write it (`Ｄ`, `RhD`, `Fy(a)`, `Jkᵃ`, `hla-a2`) in the kept spelling, or null. */
export function readAntigen(text: string): string | null {
  const word = plain(text).replace(/[()\s]/g, '');
  const platelet = /^(HLA|HPA)-?(\w+(?::\d+)*)$/i.exec(word);
  if (platelet?.[1] && /\d/.test(platelet[2] ?? ''))
    return `${platelet[1].toUpperCase()}-${platelet[1].toUpperCase() === 'HPA' ? platelet[2]?.toLowerCase() : platelet[2]?.toUpperCase()}`;
  const name = /^Rh[DCEce]$/i.test(word) ? word.slice(2) : word;
  if (exact.has(name)) return name;
  return byAnyCase.get(name.toLowerCase()) ?? null;
}

/** `抗-D`, `抗-Ec` (two antibodies in one word, as they are written), with `抗体` or `阳性` behind it. */
function readWord(text: string): string[] | null {
  const isNamed = text.startsWith('抗-');
  const body = (isNamed ? text.slice(2) : text).replace(isNamed ? /(?:抗体)?(?:阳性)?$/ : /抗体$/, '');
  const one = readAntigen(body);
  if (one) return [one];
  return /^(?:Rh)?[DCcEe]{2,5}$/.test(body) ? [...body.replace(/^Rh/, '')] : null;
}

/**
 * The antibodies that an entry names: full width, dashes, `anti-D`, `抗D`, `D抗体`, `RhD`, several in one word (`抗-E、抗-c`). `其他:name` is the
 * way in for a rare one, and no way round a known one. What is read as nothing known is `unknown`, never dropped. Empty text: none.
 */
export function readAntibodies(entry: string): Antibody[] {
  const text = plain(entry);
  if (text === '') return [];
  if (rare.test(text)) {
    const word = text.replace(rare, '').replace(/\s+/g, ' ').trim();
    const inside = readAntibodies(word);
    if (inside.length > 0 && inside.every(({ kind }) => kind === 'known')) return inside;
    return [{ kind: 'unknown', word, isNamedRare: /[\p{L}\p{N}]/u.test(word) }];
  }
  const words = text
    .replace(/\s*antibod(?:y|ies)/gi, '抗体')
    .replace(/anti\s*-*\s*/gi, '抗-')
    .replace(/\s*抗体/g, '抗体')
    .replace(/抗\s*-*\s*(?!体)/g, '抗-')
    .replace(/(?<![A-Za-z])Ig[GMA]\s*-?\s*(?=抗)/gi, '')
    .split(/[、,;/&\s]+|和|及|(?<=.)(?=抗-)/)
    .filter((word) => word !== '');
  return words.flatMap((word): Antibody[] => {
    const antigens = readWord(word);
    return antigens
      ? antigens.map((antigen) => ({ kind: 'known', antigen }))
      : [{ kind: 'unknown', word, isNamedRare: false }];
  });
}

/** As it is kept and shown: `抗-Jka`, `其他:抗-Vw样`; a word nobody knows stays as it was written, so that it can be named. */
export function writeAntibody(antibody: Antibody): string {
  if (antibody.kind === 'known') return `抗-${antibody.antigen}`;
  return antibody.isNamedRare ? `其他:${antibody.word}` : antibody.word;
}

/** Entries of the register in the kept spelling, each antibody once. */
export function normaliseAntibodies(entries: readonly string[]): string[] {
  return [...new Set(entries.flatMap(readAntibodies).map(writeAntibody))];
}

/** Words that name no antibody and are not given as a rare one. */
export function unknownAntibodies(entries: readonly string[]): string[] {
  return entries
    .flatMap(readAntibodies)
    .flatMap((antibody) => (antibody.kind === 'unknown' && !antibody.isNamedRare ? [antibody.word] : []));
}
