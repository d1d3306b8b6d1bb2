import type { Metadata } from 'next';
import { readTranslations } from '@/i18n/server';
import { OutboundDesk } from '../_parts/outbound-desk';

export async function generateMetadata(): Promise<Metadata> {
  const t = await readTranslations('other-outbounds');
  return { title: t('createTitle') };
}

type NewOutboundProps = { searchParams: Promise<{ redistribution?: string | string[] }> };

export default async function NewOutboundPage({ searchParams }: NewOutboundProps) {
  const { redistribution } = await searchParams;
  return <OutboundDesk {...(typeof redistribution === 'string' ? { redistributionId: redistribution } : {})} />;
}
