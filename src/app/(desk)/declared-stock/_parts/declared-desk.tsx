'use client';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useState } from 'react';
import { useLocale } from 'use-intl';
import { appErrorOf } from '@/app/_client/app-error';
import { useCityNow } from '@/app/_client/live';
import { useTRPC } from '@/app/_client/trpc';
import { Page } from '@/app/_shell/page';
import { Banner } from '@/components/ui/banner';
import { Button, buttonClasses } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { Skeleton } from '@/components/ui/skeleton';
import { DayDrawer } from './day-drawer';
import { DayList } from './day-list';
import { DeclaredEntry } from './declared-entry';
import type { DeclaredDay, OpenDeclaration } from './declared-types';
import { useDeclaredWords } from './declared-words';

type DeclaredDeskProps = { orgId: string | null; mayDeclare: boolean; mayExport: boolean };

/** 申报库存 of one house: today's table, and what was said before, day by day. */
export function DeclaredDesk({ orgId, mayDeclare, mayExport }: DeclaredDeskProps) {
  const { t } = useDeclaredWords();
  const trpc = useTRPC();
  const query = useQuery(trpc.declaredStock.open.queryOptions(orgId ? { orgId } : {}));
  const now = useCityNow(60_000);
  if (query.data && now) return <Opened data={query.data} {...{ now, orgId, mayDeclare, mayExport }} />;
  return (
    <Page title={t('title')}>
      <div className="border border-line-2 bg-surface">
        {query.error ? (
          <ErrorState
            requestId={appErrorOf(query.error).requestId}
            onRetry={() => void query.refetch()}
            isRetrying={query.isFetching}
          />
        ) : (
          <Skeleton lines={10} />
        )}
      </div>
    </Page>
  );
}

type OpenedProps = DeclaredDeskProps & { data: OpenDeclaration; now: Date };

function Opened({ data, now, orgId, mayDeclare, mayExport }: OpenedProps) {
  const isForeign = orgId !== null;
  const { t, format, dayAt } = useDeclaredWords();
  const locale = useLocale();
  const [opened, setOpened] = useState<DeclaredDay | null>(null);
  // The table stands on what was known when it was opened: what a colleague declares meanwhile is said, and never laid under the hands.
  const [base, setBase] = useState(data);
  const isBehind = base.today !== data.today || base.standing?.version !== data.standing?.version;
  if (data.reporting.mode !== 'declares' && data.days.every(({ id }) => id === null))
    return (
      <Page title={t('title')}>
        <div className="border border-line-2 bg-surface">
          <EmptyState
            title={t('notNeeded')}
            action={
              <Link
                className={buttonClasses('secondary', 'md')}
                href={isForeign ? `/stock?org=${data.orgId}` : '/stock'}
              >
                {t('toStock')}
              </Link>
            }
          />
        </div>
      </Page>
    );
  const name = locale === 'en' ? data.orgNameEn : data.orgName;
  const days = Math.round(data.reporting.intervalHours / 24);
  const facts = { day: data.today, hour: data.reporting.dueHour };
  const drawer = opened?.id ? (
    <DayDrawer
      key={opened.id}
      id={opened.id}
      day={format.day(dayAt(opened.day), now)}
      onClose={() => setOpened(null)}
    />
  ) : null;
  return (
    <DeclaredEntry
      key={`${base.today} ${base.standing?.version ?? 0}`}
      base={base}
      now={now}
      mayDeclare={mayDeclare && data.reporting.mode === 'declares'}
      note={isForeign ? t('foreign', { name }) : days === 1 ? t('noteDaily', facts) : t('note', { ...facts, days })}
      status={<DeclaredStatus data={data} now={now} />}
      banner={
        isBehind ? (
          <Banner
            tone="warn"
            title={t('behind')}
            action={
              <Button size="sm" onClick={() => setBase(data)}>
                {t('showNewest')}
              </Button>
            }
          />
        ) : null
      }
      side={drawer ? null : <DayList {...{ data, orgId, now, mayExport }} onOpen={setOpened} />}
      drawer={drawer}
      onDeclared={setBase}
    />
  );
}

/** Whether today is done, and if not, whether the agreed hour has passed. */
function DeclaredStatus({ data, now }: { data: OpenDeclaration; now: Date }) {
  const { t, format } = useDeclaredWords();
  const { standing, dueAt } = data;
  if (standing)
    return (
      <span className="text-ink-2">
        {standing.revision > 1
          ? t('states.corrected', { time: format.time(standing.declaredAt), count: standing.revision - 1 })
          : t('states.declared', { time: format.time(standing.declaredAt) })}
      </span>
    );
  if (!dueAt) return <strong>{t('states.never')}</strong>;
  return (
    <strong className={now > dueAt ? 'text-stop' : ''}>
      {now > dueAt ? t('states.overdue', { time: format.dayTime(dueAt, now) }) : t('states.waiting')}
    </strong>
  );
}
