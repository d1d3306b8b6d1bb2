import { z } from 'zod';
import { readDonationText, readProductText } from '../blood/bag-texts';
import { defineImport } from '../import-definition';

export interface PackingRow {
  readonly donationNo: string;
  readonly productCode: string;
  /** Null: by temperature class, packed by the server. */
  readonly boxNo: number | null;
}

const rowSchema = z
  .object({ donation: z.string(), productCode: z.string(), boxNo: z.string().default('') })
  .transform((row, context): PackingRow => {
    const donation = readDonationText(row.donation);
    const productCode = readProductText(row.productCode);
    const boxNo = row.boxNo === '' ? null : Number(row.boxNo.normalize('NFKC'));
    const fault = (column: string, message: string) => context.addIssue({ code: 'custom', message, path: [column] });
    if (!donation.ok) fault('donation', donation.code);
    if (!productCode.ok) fault('productCode', productCode.code);
    if (boxNo !== null && !(Number.isInteger(boxNo) && boxNo >= 1 && boxNo <= 99))
      fault('boxNo', 'shipment.box_unreadable');
    if (!donation.ok || !productCode.ok || context.issues.length > 0) return z.NEVER;
    return { donationNo: donation.value.donationNo, productCode: productCode.value, boxNo };
  });

/** A list of bags to pack: the draft of a note is filled from it, nothing is shipped by it. */
export const packingImport = defineImport({
  module: 'shipments',
  permission: 'shipments.import',
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
    { key: 'boxNo', headerZh: '箱号', headerEn: 'Box', aliases: ['箱', '箱次'], isRequired: false, example: '1' },
  ],
  rowSchema,
});
