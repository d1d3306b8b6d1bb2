import { z } from 'zod';
import { readDonationText, readGroupText, readMomentText, readProductText } from '../blood/bag-texts';
import { defineImport } from '../import-definition';
import type { ReleaseLine } from './schema';

const zone = 'Asia/Shanghai';

/** A line of a release file, as text, into the line of the form. */
const rowSchema = z
  .object({
    donation: z.string(),
    productCode: z.string(),
    group: z.string(),
    rhd: z.string().default(''),
    expiresAt: z.string(),
    collectedAt: z.string().default(''),
  })
  .transform((row, context): ReleaseLine => {
    const take = <T>(column: keyof typeof row, reading: { ok: true; value: T } | { ok: false; code: string }): T => {
      if (reading.ok) return reading.value;
      context.addIssue({ code: 'custom', message: reading.code, path: [column] });
      return undefined as T;
    };
    const donation = take('donation', readDonationText(row.donation));
    const productCode = take('productCode', readProductText(row.productCode));
    const group = take('group', readGroupText(row.group, row.rhd));
    const expiresAt = take('expiresAt', readMomentText(row.expiresAt, zone));
    const collectedAt = row.collectedAt === '' ? null : take('collectedAt', readMomentText(row.collectedAt, zone));
    if (context.issues.length > 0) return z.NEVER;
    return {
      donation: row.donation,
      labelScheme: donation.scheme,
      productCode,
      abo: group.abo,
      rhd: group.rhd,
      intendedUse: group.intendedUse,
      expiresAt,
      collectedAt,
      preparedAt: null,
      entry: 'import',
    };
  });

export const releaseImport = defineImport({
  module: 'station-stock',
  permission: 'station-stock.import',
  columns: [
    {
      key: 'donation',
      headerZh: '献血码',
      headerEn: 'Donation number',
      aliases: ['献血条码', '献血编号', '血袋号', 'DIN', 'DONID'],
      isRequired: true,
      example: '=310002602051772',
    },
    {
      key: 'productCode',
      headerZh: '产品码',
      headerEn: 'Product code',
      aliases: ['血液品种代码', '产品条码', 'PROCID'],
      isRequired: true,
      example: 'P0056V00',
    },
    {
      key: 'group',
      headerZh: '血型',
      headerEn: 'Blood group',
      aliases: ['ABO', 'ABO血型', '血型码'],
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
      key: 'expiresAt',
      headerZh: '失效时间',
      headerEn: 'Expires at',
      aliases: ['失效日期', '有效期', '失效日期码', 'EXPTIME'],
      isRequired: true,
      example: '2026-12-10 23:59',
    },
    {
      key: 'collectedAt',
      headerZh: '采血时间',
      headerEn: 'Collected at',
      aliases: ['采血日期', 'DONTIME'],
      isRequired: false,
      example: '2026-11-05 09:20',
    },
  ],
  rowSchema,
});
