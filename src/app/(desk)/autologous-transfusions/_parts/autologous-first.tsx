'use client';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { useTRPC } from '@/app/_client/trpc';
import { Banner } from '@/components/ui/banner';
import { useFormat } from '@/i18n/provider';

/** One line where blood is given to a patient who has bags of his own in the store: those first. */
export function AutologousFirst({ patientId }: { patientId: string }) {
  const t = useTranslations('autologous-transfusions.first');
  const format = useFormat();
  const trpc = useTRPC();
  const { data } = useQuery(trpc.autologousTransfusions.ofPatient.queryOptions({ patientId }));
  if (!data || data.bags === 0 || !data.nextExpiry) return null;
  return (
    <Banner tone="warn">
      {t('note', {
        count: data.bags,
        volume: format.number(data.volumeMl),
        time: format.dateTime(data.nextExpiry),
      })}
    </Banner>
  );
}
