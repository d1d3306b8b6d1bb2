/** 专业技术职务 by level, the highest first: 正高, 副高, 中级, 师级, 士级. */
export const titleLevels = ['senior', 'associate_senior', 'intermediate', 'junior', 'assistant'] as const;
export type TitleLevel = (typeof titleLevels)[number];

interface TitleLine {
  readonly name: string;
  /** Other words for it in directories. */
  readonly aliases: readonly string[];
  readonly level: TitleLevel;
}

/**
 * Titles of physicians, by our codes. Levels by 卫生技术人员职务试行条例; the words besides the five of it [unsourced: default].
 * Nurses, technicians and pharmacists have their own and apply for no blood.
 */
export const physicianTitles = {
  chief: { name: '主任医师', aliases: [], level: 'senior' },
  associate_chief: { name: '副主任医师', aliases: [], level: 'associate_senior' },
  attending: { name: '主治医师', aliases: ['主治医生', '主管医师'], level: 'intermediate' },
  physician: { name: '医师', aliases: ['住院医师', '医生', '执业医师'], level: 'junior' },
  assistant: { name: '医士', aliases: ['助理医师', '执业助理医师'], level: 'assistant' },
} as const satisfies Record<string, TitleLine>;
export type PhysicianTitle = keyof typeof physicianTitles;
export const physicianTitleCodes = Object.keys(physicianTitles) as [PhysicianTitle, ...PhysicianTitle[]];

const lines: readonly (readonly [PhysicianTitle, TitleLine])[] = physicianTitleCodes.map((code) => [
  code,
  physicianTitles[code],
]);

/**
 * Which title a directory means: the words as they stand in the table, alone or beside others (`主任医师、教授`, `主治医师（规培）`). Part of another word is
 * none: 中医师 is not read, 副主任医师 is not 主任医师. Of two the higher. Null: the directory says none.
 */
export function findPhysicianTitle(text: string): PhysicianTitle | null {
  const words = text
    .normalize('NFKC')
    .split(/[\s、,;/·()]+/u)
    .filter((word) => word !== '');
  const found = lines.find(([, { name, aliases }]) => words.some((word) => word === name || aliases.includes(word)));
  return found?.[0] ?? null;
}

/** 中级以上. */
export function isIntermediateOrAbove(title: PhysicianTitle): boolean {
  return titleLevels.indexOf(physicianTitles[title].level) <= titleLevels.indexOf('intermediate');
}
