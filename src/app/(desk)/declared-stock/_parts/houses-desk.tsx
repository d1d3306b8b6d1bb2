'use client';
import { useQuery } from '@tanstack/react-query';
import Clock from 'lucide-react/icons/clock';
import Download from 'lucide-react/icons/download';
import Link from 'next/link';
import { useState } from 'react';
import { useLocale } from 'use-intl';
import { appErrorOf } from '@/app/_client/app-error';
import { useCityNow } from '@/app/_client/live';
import { useTRPC } from '@/app/_client/trpc';
import { useOpenDialog } from '@/app/_dialogs/dialog-host';
import { Page } from '@/app/_shell/page';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { Field } from '@/components/ui/field';
import { Icon } from '@/components/ui/icon';
import { Skeleton } from '@/components/ui/skeleton';
import { Cell, HeadCell, Table, TableFrame, TableHead, TableRow } from '@/components/ui/table';
import { TextInput } from '@/components/ui/text-input';
import { nothing } from '@/i18n/format';
import { AgreeDialog } from './agree-dialog';
import type { ReportingHouse } from './declared-types';
import { useDeclaredWords } from './declared-words';
import { ExportDialog } from './export-dialog';

/** How every hospital is heard of, and since when it was not. */
export function HousesDesk({ mayAgree, mayExport }: { mayAgree: boolean; mayExport: boolean }) {
  const { t, format, sayEvery } = useDeclaredWords();
  const locale = useLocale();
  const trpc = useTRPC();
  const query = useQuery(trpc.declaredStock.houses.queryOptions({}, { refetchInterval: 60_000 }));
  const now = useCityNow(60_000);
  const [search, setSearch] = useState('');
  const open = useOpenDialog();
  const nameOf = (house: ReportingHouse) => (locale === 'en' ? house.nameEn : house.name);
  const wanted = search.trim().toLowerCase();
  const houses = (query.data ?? []).filter((house) =>
    `${house.orgId} ${house.name} ${house.nameEn} ${house.search} ${house.district}`.toLowerCase().includes(wanted),
  );
  return (
    <Page
      title={t('title')}
      note={t('houses.note')}
      actions={
        mayExport &&
        now && (
          <Button
            size="sm"
            icon={<Icon of={Download} />}
            onClick={() => {
              const today = format.date(now);
              open((close) => <ExportDialog orgId={null} from={`${today.slice(0, 8)}01`} to={today} onClose={close} />);
            }}
          >
            {t('export.action')}
          </Button>
        )
      }
    >
      <div className="w-80 flex-none">
        <Field label={t('houses.search')}>
          <TextInput value={search} onValueChange={setSearch} />
        </Field>
      </div>
      {query.data && now ? (
        <TableFrame label={t('houses.title')} className="flex-1">
          <Table>
            <TableHead>
              <HeadCell>{t('houses.columns.name')}</HeadCell>
              <HeadCell>{t('houses.columns.district')}</HeadCell>
              <HeadCell>{t('houses.columns.mode')}</HeadCell>
              <HeadCell>{t('houses.columns.interval')}</HeadCell>
              <HeadCell align="right">{t('houses.columns.heard')}</HeadCell>
              <HeadCell>{t('houses.columns.state')}</HeadCell>
              <HeadCell>{t('houses.columns.agreed')}</HeadCell>
              <HeadCell />
            </TableHead>
            <tbody>
              {houses.map((house) => {
                const every = sayEvery(house.intervalHours);
                return (
                  <TableRow key={house.orgId}>
                    <Cell className="max-w-60 truncate">
                      {house.mode === 'declares' ? (
                        <Link
                          href={`/declared-stock?org=${encodeURIComponent(house.orgId)}`}
                          className="text-act group-hover/row:underline"
                        >
                          {nameOf(house)}
                        </Link>
                      ) : (
                        nameOf(house)
                      )}
                    </Cell>
                    <Cell>{house.district || nothing}</Cell>
                    <Cell className={house.mode === 'declares' ? 'font-bold' : ''}>
                      {t(`houses.mode.${house.mode}`)}
                    </Cell>
                    <Cell>
                      {house.mode === 'declares' ? t('houses.everyBy', { every, hour: house.dueHour }) : every}
                    </Cell>
                    <Cell align="right">{house.heardAt ? format.dayTime(house.heardAt, now) : t('houses.never')}</Cell>
                    <Cell className={house.isSilent ? 'font-bold' : 'text-ink-2'}>
                      {house.isSilent ? (
                        <span className="inline-flex items-center gap-1">
                          <Icon of={Clock} size={14} />
                          {t('houses.silent')}
                        </span>
                      ) : (
                        t('houses.heard')
                      )}
                    </Cell>
                    <Cell className="text-ink-2">{house.agreedBy || nothing}</Cell>
                    <Cell align="right">
                      {mayAgree && (
                        <Button
                          size="sm"
                          variant="ghost"
                          aria-label={t('agree.title', { name: nameOf(house) })}
                          onClick={() =>
                            open((close) => <AgreeDialog house={house} name={nameOf(house)} onClose={close} />)
                          }
                        >
                          {t('houses.change')}
                        </Button>
                      )}
                    </Cell>
                  </TableRow>
                );
              })}
            </tbody>
          </Table>
          {houses.length === 0 && <EmptyState title={t('houses.none')} />}
        </TableFrame>
      ) : (
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
      )}
    </Page>
  );
}
