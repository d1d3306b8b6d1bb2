import { z } from 'zod';
import { readDonationText, readMomentText } from '../blood/bag-texts';
import { defineImport } from '../import-definition';

const zone = 'Asia/Shanghai';

/** A line of the old system's list. Product and group are still in the house's own codes. */
export interface OpeningLine {
  readonly donation: string;
  readonly labelScheme: 'isbt128' | 'codabar';
  readonly product: string;
  readonly group: string;
  readonly rhd: string;
  readonly expiresAt: Date;
  readonly collectedAt: Date | null;
  /** As the list names it; empty: the one that is chosen for the file. */
  readonly station: string;
}

const rowSchema = z
  .object({
    donation: z.string(),
    productCode: z.string().max(40),
    group: z.string().max(20),
    rhd: z.string().max(19).default(''),
    expiresAt: z.string(),
    collectedAt: z.string().default(''),
    station: z.string().trim().max(60).default(''),
  })
  .transform((row, context): OpeningLine => {
    const refuse = (column: keyof typeof row, message: string) =>
      context.addIssue({ code: 'custom', message, path: [column] });
    const donation = readDonationText(row.donation);
    if (!donation.ok) refuse('donation', donation.code);
    const expiresAt = readMomentText(row.expiresAt, zone);
    if (!expiresAt.ok) refuse('expiresAt', expiresAt.code);
    const collectedAt = row.collectedAt === '' ? null : readMomentText(row.collectedAt, zone);
    if (collectedAt && !collectedAt.ok) refuse('collectedAt', collectedAt.code);
    if (!donation.ok || !expiresAt.ok || (collectedAt && !collectedAt.ok)) return z.NEVER;
    return {
      donation: row.donation,
      labelScheme: donation.value.scheme,
      product: row.productCode,
      group: row.group,
      rhd: row.rhd,
      expiresAt: expiresAt.value,
      collectedAt: collectedAt ? collectedAt.value : null,
      station: row.station,
    };
  });

/** The stock list of the old system, in its own codes: the first of the two counts may be it. */
export const openingImport = defineImport({
  module: 'go-lives',
  permission: 'go-lives.import',
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
      aliases: ['血液品种代码', '品种代码', '产品条码', '品种', 'PROCID'],
      isRequired: true,
      example: 'XHX2',
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
    {
      key: 'station',
      headerZh: '血站',
      headerEn: 'Blood station',
      aliases: ['来源血站', '供血机构', '采供血机构'],
      isRequired: false,
      example: '',
    },
  ],
  rowSchema,
});
