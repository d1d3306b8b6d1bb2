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

/** A tick as it was made: the sheet prints only recorded ones, with their time. */
export interface RecordedCheck {
  readonly item: IssueCheck;
  /** ISO instant. */
  readonly at: string;
}
