import { z } from 'zod';
import { readMomentText } from '../blood/bag-texts';
import { formatLocalDate, toLocalTime } from '../blood/zoned-time';
import { defineImport } from '../import-definition';
import type { Violation } from '../result';
import { type IdentityType, identityTypes } from './profiles';
import { readIdentity } from './rules';

const zone = 'Asia/Shanghai';

/** As stations write them; the codes of CV02.01.101 are known too. */
const identityNames: Readonly<Record<IdentityType, readonly string[]>> = {
  '01': ['居民身份证', '身份证', '二代证'],
  '02': ['户口簿', '户口本'],
  '03': ['护照'],
  '04': ['军官证', '军人证'],
  '06': ['港澳通行证', '港澳居民来往内地通行证', '回乡证'],
  '07': ['台湾通行证', '台湾居民来往大陆通行证', '台胞证'],
  '99': ['其他', '其它'],
};

export interface WrittenDonation {
  readonly identityType: IdentityType;
  readonly identityNo: string;
  /** yyyy-MM-dd */
  readonly donatedOn: string;
  readonly volumeMl: number;
  readonly certificateNo: string;
}

function readType(text: string): IdentityType | undefined {
  const plain = text.normalize('NFKC').replace(/\s/g, '');
  if (plain === '') return '01';
  return identityTypes.find((type) => type === plain.padStart(2, '0') || identityNames[type].includes(plain));
}

function readDay(text: string): string | null {
  const moment = readMomentText(text, zone);
  return moment.ok ? formatLocalDate(toLocalTime(moment.value, zone)) : null;
}

/** `400`, `400ml`, `400 毫升`: whole millilitres, 1 to 2,000. */
function readVolume(text: string): number | null {
  const [, digits] = /^(\d{1,4})(?:ml|毫升)?$/i.exec(text.normalize('NFKC').replace(/\s/g, '')) ?? [];
  const volume = Number(digits);
  return digits !== undefined && volume >= 1 && volume <= 2000 ? volume : null;
}

const rowSchema = z
  .object({
    identityType: z.string().optional(),
    identityNo: z.string(),
    donatedOn: z.string(),
    volumeMl: z.string(),
    certificateNo: z.string().optional(),
  })
  .transform((row, context): WrittenDonation => {
    const refuse = (column: keyof typeof row, message: string) =>
      context.addIssue({ code: 'custom', message, path: [column] });
    const identityType = readType(row.identityType ?? '');
    if (!identityType) refuse('identityType', 'review.donation_type_unknown');
    const identity = readIdentity(identityType ?? '99', row.identityNo);
    if (!identity.ok) refuse('identityNo', identity.fault);
    const donatedOn = readDay(row.donatedOn);
    if (!donatedOn) refuse('donatedOn', 'review.donation_day_unreadable');
    const volumeMl = readVolume(row.volumeMl);
    if (volumeMl === null) refuse('volumeMl', 'review.donation_volume_unreadable');
    const certificateNo = (row.certificateNo ?? '').normalize('NFKC').replace(/\s/g, '').toUpperCase();
    if (!/^[0-9A-Z._/()-]{0,32}$/.test(certificateNo)) refuse('certificateNo', 'review.donation_certificate_form');
    if (context.issues.length > 0 || !identityType || !identity.ok || !donatedOn || volumeMl === null) return z.NEVER;
    return { identityType, identityNo: identity.number, donatedOn, volumeMl, certificateNo };
  });

/** The station's register of donations, as far as a review asks it: who, when, how much, on which certificate. */
export const donationImport = defineImport({
  module: 'certificate-reviews',
  permission: 'certificate-reviews.import',
  columns: [
    {
      key: 'identityType',
      headerZh: '证件类型',
      headerEn: 'Document',
      aliases: ['证件种类', '证件类别'],
      isRequired: false,
      example: '居民身份证',
    },
    {
      key: 'identityNo',
      headerZh: '证件号码',
      headerEn: 'Document no.',
      aliases: ['证件号', '身份证号', '身份证号码', '献血者证件号'],
      isRequired: true,
      example: '11010519491231002X',
      isSecret: true,
    },
    {
      key: 'donatedOn',
      headerZh: '献血日期',
      headerEn: 'Donated on',
      aliases: ['采血日期', '献血时间'],
      isRequired: true,
      example: '2026-03-01',
    },
    {
      key: 'volumeMl',
      headerZh: '献血量',
      headerEn: 'Volume, ml',
      aliases: ['献血量ml', '采血量', '献血量(ml)'],
      isRequired: true,
      example: '400',
    },
    {
      key: 'certificateNo',
      headerZh: '献血证编号',
      headerEn: 'Certificate no.',
      aliases: ['献血证号', '献血证'],
      isRequired: false,
      example: '310012345678',
    },
  ],
  rowSchema,
});

/** What a file may not say: a donation to come, and one of a donor twice on a day. `today` is the city's day. Source: one donation a day. */
export function checkDonations(lines: readonly WrittenDonation[], today: string): Violation[] {
  const seen = new Set<string>();
  return lines.flatMap(({ identityType, identityNo, donatedOn }, index): Violation[] => {
    const key = `${identityType}|${identityNo}|${donatedOn}`;
    const isTwice = seen.has(key);
    seen.add(key);
    return [
      ...(donatedOn > today ? [{ code: 'review.donation_in_future', path: `lines.${index}.donatedOn` }] : []),
      ...(isTwice ? [{ code: 'review.donation_twice', path: `lines.${index}.donatedOn` }] : []),
    ];
  });
}
