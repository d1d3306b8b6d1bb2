'use client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import ChartColumn from 'lucide-react/icons/chart-column';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { useCityNow } from '@/app/_client/live';
import { useTRPC } from '@/app/_client/trpc';
import { type RecordTab, useListState } from '@/components/record/list-state';
import { RecordListPage } from '@/components/record/record-list-page';
import { buttonClasses } from '@/components/ui/button';
import { Icon } from '@/components/ui/icon';
import { redistributionRecord } from '@/domain/redistributions/record';
import { RedistributionDrawer } from './redistribution-drawer';

export type RedistributionRights = {
  isOffice: boolean;
  mayOffer: boolean;
  mayAnswer: boolean;
  mayExport: boolean;
  maySend: boolean;
  mayReceive: boolean;
};

const houseTabs: readonly RecordTab[] = [{ name: 'given' }, { name: 'taken', side: 'party' }];
const officeTabs: readonly RecordTab[] = [{ name: 'all' }];

const { orgId: _giver, partyOrgId: _taker, ...houseFilters } = redistributionRecord.filters;
const without = (...names: string[]) => redistributionRecord.listColumns.filter((name) => !names.includes(name));
const views = {
  house: { ...redistributionRecord, filters: houseFilters, listColumns: without('takenCount', 'createdAt') },
  office: { ...redistributionRecord, listColumns: without('answerBy') },
};

/** 近效期调剂: what this house gives, and what it is offered; for offices the whole city's. */
export function RedistributionList({ rights }: { rights: RedistributionRights }) {
  const t = useTranslations('redistributions');
  const trpc = useTRPC();
  const now = useCityNow(60_000);
  const definition = rights.isOffice ? views.office : views.house;
  const list = useListState(definition, rights.isOffice ? officeTabs : houseTabs);
  const answer = useQuery(trpc.redistributions.list.queryOptions(list.query, { placeholderData: keepPreviousData }));
  const morning = useQuery({ ...trpc.redistributions.morning.queryOptions({}), enabled: rights.mayOffer });
  const choices = useQuery({ ...trpc.organisations.choices.queryOptions({}), enabled: rights.isOffice });
  const houses = (choices.data?.hospitals ?? []).map(({ code, name, search }) => ({
    value: code,
    label: name,
    search,
    code,
  }));
  const toOffer = morning.data?.bags.length ?? 0;
  return (
    <RecordListPage
      definition={definition}
      list={list}
      answer={answer}
      isExportable={rights.mayExport}
      hiddenBesideDrawer={[
        'bagCount',
        'offeredCount',
        'takenCount',
        'receivedCount',
        'lostCount',
        'createdAt',
        'answerBy',
        // Beside a drawer there is room for the other house alone.
        ...(rights.isOffice ? [] : [list.tab.name === 'taken' ? 'partyOrgId' : 'orgId']),
      ]}
      pickers={houses.length > 0 ? { orgId: { items: houses }, partyOrgId: { items: houses } } : {}}
      {...(now ? { now } : {})}
      actions={
        <>
          <Link href="/redistributions/statistics" className={buttonClasses('secondary', 'dense')}>
            <Icon of={ChartColumn} />
            {t('figures.title')}
          </Link>
          {rights.mayOffer && (
            <Link href="/redistributions/offer" className={buttonClasses('primary', 'dense')}>
              {toOffer > 0 ? `${t('morningLink')} ${toOffer}` : t('morningLink')}
            </Link>
          )}
        </>
      }
      drawer={list.openId && <RedistributionDrawer id={list.openId} rights={rights} onClose={() => list.open(null)} />}
    />
  );
}
