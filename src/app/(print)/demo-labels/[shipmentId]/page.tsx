import { notFound } from 'next/navigation';
import { formatAmount } from '@/domain/blood/components';
import { formatGroup } from '@/domain/blood/groups';
import { formatDateTime, groupDonationNumber } from '@/i18n/format';
import { readLocale, readTranslations } from '@/i18n/server';
import { readDemoLabels } from '../../../_server/demo-labels';

/** What a lorry of the demo city brings: the labels of its bags, to scan from paper or from the screen. */
export default async function DemoLabelsPage({ params }: { params: Promise<{ shipmentId: string }> }) {
  const { shipmentId } = await params;
  const labels = await readDemoLabels(shipmentId);
  if (!labels) notFound();
  const locale = await readLocale();
  const t = await readTranslations('bag-receipts.labels');
  const codeWords = await readTranslations('bag-receipts.scan.codes');
  return (
    <main className="mx-auto max-w-[1000px] bg-surface p-6 text-ink">
      <h1 className="text-20 font-bold">{t('title', { no: labels.no })}</h1>
      <p className="mb-4 text-14 text-ink-2">{t('hint')}</p>
      <h2 className="mb-1 text-16 font-bold">{t('badges', { place: labels.receiver })}</h2>
      <ul className="mb-6 grid grid-cols-2 gap-2">
        {labels.badges.map((badge) => (
          <li key={badge.staffNo} className="break-inside-avoid border border-line-2 p-3">
            <p className="text-14">
              <strong>{badge.name}</strong> {badge.staffNo} {badge.title}
            </p>
            {/* biome-ignore lint/performance/noImgElement: a drawn barcode, nothing to optimise */}
            <img src={badge.code.image} alt={badge.code.text} className="my-1 h-12 max-w-full" />
            <p className="font-code text-12 break-all">{badge.code.text}</p>
          </li>
        ))}
      </ul>
      <h2 className="mb-1 text-16 font-bold">{t('bags', { count: labels.bags.length })}</h2>
      <ul className="grid grid-cols-1 gap-2">
        {labels.bags.map((bag) => (
          <li key={bag.unitId} className="break-inside-avoid border border-line-2 p-3" data-bag={bag.donationNo}>
            <p className="mb-1 flex gap-4 text-14">
              <strong>{formatGroup(bag.abo, bag.rhd)}</strong>
              <span>{locale === 'en' ? bag.componentNameEn : bag.componentName}</span>
              <span>{formatAmount(bag.amount, bag, locale === 'en' ? 'en' : 'zh-CN')}</span>
              <span className="font-code">{groupDonationNumber(bag.donationNo)}</span>
              <span className="ml-auto">
                {codeWords('expiry')} {formatDateTime(bag.expiresAt)}
              </span>
            </p>
            <div className="grid grid-cols-4 gap-3">
              {bag.codes.map((code) => (
                <figure key={code.kind} data-code={code.text}>
                  {/* biome-ignore lint/performance/noImgElement: a drawn barcode, nothing to optimise */}
                  <img src={code.image} alt={code.text} className="h-11 w-full" />
                  <figcaption className="text-12">
                    {codeWords(code.kind === 'badge' ? 'donation' : code.kind)}{' '}
                    <span className="font-code">{code.text}</span>
                  </figcaption>
                </figure>
              ))}
            </div>
          </li>
        ))}
      </ul>
    </main>
  );
}
