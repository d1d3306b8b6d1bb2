'use client';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useLocale, useTranslations } from 'use-intl';
import { useCityNow } from '@/app/_client/live';
import { useTRPC } from '@/app/_client/trpc';
import { GroupPlate } from '@/components/ui/group-plate';
import { StatusMark } from '@/components/ui/status-mark';
import { type BloodComponent, componentCatalogue, componentShortName } from '@/domain/blood/components';

const components: readonly BloodComponent[] = componentCatalogue;
const minuteMs = 60_000;
/** Minutes left under which a thawed bag is red, and amber. [unsourced: default] */
const lastMinutes = { stop: 30, warn: 120 } as const;

/** Thawed bags with the minutes that are left, first to expire first. Nothing stands here when nothing is thawed. */
export function ThawedStrip() {
  const t = useTranslations('processings.thawed');
  const states = useTranslations('station-stock.unitStates');
  const locale = useLocale();
  const trpc = useTRPC();
  const now = useCityNow(30_000);
  const { data } = useQuery(trpc.processings.thawed.queryOptions({}));
  const bags = (data?.bags ?? []).filter((bag) => !now || bag.expiresAt > now);
  if (bags.length === 0) return null;
  function left(minutes: number): string {
    return minutes < 60
      ? t('minutes', { count: minutes })
      : t('hours', { hours: Math.floor(minutes / 60), minutes: minutes % 60 });
  }
  return (
    <section
      aria-label={t('title')}
      className="flex flex-none items-stretch overflow-x-auto border border-line-2 bg-surface text-13"
    >
      <h2 className="flex flex-none items-center border-r border-line bg-sunken px-3 font-bold">
        {t('title')} {bags.length}
      </h2>
      {bags.map((bag) => {
        const minutes = now ? Math.max(0, Math.floor((bag.expiresAt.getTime() - now.getTime()) / minuteMs)) : null;
        const component = components.find((candidate) => candidate.code === bag.component);
        const tone =
          minutes === null || minutes > lastMinutes.warn ? 'plain' : minutes > lastMinutes.stop ? 'warn' : 'stop';
        return (
          <Link
            key={bag.unitId}
            href={`/units/${bag.unitId}`}
            className="flex h-10 flex-none items-center gap-2 border-r border-line px-2.5 whitespace-nowrap -outline-offset-2 hover:bg-hover"
          >
            <GroupPlate abo={bag.abo} rhd={bag.rhd} size="xs" />
            <span>{component ? componentShortName(component, locale) : bag.component}</span>
            <span className="font-code text-12">{bag.donationNo.slice(-6)}</span>
            {bag.state === 'reserved' && <span className="text-12">{states('reserved')}</span>}
            {minutes !== null && <StatusMark tone={tone}>{t('left', { time: left(minutes) })}</StatusMark>}
          </Link>
        );
      })}
      {data?.isCut && <span className="self-center px-3 text-12 text-ink-2">{t('cut', { count: bags.length })}</span>}
    </section>
  );
}
