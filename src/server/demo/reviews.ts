import { Mod11_2 } from '@konfirm/iso7064';
import type { RegisterReviewInput } from '@/domain/certificate-reviews/schema';
import { execute } from '../kernel/command';
import { previewImport } from '../kernel/import-file';
import { approveReview, rejectReview } from '../modules/certificate-reviews/decide';
import { donationImporter, importDonations } from '../modules/certificate-reviews/import-donations';
import { registerReview } from '../modules/certificate-reviews/register';
import { relieveFees } from '../modules/certificate-reviews/reliefs';
import type { Runtime } from '../runtime';
import { actAs, requestOf } from './actors';

/** Numbers of a region that does not exist: nobody bears them. */
const identityOf = (body: string) => `999999${body}${Mod11_2.checksum(`999999${body}`)}`;

const donors = [
  { identityNo: identityOf('19850312101'), donatedOn: '2025-06-18', volumeMl: 400, certificateNo: '310098250618' },
  { identityNo: identityOf('19791105206'), donatedOn: '2023-11-02', volumeMl: 200, certificateNo: '310098231102' },
  { identityNo: identityOf('19910722303'), donatedOn: '2026-02-14', volumeMl: 400, certificateNo: '310098260214' },
];

/** A few cases in every stage, by the same verbs as everybody's: a register of donations, own and relatives', one sent back, one with a relief. */
export async function bringReviews(runtime: Runtime): Promise<void> {
  const station = requestOf(runtime, await actAs(runtime, 'S01', '1001'));
  const office = requestOf(runtime, await actAs(runtime, 'O01', '3002'));
  const first = requestOf(runtime, await actAs(runtime, 'H01', '1001'));
  const second = requestOf(runtime, await actAs(runtime, 'H02', '1001'));
  const lines = donors.map((donor) => Object.values(donor).join(','));
  const file = ['证件号码,献血日期,献血量,献血证编号', ...lines].join('\n');
  const { importId, digest } = await previewImport(station, donationImporter, {
    name: '献血记录.csv',
    bytes: Buffer.from(file),
  });
  await execute(importDonations, station, { importId, digest });

  const [own, relative, other] = donors.map(({ identityNo }) => identityNo);
  const of = (patientName: string, body: string, change: Partial<RegisterReviewInput> = {}): RegisterReviewInput => ({
    caseType: '2',
    patientName,
    identityType: '01',
    identityNo: identityOf(body),
    diagnosis: '消化道出血',
    bloodUse: [{ component: 'rbc-lr', amount: 400 }],
    usedOn: null,
    isSupplementary: false,
    isInformed: true,
    relation: 'parent',
    donorName: '周启明',
    donorIdentityType: '01',
    donorIdentityNo: relative ?? '',
    certificateNo: '',
    isSubmitted: true,
    ...change,
  });
  const isOwn = { caseType: '1', relation: 'self', donorName: '', donorIdentityNo: '' } as const;
  const approved = await execute(registerReview, first, of('周德海', '19510203117', { certificateNo: '310098231102' }));
  const done = await execute(approveReview, office, {
    id: approved.id,
    version: approved.version,
    entitledMl: null,
    remark: '',
  });
  await execute(relieveFees, first, {
    id: done.id,
    version: done.version,
    volumeMl: 200,
    amountCents: 22_000,
    invoiceNo: '0310026014417',
    way: 'direct',
  });
  await execute(
    registerReview,
    first,
    of('江月', '19850312101', { ...isOwn, identityNo: own ?? '', certificateNo: '310098250618' }),
  );
  const sentBack = await execute(
    registerReview,
    first,
    of('方秀英', '19480917204', {
      donorName: '方磊',
      donorIdentityNo: identityOf('19760401115'),
      diagnosis: '股骨颈骨折',
    }),
  );
  await execute(rejectReview, office, {
    id: sentBack.id,
    version: sentBack.version,
    refusal: 'papers',
    missing: ['relation_proof', 'household_register'],
    remark: '补户口簿首页和本人页',
  });
  await execute(
    registerReview,
    first,
    of('孙志强', '19630825311', { donorName: '孙婷', donorIdentityNo: other ?? '', diagnosis: '再生障碍性贫血' }),
  );
  await execute(
    registerReview,
    second,
    of('吴桂珍', '19550630402', { donorName: '吴浩', donorIdentityNo: identityOf('19820930119'), relation: 'parent' }),
  );
  await execute(
    registerReview,
    first,
    of('马兰', '19720118208', { isSubmitted: false, isInformed: false, donorIdentityNo: '' }),
  );
}
