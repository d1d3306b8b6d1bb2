import { z } from 'zod';
import { readGroupText } from '../blood/bag-texts';
import { findNamedComponent, readAmountText } from '../blood/component-texts';
import { defineImport } from '../import-definition';
import type { DeclaredCell } from './schema';

const rowSchema = z
  .object({ component: z.string(), group: z.string(), rhd: z.string().default(''), amount: z.string() })
  .transform((row, context): DeclaredCell => {
    const refuse = (column: keyof typeof row, message: string) =>
      context.addIssue({ code: 'custom', message, path: [column] });
    const component = findNamedComponent(row.component);
    if (!component) refuse('component', 'declaration.component_unknown');
    const group = readGroupText(row.group, row.rhd);
    if (!group.ok) refuse('group', group.code);
    else if (group.value.rhd === 'unspecified') refuse('group', 'declaration.rhd_missing');
    const amount = readAmountText(row.amount);
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
