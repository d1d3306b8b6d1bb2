'use client';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { Page } from '@/app/_shell/page';
import { ImportPanel } from '@/components/record/import-panel';
import { useKey } from '@/components/ui/use-key';
import type { ImportPreview } from '@/domain/import-definition';
import { temperatureImport } from '@/domain/storage-places/import';
import { type SeriesLine, seriesDays } from '@/domain/storage-places/series';
import { ReviewImport } from './review-import';

/** 导入温度: a recorder's file. What it would do to places and bags is looked at before it does it. */
export function ImportTemperatures() {
  const t = useTranslations('storage-places.recorder');
  const router = useRouter();
  const [reviewed, setReviewed] = useState<ImportPreview<SeriesLine> | null>(null);
  useKey('Esc', () => router.push('/stock/places'));
  return (
    <Page title={t('title')} scroll="page">
      <ImportPanel<SeriesLine> definition={temperatureImport} onApply={setReviewed}>
        <p className="text-12 text-ink-2">{t('note', { days: seriesDays })}</p>
      </ImportPanel>
      {reviewed && (
        <ReviewImport
          preview={reviewed}
          onClose={() => setReviewed(null)}
          onApplied={() => router.push('/stock/places')}
        />
      )}
    </Page>
  );
}
