import { notFound } from 'next/navigation';
import { formatAmount } from '@/domain/blood/components';
import { formatDateTime } from '@/i18n/format';
import { readLocale, readTranslations } from '@/i18n/server';
import { readDemoLabels } from '../../../_server/demo-labels';
import { BagLabel, NamedCode } from '../../_parts/label-parts';

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
          <NamedCode key={badge.staffNo} code={badge.code}>
            <strong>{badge.name}</strong> {badge.staffNo} {badge.title}
          </NamedCode>
        ))}
      </ul>
      <h2 className="mb-1 text-16 font-bold">{t('bags', { count: labels.bags.length })}</h2>
      <ul className="grid grid-cols-1 gap-2">
        {labels.bags.map((bag) => (
          <BagLabel
            key={bag.unitId}
            bag={bag}
            component={locale === 'en' ? bag.componentNameEn : bag.componentName}
            amount={formatAmount(bag.amount, bag, locale === 'en' ? 'en' : 'zh-CN')}
            expiry={formatDateTime(bag.expiresAt)}
            word={(kind) => codeWords(kind as 'donation')}
          />
        ))}
      </ul>
    </main>
  );
}
