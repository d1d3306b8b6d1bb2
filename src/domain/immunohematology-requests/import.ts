import { z } from 'zod';
import { readMomentText } from '../blood/bag-texts';
import { maskIdentityNumbersIn } from '../identity-number';
import { defineImport } from '../import-definition';
import type { Violation } from '../result';
import { histories, type SpecimenKind, type TestCode, testCodes } from './items';
import type { ImmunoFields } from './schema';

const zone = 'Asia/Shanghai';

/** As hospitals write them; the codes are known too. */
const testNames: Readonly<Record<TestCode, readonly string[]>> = {
  abo: ['abo血型鉴定', 'abo血型', '血型鉴定'],
  abo_rh: ['abo+rhd', 'abo+rhd血型', 'abo和rhd血型鉴定'],
  abo_disc: ['abo疑难血型鉴定', '疑难血型', '疑难血型鉴定'],
  rhd_neg_conf: ['rh阴性确诊试验', 'rhd阴性确认', 'rh阴性确认'],
  rh_pheno: ['rh分型', 'rh表型'],
  antigen: ['特殊血型抗原鉴定', '抗原鉴定'],
  ab_screen: ['不规则抗体筛查', '抗体筛查', '抗筛'],
  ab_id: ['不规则抗体鉴定', '抗体鉴定'],
  ab_titre: ['血型抗体效价测定', '抗体效价', '效价'],
  elution: ['放散试验', '放散'],
  adsorption: ['吸收试验', '吸收'],
  dat: ['直接抗人球蛋白试验', '直抗', 'dat'],
  iat: ['间接抗人球蛋白试验', '间抗', 'iat'],
  xm: ['交叉配血'],
  xm_diff: ['疑难配血'],
  plt_xm: ['血小板交叉配合实验', '血小板交叉配型', '血小板配型'],
  plt_ab: ['血小板抗体检测', '血小板抗体', 'hla抗体', 'hpa抗体'],
  hdn: ['新生儿溶血病检测', '新生儿溶血三项', 'hdn'],
};
const kindNames: Readonly<Record<SpecimenKind, readonly string[]>> = {
  edta: ['edta', 'edta抗凝', '抗凝', '抗凝血'],
  plain: ['plain', '非抗凝', '不抗凝', '血清'],
};
const historyNames = { none: ['无', '否'], had: ['有', '是'], unknown: ['不详', '未知'] } as const;
const yesWords = ['是', '加急', '急', '1', 'y', 'yes', 'true'];
const noWords = ['', '否', '常规', '0', 'n', 'no', 'false'];

const fold = (text: string) => text.normalize('NFKC').replace(/\s/gu, '').toLowerCase();

/** `抗体筛查、抗体鉴定`: the items a cell names, or the word that names none. */
export function readTests(text: string): { tests: TestCode[] } | { unknown: string } {
  const found: TestCode[] = [];
  for (const word of text.split(/[、，,;；/]/u).map((one) => one.trim())) {
    if (word === '') continue;
    const folded = fold(word);
    const test = testCodes.find((code) => code === folded || testNames[code].includes(folded));
    if (!test) return { unknown: word };
    if (!found.includes(test)) found.push(test);
  }
  return { tests: found };
}

export interface WrittenImmuno {
  readonly mrn: string;
  readonly fields: Omit<ImmunoFields, 'partyOrgId' | 'specimens'> & {
    /** Instants as ISO text: a preview is kept as JSON. */
    readonly specimens: readonly { readonly kind: SpecimenKind; readonly collectedAt: string }[];
  };
}

const optionalText = z.string().optional();
const words = (text: string | undefined, most: number) =>
  maskIdentityNumbersIn((text ?? '').normalize('NFC').replace(/\s+/gu, ' ').trim()).slice(0, most);

