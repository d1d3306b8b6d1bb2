import { z } from 'zod';
import { readGroupText } from '../blood/bag-texts';
import { type BloodComponent, componentCatalogue } from '../blood/components';
import { defineImport } from '../import-definition';
import type { DeclaredCell } from './schema';

const components: readonly BloodComponent[] = componentCatalogue;

/** A component by its name, short name or code, in either language; spaces and width do not matter. */
function findNamed(text: string): BloodComponent | undefined {
  const fold = (name: string) => name.normalize('NFKC').replace(/\s/gu, '').toLowerCase();
  const folded = fold(text);
  return components.find((component) =>
    [component.code, component.nameZh, component.shortZh, component.nameEn, component.shortEn].some(
      (name) => fold(name) === folded,
    ),
  );
}

/** `1,200`, `1.5`, full-width digits; a unit after it is left out. Hundredths; null when it is no amount. */
function readAmount(text: string): number | null {
  const plain = text
    .normalize('NFKC')
    .replace(/\s*(u|单位|ml|毫升|治疗量|doses?)$/iu, '')
    .trim();
  if (!/^(\d+|\d{1,3}(,\d{3})+)(\.\d{1,2})?$/.test(plain)) return null;
  return Math.round(Number(plain.replaceAll(',', '')) * 100);
}

const rowSchema = z
  .object({ component: z.string(), group: z.string(), rhd: z.string().default(''), amount: z.string() })
  .transform((row, context): DeclaredCell => {
    const refuse = (column: keyof typeof row, message: string) =>
      context.addIssue({ code: 'custom', message, path: [column] });
    const component = findNamed(row.component);
    if (!component) refuse('component', 'declaration.component_unknown');
    const group = readGroupText(row.group, row.rhd);
    if (!group.ok) refuse('group', group.code);
    else if (group.value.rhd === 'unspecified') refuse('group', 'declaration.rhd_missing');
    const amount = readAmount(row.amount);
    if (amount === null) refuse('amount', 'declaration.amount_unreadable');
    if (!component || !group.ok || group.value.rhd === 'unspecified' || amount === null) return z.NEVER;
    return { component: component.code, abo: group.value.abo, rhd: group.value.rhd, amount };
  });

/** A count per line, as a hospital's own system or list has it. What the file does not name was not declared. */
export const declaredImport = defineImport({
  module: 'declared-stock',
  permission: 'declared-stock.import',
  columns: [
    {
      key: 'component',
      headerZh: '品种',
      headerEn: 'Component',
      aliases: ['成分', '血液品种', '品名', '品种名称'],
      isRequired: true,
      example: '去白细胞悬浮红细胞',
    },
    {
      key: 'group',
      headerZh: '血型',
      headerEn: 'Blood group',
      aliases: ['ABO', 'ABO血型'],
      isRequired: true,
      example: 'A+',
    },
    {
      key: 'rhd',
      headerZh: 'RhD',
      headerEn: 'RhD',
      aliases: ['Rh', 'Rh血型', 'RhD血型'],
      isRequired: false,
      example: '',
    },
    {
      key: 'amount',
      headerZh: '数量',
      headerEn: 'Amount',
      aliases: ['库存', '库存数量', '库存量'],
      isRequired: true,
      example: '12',
    },
  ],
  rowSchema,
});
