import { z } from 'zod';
import { readMomentText } from '../blood/bag-texts';
import { modifiers } from '../blood/compatibility';
import { findNamedComponent, readAmountText } from '../blood/component-texts';
import { formatLocalDate, toLocalTime } from '../blood/zoned-time';
import { maskIdentityNumbersIn } from '../identity-number';
import { defineImport } from '../import-definition';
import type { Violation } from '../result';
import type { RequestFields, RequestLine } from './schema';

const zone = 'Asia/Shanghai';

/** As hospitals write them; the codes are known too. */
const sickNames = { '1': ['门诊'], '2': ['急诊'], '3': ['住院'], '9': ['其他', '其它'] } as const;
const yesWords = ['是', '有', '已签', '已评估', '抢救', '1', 'y', 'yes', 'true'];
const noWords = ['', '否', '无', '未签', '未评估', '0', 'n', 'no', 'false'];
const modifierNames: Readonly<Record<(typeof modifiers)[number], readonly string[]>> = {
  leukoreduced: ['去白', '去白细胞'],
  irradiated: ['辐照'],
  washed: ['洗涤'],
  cmv_negative: ['cmv阴性'],
  hla_matched: ['hla配型'],
  hpa_matched: ['hpa配型'],
};

const fold = (text: string) => text.normalize('NFKC').replace(/\s/gu, '').toLowerCase();

function readYes(text: string): boolean | null {
  const folded = fold(text);
  if (yesWords.includes(folded)) return true;
  return noWords.includes(folded) ? false : null;
}

function readCount(text: string): number | null | undefined {
  const folded = fold(text);
  if (folded === '') return null;
  return /^\d{1,2}$/.test(folded) && Number(folded) <= 30 ? Number(folded) : undefined;
}

function readModifiers(text: string): RequestLine['modifiers'] | null {
  const found: RequestLine['modifiers'] = [];
  for (const word of text.split(/[、，,;；/]/u).map(fold)) {
    if (word === '') continue;
    const modifier = modifiers.find((one) => one === word || modifierNames[one].includes(word));
    if (!modifier) return null;
    if (!found.includes(modifier)) found.push(modifier);
  }
  return found;
}

export interface WrittenRequest {
  readonly mrn: string;
  readonly line: RequestLine;
  readonly fields: Pick<
    RequestFields,
    | 'sickType'
    | 'department'
    | 'ward'
    | 'bed'
    | 'diagnosis'
    | 'bloodHistory'
    | 'reactionHistory'
    | 'gravida'
    | 'para'
    | 'isConsented'
    | 'isAssessed'
    | 'assessment'
    | 'purpose'
    | 'indication'
    | 'isEmergency'
    | 'plannedOn'
  >;
}

