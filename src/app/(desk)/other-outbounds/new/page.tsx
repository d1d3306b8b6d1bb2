import type { Metadata } from 'next';
import { readTranslations } from '@/i18n/server';
import { OutboundDesk } from '../_parts/outbound-desk';

export async function generateMetadata(): Promise<Metadata> {
  const t = await readTranslations('other-outbounds');
  return { title: t('createTitle') };
}

export default function NewOutboundPage() {
  return <OutboundDesk />;
}
