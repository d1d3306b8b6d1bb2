import { z } from 'zod';
import { readMomentText } from '../blood/bag-texts';
import { type Modifier, modifiers } from '../blood/compatibility-types';
import { findNamedComponent, readAmountText } from '../blood/component-texts';
import { formatLocalDate, toLocalTime } from '../blood/zoned-time';
import { defineImport } from '../import-definition';
import type { WrittenProduct } from './rules';
import { productCode } from './schema';

const zone = 'Asia/Shanghai';

/** As stations write them; the code of each is known too. */
const modifierNames: Readonly<Record<Modifier, readonly string[]>> = {
  leukoreduced: ['去白细胞', '去白', '滤白', '少白细胞', 'leukoreduced', 'lr'],
  irradiated: ['辐照', '辐射', 'irradiated', 'irr'],
  washed: ['洗涤', 'washed'],
  cmv_negative: ['cmv阴性', '巨细胞病毒阴性', 'cmv-', 'cmvnegative'],
  hla_matched: ['hla配型', 'hla相合', 'hlamatched'],
  hpa_matched: ['hpa配型', 'hpa相合', 'hpamatched'],
};

/** `去白细胞、辐照`, separated by commas of any kind, slashes or plus signs. Null: one of them is none. */
function readModifiers(text: string): Modifier[] | null {
  const words = text
    .normalize('NFKC')
    .split(/[,、;/+]/)
    .map((word) => word.replace(/\s/g, '').toLowerCase())
    .filter((word) => word !== '');
  const found = words.map((word) => modifiers.find((one) => one === word || modifierNames[one].includes(word)));
  return found.every((one) => one !== undefined) ? [...new Set(found)] : null;
}

function readDay(text: string): string | null {
  const moment = readMomentText(text, zone);
  return moment.ok ? formatLocalDate(toLocalTime(moment.value, zone)) : null;
}

const rowSchema = z
  .object({
    productCode: z.string(),
    name: z.string(),
    component: z.string(),
    amount: z.string(),
    // A column that the file does not have says nothing: what the table says stands.
    modifiers: z.string().optional(),
    validFrom: z.string().optional(),
  })
  .transform((row, context): WrittenProduct => {
    const refuse = (column: keyof typeof row, message: string) =>
      context.addIssue({ code: 'custom', message, path: [column] });
    const code = productCode.safeParse(row.productCode);
    if (!code.success) refuse('productCode', 'product.code_form');
    if (row.name.length > 60) refuse('name', 'product.name_long');
    const component = findNamedComponent(row.component);
    if (!component) refuse('component', 'product.component_unknown');
    const amount = readAmountText(row.amount);
    if (amount === null) refuse('amount', 'product.amount_unreadable');
    const modified = row.modifiers === undefined ? [] : readModifiers(row.modifiers);
    if (!modified) refuse('modifiers', 'product.modifier_unknown');
    const validFrom = row.validFrom ? readDay(row.validFrom) : null;
    if (row.validFrom && !validFrom) refuse('validFrom', 'product.day_unreadable');
    if (context.issues.length > 0 || !code.success || !component || amount === null || !modified) return z.NEVER;
    return {
      productCode: code.data,
      name: row.name,
      component: component.code,
      amount,
      ...(row.modifiers === undefined ? {} : { modifiers: modified }),
      ...(row.validFrom === undefined ? {} : { validFrom }),
    };
  });

/** The site's own list of product codes: one code a line. */
export const productImport = defineImport({
  module: 'products',
  permission: 'products.import',
  columns: [
    {
      key: 'productCode',
      headerZh: '产品码',
      headerEn: 'Product code',
      aliases: ['血液品种代码', '产品条码', '产品代码', 'PROCID'],
      isRequired: true,
      example: 'P0065H00',
    },
    {
      key: 'name',
      headerZh: '名称',
      headerEn: 'Name',
      aliases: ['产品名称', '品名', '本地名称'],
      isRequired: true,
      example: '去白细胞悬浮红细胞 2U',
    },
    {
      key: 'component',
      headerZh: '品种',
      headerEn: 'Component',
      aliases: ['成分', '血液品种', '品种名称', '国标品种'],
      isRequired: true,
      example: '去白细胞悬浮红细胞',
    },
    {
      key: 'amount',
      headerZh: '每袋量',
      headerEn: 'Amount',
      aliases: ['规格', '容量', '数量', '每袋'],
      isRequired: true,
      example: '2',
    },
    {
      key: 'modifiers',
      headerZh: '处理',
      headerEn: 'Modifiers',
      aliases: ['修饰', '附加处理', '特性'],
      isRequired: false,
      example: '',
    },
    {
      key: 'validFrom',
      headerZh: '启用日期',
      headerEn: 'Valid from',
      aliases: ['生效日期', '启用'],
      isRequired: false,
      example: '',
    },
  ],
  rowSchema,
});