/** Words of the ward: nothing else may stand in them that a spreadsheet would reckon with when the list is taken out again. */
const typedColumns = ['department', 'ward', 'bed', 'diagnosis', 'purpose', 'indication', 'assessment'] as const;
const isFormula = (text: string) => /^\s*(?:[=@]|[+-][\w+*/.-]+[(!|])/u.test(text.normalize('NFKC'));

const optionalText = z.string().optional();
const words = (text: string | undefined, most: number) =>
  maskIdentityNumbersIn((text ?? '').normalize('NFC').replace(/\s+/gu, ' ').trim()).slice(0, most);

const rowSchema = z
  .object({
    mrn: z.string(),
    component: z.string(),
    amount: z.string(),
    modifiers: optionalText,
    sickType: optionalText,
    department: optionalText,
    ward: optionalText,
    bed: optionalText,
    diagnosis: optionalText,
    purpose: optionalText,
    indication: optionalText,
    plannedOn: optionalText,
    isEmergency: optionalText,
    isConsented: optionalText,
    isAssessed: optionalText,
    assessment: optionalText,
    bloodHistory: optionalText,
    reactionHistory: optionalText,
    gravida: optionalText,
    para: optionalText,
  })
  .transform((row, context) => {
    const refuse = (column: keyof typeof row, message: string) =>
      context.addIssue({ code: 'custom', message: `request.import_${message}`, path: [column] });
    const component = findNamedComponent(row.component);
    if (!component) refuse('component', 'component');
    const amount = readAmountText(row.amount);
    if (amount === null || amount < 1 || amount > 10_000_000) refuse('amount', 'amount');
    const wanted = readModifiers(row.modifiers ?? '');
    if (!wanted) refuse('modifiers', 'modifiers');
    const sick = fold(row.sickType ?? '');
    const sickType =
      sick === ''
        ? '3'
        : (Object.keys(sickNames) as (keyof typeof sickNames)[]).find(
            (code) => code === sick || (sickNames[code] as readonly string[]).includes(sick),
          );
    if (!sickType) refuse('sickType', 'choice');
    const day = (row.plannedOn ?? '').trim();
    const moment = day === '' ? null : readMomentText(day, zone);
    if (moment && !moment.ok) refuse('plannedOn', 'day');
    const yes = (column: 'isEmergency' | 'isConsented' | 'isAssessed' | 'bloodHistory' | 'reactionHistory') => {
      const read = readYes(row[column] ?? '');
      if (read === null) refuse(column, 'choice');
      return read;
    };
    const counted = (column: 'gravida' | 'para') => {
      const read = readCount(row[column] ?? '');
      if (read === undefined) refuse(column, 'count');
      return read ?? null;
    };
    const history = (column: 'bloodHistory' | 'reactionHistory') => {
      const read = yes(column);
      if (fold(row[column] ?? '') === '') return null;
      return read ? ('had' as const) : ('none' as const);
    };
    const fields = {
      sickType: sickType ?? ('3' as const),
      department: words(row.department, 60),
      ward: words(row.ward, 60),
      bed: words(row.bed, 20),
      diagnosis: words(row.diagnosis, 200),
      purpose: words(row.purpose, 60),
      indication: words(row.indication, 200),
      assessment: words(row.assessment, 200),
      isEmergency: yes('isEmergency') ?? false,
      isConsented: yes('isConsented') ?? false,
      isAssessed: yes('isAssessed') ?? false,
      bloodHistory: history('bloodHistory'),
      reactionHistory: history('reactionHistory'),
      gravida: counted('gravida'),
      para: counted('para'),
      plannedOn: moment?.ok ? formatLocalDate(toLocalTime(moment.value, zone)) : null,
    };
    for (const column of typedColumns) if (isFormula(row[column] ?? '')) refuse(column, 'formula');
    const mrn = row.mrn.normalize('NFKC').replace(/\s/gu, '').toUpperCase();
    if (context.issues.length > 0 || !component || amount === null || !wanted) return z.NEVER;
    return { mrn, line: { component: component.code, amount, modifiers: wanted }, fields };
  });

/** Requests as a hospital system hands them over: a line for each component. */
export const requestImport = defineImport({
  module: 'transfusion-requests',
  permission: 'transfusion-requests.import',
  // A day of the whole house, or the backlog of a system that was away.
  lines: 10_000,
  columns: [
    {
      key: 'mrn',
      headerZh: '病案号',
      headerEn: 'Record no.',
      aliases: ['住院号', '门诊号', 'MRN'],
      isRequired: true,
      example: 'ZY100001',
      isSecret: true,
    },
    {
      key: 'component',
      headerZh: '成分',
      headerEn: 'Component',
      aliases: ['品种', '预定输血成分'],
      isRequired: true,
      example: '悬浮红细胞',
    },
    {
      key: 'amount',
      headerZh: '数量',
      headerEn: 'Amount',
      aliases: ['申请量', '预定量'],
      isRequired: true,
      example: '2',
    },
    {
      key: 'modifiers',
      headerZh: '特殊要求',
      headerEn: 'Requirements',
      aliases: ['要求'],
      isRequired: false,
      example: '去白细胞、辐照',
    },
    { key: 'sickType', headerZh: '就诊类型', headerEn: 'Visit', aliases: [], isRequired: false, example: '住院' },
    {
      key: 'department',
      headerZh: '科别',
      headerEn: 'Department',
      aliases: ['科室'],
      isRequired: false,
      example: '骨科',
    },
    { key: 'ward', headerZh: '病区', headerEn: 'Ward', aliases: [], isRequired: false, example: '7 病区' },
    { key: 'bed', headerZh: '床号', headerEn: 'Bed', aliases: ['床位'], isRequired: false, example: '23' },
    {
      key: 'diagnosis',
      headerZh: '临床诊断',
      headerEn: 'Diagnosis',
      aliases: ['诊断'],
      isRequired: false,
      example: '股骨骨折',
    },
    {
      key: 'purpose',
      headerZh: '输血目的',
      headerEn: 'Purpose',
      aliases: [],
      isRequired: false,
      example: '增加携氧能力',
    },
    {
      key: 'indication',
      headerZh: '输血指征',
      headerEn: 'Indication',
      aliases: ['指征'],
      isRequired: false,
      example: 'Hb 62 g/L',
    },
    {
      key: 'plannedOn',
      headerZh: '预定输血日期',
      headerEn: 'Planned on',
      aliases: ['用血日期', '预定日期'],
      isRequired: false,
      example: '2026-12-01',
    },
    {
      key: 'isEmergency',
      headerZh: '抢救用血',
      headerEn: 'Emergency',
      aliases: ['抢救'],
      isRequired: false,
      example: '否',
    },
    {
      key: 'isConsented',
      headerZh: '知情同意书',
      headerEn: 'Consent',
      aliases: ['同意书'],
      isRequired: false,
      example: '已签',
    },
    {
      key: 'isAssessed',
      headerZh: '输血前评估',
      headerEn: 'Assessed',
      aliases: ['评估'],
      isRequired: false,
      example: '已评估',
    },
    {
      key: 'assessment',
      headerZh: '评估结果',
      headerEn: 'Assessment',
      aliases: [],
      isRequired: false,
      example: '适合输血',
    },
    {
      key: 'bloodHistory',
      headerZh: '既往输血史',
      headerEn: 'Earlier transfusions',
      aliases: ['输血史'],
      isRequired: false,
      example: '无',
    },
    {
      key: 'reactionHistory',
      headerZh: '输血反应史',
      headerEn: 'Earlier reactions',
      aliases: ['既往输血反应史', '反应史'],
      isRequired: false,
      example: '无',
    },
    { key: 'gravida', headerZh: '孕', headerEn: 'Gravida', aliases: ['孕次'], isRequired: false, example: '' },
    { key: 'para', headerZh: '产', headerEn: 'Para', aliases: ['产次'], isRequired: false, example: '' },
  ],
  rowSchema,
});

/** Lines that are one request: the same patient, and everything else the same. `index`: the first of them. */
export function groupLines(rows: readonly WrittenRequest[]) {
  const groups = new Map<
    string,
    { mrn: string; fields: WrittenRequest['fields']; lines: RequestLine[]; indexes: number[] }
  >();
  for (const [index, { mrn, fields, line }] of rows.entries()) {
    const key = JSON.stringify([mrn, Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1))]);
    const group = groups.get(key) ?? { mrn, fields, lines: [], indexes: [] };
    group.lines.push(line);
    group.indexes.push(index);
    groups.set(key, group);
  }
  return [...groups.values()];
}

/** What a file may not say: a patient whom the register does not have, one request with the same component twice, or with more than twelve lines. */
export function checkRequestImport(rows: readonly WrittenRequest[], known: ReadonlySet<string>): Violation[] {
  const unknown = rows.flatMap(({ mrn }, index) =>
    known.has(mrn) ? [] : [{ code: 'request.patient_unknown', path: `lines.${index}.mrn` }],
  );
  const twice = groupLines(rows).flatMap(({ lines, indexes }) =>
    lines.flatMap(({ component, modifiers: wanted }, at) => {
      const key = (line: RequestLine) => [line.component, ...[...line.modifiers].sort()].join('|');
      const own = key({ component, amount: 1, modifiers: wanted });
      const isTwice = lines.slice(0, at).some((line) => key(line) === own);
      return isTwice || at >= 12
        ? [{ code: isTwice ? 'request.line_twice' : 'request.import_lines', path: `lines.${indexes[at]}.component` }]
        : [];
    }),
  );
  return [...unknown, ...twice];
}
