'use client';
import { useTranslations } from 'use-intl';
import { Chip } from '@/components/ui/chip';
import type { DataKind } from './frame-types';

/** Said on every page as long as the data are not real. */
export function DataKindChip({ dataKind }: { dataKind: DataKind }) {
  const t = useTranslations('common');
  const practice = useTranslations('practice');
  if (dataKind === 'real') return null;
  return (
    <Chip tone="board" title={dataKind === 'practice' ? practice('notice') : t('demoNotice')}>
      {t(dataKind)}
    </Chip>
  );
}
