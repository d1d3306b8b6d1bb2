'use client';
import { useTranslations } from 'use-intl';
import { StatusMark } from '@/components/ui/status-mark';
import { type RecallClass, recallClasses } from '@/domain/recalls/record';

/** How urgent; class I alone has the colour of an alarm. */
export function ClassMark({ recallClass }: { recallClass: string }) {
  const t = useTranslations('recalls.options.recallClass');
  const known: RecallClass = recallClasses.find((one) => one === recallClass) ?? '1';
  return <StatusMark tone={known === '1' ? 'stop' : known === '2' ? 'warn' : 'plain'}>{t(known)}</StatusMark>;
}
