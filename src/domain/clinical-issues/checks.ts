/**
 * What both sides check together before blood leaves the department: 患者姓名、性别、病案号、门急诊（科室）、病室、床号、血型、血液有效期、配血试验结果
 * (临床输血技术规范 2000, 发血). 门急诊/病室 are two ticks here because the form has two fields; without a ward the tick says "none, as on the request".
 */
export const issueChecks = [
  'name',
  'sex',
  'mrn',
  'department',
  'ward',
  'bed',
  'group',
  'expiry',
  'crossmatch',
] as const;
export type IssueCheck = (typeof issueChecks)[number];

/**
 * Appearance of a bag. Everything but `normal` refuses the bag: 标签破损、血袋破损漏血、血凝块、血浆乳糜状或暗灰色、气泡絮状物、
 * 血浆与红细胞界面不清或溶血、红细胞层紫红色 [unsourced: 2000 specification art. 25 from memory].
 */
export const appearances = [
  'normal',
  'label_broken',
  'bag_leaking',
  'clots',
  'plasma_discoloured',
  'bubbles_or_flocs',
  'haemolysis',
  'red_cells_purple',
] as const;
export type Appearance = (typeof appearances)[number];

/** What a tick was made about, as it stands on the form. */
export interface CheckedContent {
  readonly place: { readonly department: string; readonly ward: string; readonly bed: string };
  readonly lines: readonly { readonly unitId: string; readonly crossmatch?: unknown }[];
}

export const checkedParts = ['bags', 'crossmatch', 'department', 'ward', 'bed'] as const;
export type CheckedPart = (typeof checkedParts)[number];

/** Which ticks speak of what. Name, sex and number are the patient's: another patient is another form. */
const ticksAbout = {
  bags: ['group', 'expiry', 'crossmatch'],
  crossmatch: ['crossmatch'],
  department: ['department'],
  ward: ['ward'],
  bed: ['bed'],
} as const satisfies Record<CheckedPart, readonly IssueCheck[]>;

export interface FallenCheck {
  readonly item: IssueCheck;
  readonly because: CheckedPart;
}

/**
 * The ticks that no longer say anything once the form says something else: they were made about other bags, another crossmatch or another
 * bed. Each with the first of what changed. How a bag looks is no tick: it stands with its bag. Source: 临床输血技术规范 2000, 发血; which
 * tick speaks of what [unsourced: default].
 */
export function findFallenChecks(before: CheckedContent, after: CheckedContent): FallenCheck[] {
  const changed = checkedParts.filter((part) => hasChanged(part, before, after));
  const found = changed.flatMap((because) => ticksAbout[because].map((item): FallenCheck => ({ item, because })));
  return found.filter(({ item }, index) => found.findIndex((other) => other.item === item) === index);
}

function hasChanged(part: CheckedPart, before: CheckedContent, after: CheckedContent): boolean {
  if (part === 'bags') {
    const had = before.lines.map(({ unitId }) => unitId);
    const has = after.lines.map(({ unitId }) => unitId);
    return had.length !== has.length || had.some((unitId) => !has.includes(unitId));
  }
  if (part === 'crossmatch')
    return after.lines.some(({ unitId, crossmatch }) => {
      const had = before.lines.find((line) => line.unitId === unitId);
      return had !== undefined && JSON.stringify(had.crossmatch) !== JSON.stringify(crossmatch);
    });
  return before.place[part].trim() !== after.place[part].trim();
}

/** A tick as it was made: the sheet prints only recorded ones, with their time. */
export interface RecordedCheck {
  readonly item: IssueCheck;
  /** ISO instant. */
  readonly at: string;
}
