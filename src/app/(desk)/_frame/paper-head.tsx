'use client';
import { usePathname } from 'next/navigation';
import { useTranslations } from 'use-intl';
import { useCityNow, useLive } from '@/app/_client/live';
import { findCurrentHref, listItems } from '@/app/_shell/current-entry';
import type { DeskFrameData } from '@/app/_shell/frame-types';
import { useFormat } from '@/i18n/provider';

/** On paper only: whose page this is, who printed it and when, by the city's clock, and up to when nothing is missing. */
export function PaperHead({ data: { session, dataKind, menu } }: { data: DeskFrameData }) {
  const t = useTranslations('shell.paper');
  const common = useTranslations('common');
  const practice = useTranslations('practice');
  const format = useFormat();
  const now = useCityNow(10_000);
  const { asOf } = useLive();
  const current = findCurrentHref(menu, usePathname());
  const entry = listItems(menu).find(({ href }) => href === current);
  return (
    <div className="mb-1 hidden items-baseline gap-4 border-b-2 border-ink pb-1 text-12 print:flex">
      <strong className="text-14">{session.organisationName}</strong>
      {entry && <span>{entry.label}</span>}
      {dataKind !== 'real' && (
        <strong className="border border-ink px-1.5">
          {dataKind === 'practice' ? practice('notice') : common('demoNotice')}
        </strong>
      )}
      <span className="ml-auto">{now && t('printed', { who: session.personName, time: format.dateTime(now) })}</span>
      {asOf && <span>{t('asOf', { time: format.dateTime(asOf) })}</span>}
    </div>
  );
}
