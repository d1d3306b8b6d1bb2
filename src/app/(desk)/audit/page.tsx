import type { Metadata } from 'next';
import { ListStateProvider } from '@/components/record/list-state-provider';
import { readTranslations } from '@/i18n/server';
import { AuditPage } from './_parts/audit-page';

export async function generateMetadata(): Promise<Metadata> {
  const t = await readTranslations('audit');
  return { title: t('title') };
}

export default function AuditTrailPage() {
  return (
    <ListStateProvider>
      <AuditPage />
    </ListStateProvider>
  );
}