const rowSchema = z
  .object({
    mrn: z.string(),
    tests: z.string(),
    isUrgent: optionalText,
    department: optionalText,
    bed: optionalText,
    phone: optionalText,
    diagnosis: optionalText,
    question: optionalText,
    transfusionHistory: optionalText,
    gravida: optionalText,
    para: optionalText,
    transplant: optionalText,
    medication: optionalText,
    specimenKind: optionalText,
    collectedAt: optionalText,
  })
  .transform((row, context): WrittenImmuno => {
    const refuse = (column: keyof typeof row, message: string) =>
      context.addIssue({ code: 'custom', message: `immunohematology.import_${message}`, path: [column] });
    const read = readTests(row.tests);
    if ('unknown' in read || read.tests.length === 0) refuse('tests', 'tests');
    const urgent = fold(row.isUrgent ?? '');
    if (!yesWords.includes(urgent) && !noWords.includes(urgent)) refuse('isUrgent', 'choice');
    const history = fold(row.transfusionHistory ?? '');
    const known = histories.find(
      (code) => code === history || (historyNames[code] as readonly string[]).includes(history),
    );
    if (history !== '' && !known) refuse('transfusionHistory', 'choice');
    const counted = (column: 'gravida' | 'para') => {
      const folded = fold(row[column] ?? '');
      if (folded === '') return null;
      if (/^\d{1,2}$/.test(folded) && Number(folded) <= 30) return Number(folded);
      refuse(column, 'count');
      return null;
    };
    const kindText = fold(row.specimenKind ?? '');
    const kind = (Object.keys(kindNames) as SpecimenKind[]).find((code) => kindNames[code].includes(kindText));
    if (kindText !== '' && !kind) refuse('specimenKind', 'choice');
    const momentText = (row.collectedAt ?? '').trim();
    const moment = momentText === '' ? null : readMomentText(momentText, zone);
    if (moment && !moment.ok) refuse('collectedAt', 'moment');
    if ((kindText === '') !== (momentText === '')) refuse(kindText === '' ? 'specimenKind' : 'collectedAt', 'specimen');
    const fields: WrittenImmuno['fields'] = {
      isUrgent: yesWords.includes(urgent),
      department: words(row.department, 60),
      bed: words(row.bed, 20),
      phone: words(row.phone, 30),
      diagnosis: words(row.diagnosis, 200),
      question: words(row.question, 200),
      transfusionHistory: known ?? null,
      lastTransfusedOn: null,
      gravida: counted('gravida'),
      para: counted('para'),
      transplant: words(row.transplant, 200),
      medication: words(row.medication, 200),
      tests: 'tests' in read ? read.tests : [],
      specimens: kind && moment?.ok ? [{ kind, collectedAt: moment.value.toISOString() }] : [],
    };
    if (context.issues.length > 0) return z.NEVER;
    return { mrn: row.mrn.normalize('NFKC').replace(/\s/gu, '').toUpperCase(), fields };
  });

/** Requests as a hospital system hands them over: a line each. */
export const immunoImport = defineImport({
  module: 'immunohematology-requests',
  permission: 'immunohematology-requests.import',
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
      key: 'tests',
      headerZh: '申请项目',
      headerEn: 'Tests',
      aliases: ['检测项目', '项目'],
      isRequired: true,
      example: '抗体筛查、抗体鉴定',
    },
    { key: 'isUrgent', headerZh: '加急', headerEn: 'Urgent', aliases: ['加急标志'], isRequired: false, example: '否' },
    {
      key: 'department',
      headerZh: '送检科室',
      headerEn: 'Department',
      aliases: ['科室', '科别'],
      isRequired: false,
      example: '血液科',
    },
    { key: 'bed', headerZh: '床号', headerEn: 'Bed', aliases: [], isRequired: false, example: '12' },
    {
      key: 'phone',
      headerZh: '联系电话',
      headerEn: 'Telephone',
      aliases: ['电话'],
      isRequired: false,
      example: '8120',
    },
    {
      key: 'diagnosis',
      headerZh: '临床诊断',
      headerEn: 'Diagnosis',
      aliases: ['诊断'],
      isRequired: false,
      example: '再生障碍性贫血',
    },
    {
      key: 'question',
      headerZh: '送检原因',
      headerEn: 'Question',
      aliases: ['送检目的'],
      isRequired: false,
      example: '抗筛阳性，配血不合',
    },
    {
      key: 'transfusionHistory',
      headerZh: '输血史',
      headerEn: 'Earlier transfusions',
      aliases: ['既往输血史'],
      isRequired: false,
      example: '有',
    },
    { key: 'gravida', headerZh: '孕', headerEn: 'Gravida', aliases: ['孕次'], isRequired: false, example: '2' },
    { key: 'para', headerZh: '产', headerEn: 'Para', aliases: ['产次'], isRequired: false, example: '1' },
    {
      key: 'transplant',
      headerZh: '移植史',
      headerEn: 'Transplants',
      aliases: [],
      isRequired: false,
      example: '',
    },
    {
      key: 'medication',
      headerZh: '用药史',
      headerEn: 'Medication',
      aliases: ['用药'],
      isRequired: false,
      example: '达雷妥尤单抗',
    },
    {
      key: 'specimenKind',
      headerZh: '标本类型',
      headerEn: 'Specimen',
      aliases: ['样本类型', '标本'],
      isRequired: false,
      example: 'EDTA抗凝',
    },
    {
      key: 'collectedAt',
      headerZh: '采集时间',
      headerEn: 'Collected at',
      aliases: ['采样时间'],
      isRequired: false,
      example: '2026-12-01 08:30',
    },
  ],
  rowSchema,
});

/** What a file may not say: a patient whom the register does not have. */
export function checkImmunoImport(rows: readonly WrittenImmuno[], known: ReadonlySet<string>): Violation[] {
  return rows.flatMap(({ mrn }, index) =>
    known.has(mrn) ? [] : [{ code: 'immunohematology.patient_unknown', path: `lines.${index}.mrn` }],
  );
}
