'use client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import Plus from 'lucide-react/icons/plus';
import { useTranslations } from 'use-intl';
import { useCityNow } from '@/app/_client/live';
import { useTRPC } from '@/app/_client/trpc';
import { useOpenDialog } from '@/app/_dialogs/dialog-host';
import { useListState } from '@/components/record/list-state';
import { RecordListPage } from '@/components/record/record-list-page';
import { Button } from '@/components/ui/button';
import { Icon } from '@/components/ui/icon';
import { organisationRecord } from '@/domain/organisations/record';
import { OrganisationDialog } from './organisation-dialog';
import { OrganisationDrawer } from './organisation-drawer';
import type { OrganisationRights } from './organisation-types';

const tabs = [
  { name: 'active', filters: { state: 'active' } },
  { name: 'hospitals', filters: { state: 'active', kind: 'hospital,campus' } },
  { name: 'campuses', filters: { state: 'active', kind: 'campus' } },
  { name: 'retired', filters: { state: 'retired' } },
  { name: 'all' },
] as const;

/** 机构: every house of the city with its telephones, for whoever has to call one. */
export function OrganisationList({ rights }: { rights: OrganisationRights }) {
  const t = useTranslations('organisations');
  const trpc = useTRPC();
  const now = useCityNow(60_000);
  const list = useListState(organisationRecord, tabs);
  const answer = useQuery(trpc.organisations.list.queryOptions(list.query, { placeholderData: keepPreviousData }));
  const choices = useQuery(trpc.organisations.choices.queryOptions({}));
  const open = useOpenDialog();
  const districts = (choices.data?.districts ?? []).map((district) => ({ value: district, label: district }));
  return (
    <RecordListPage
      definition={organisationRecord}
      list={list}
      answer={answer}
      isExportable={rights.mayExport}
      pickers={{ district: { items: districts } }}
      hiddenBesideDrawer={['parentId', 'district', 'nightPhone']}
      rowState={(row) => (row.state === 'retired' ? 'blocked' : 'plain')}
      {...(now ? { now } : {})}
      actions={
        rights.mayRegister && (
          <Button
            size="dense"
            variant="primary"
            icon={<Icon of={Plus} />}
            onClick={() =>
              open((close) => <OrganisationDialog house={null} onRegistered={list.open} onClose={close} />)
            }
          >
            {t('create')}
          </Button>
        )
      }
      drawer={
        list.openId && (
          <OrganisationDrawer key={list.openId} id={list.openId} rights={rights} onClose={() => list.open(null)} />
        )
      }
    />
  );
}
