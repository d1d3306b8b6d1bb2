'use client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import Eye from 'lucide-react/icons/eye';
import FileUp from 'lucide-react/icons/file-up';
import IdCard from 'lucide-react/icons/id-card';
import UserPlus from 'lucide-react/icons/user-plus';
import Link from 'next/link';
import { parseAsString, useQueryState } from 'nuqs';
import { useEffect } from 'react';
import { useTranslations } from 'use-intl';
import { useCityNow } from '@/app/_client/live';
import { useTRPC } from '@/app/_client/trpc';
import { useOpenDialog } from '@/app/_dialogs/dialog-host';
import { useListState } from '@/components/record/list-state';
import { RecordListPage } from '@/components/record/record-list-page';
import { Button, buttonClasses } from '@/components/ui/button';
import { Icon } from '@/components/ui/icon';
import { personRecord } from '@/domain/people/record';
import { badgesAtOnce } from '@/domain/people/schema';
import type { OrganisationKind } from '@/domain/permissions';
import { AskInDialog } from './ask-in-dialog';
import { OpenElsewhereDialog } from './open-elsewhere-dialog';
import type { PeopleRights } from './people-types';
import { PersonDialog } from './person-dialog';
import { PersonDrawer } from './person-drawer';

const tabs = [
  { name: 'active', filters: { state: 'active' } },
  { name: 'guests', filters: { state: 'active', kept: 'guest' } },
  { name: 'noAccount', filters: { state: 'active', account: 'none', kept: 'own' } },
  { name: 'left', filters: { state: 'left' } },
  { name: 'all' },
] as const;

type PeopleListProps = { rights: PeopleRights; orgKind: OrganisationKind };

/** 人员: whoever signs in this house, with an account or without. */
export function PeopleList({ rights, orgKind }: PeopleListProps) {
  const t = useTranslations('people');
  const viewAs = useTranslations('view-as');
  const trpc = useTRPC();
  const now = useCityNow(60_000);
  const list = useListState(personRecord, tabs);
  const answer = useQuery(trpc.people.list.queryOptions(list.query, { placeholderData: keepPreviousData }));
  const open = useOpenDialog();
  // Led here from a house that has no administrator yet.
  const [house, setHouse] = useQueryState('house', parseAsString);
  const { mayOpenElsewhere } = rights;
  useEffect(() => {
    if (house === null) return;
    if (mayOpenElsewhere) open((close) => <OpenElsewhereDialog house={house} onClose={close} />);
    void setHouse(null);
  }, [house, setHouse, mayOpenElsewhere, open]);
  // Of the house's own people; a guest has his badge from where he is kept.
  // Printed for many at once are first badges only: another one voids what somebody carries.
  const withoutBadge = (answer.data?.rows ?? [])
    .filter(({ state, hasBadge, kept }) => state === 'active' && hasBadge === false && kept === 'own')
    .slice(0, badgesAtOnce);
  return (
    <RecordListPage
      definition={personRecord}
      list={list}
      answer={answer}
      isExportable={rights.mayExport}
      hiddenBesideDrawer={['homeOrgId', 'title', 'roles', 'hasBadge']}
      rowState={(row) => (row.state === 'left' ? 'blocked' : 'plain')}
      {...(now ? { now } : {})}
      actions={
        <>
          {rights.mayIssueBadges && withoutBadge.length > 0 && !answer.isPlaceholderData && (
            <Link
              href={`/people/badges?ids=${withoutBadge.map(({ id }) => id).join(',')}`}
              className={buttonClasses('secondary', 'dense')}
            >
              <Icon of={IdCard} />
              {t('badges.print', { count: withoutBadge.length })}
            </Link>
          )}
          {rights.mayViewAs && (
            <Link href="/people/view-as" className={buttonClasses('secondary', 'dense')}>
              <Icon of={Eye} />
              {viewAs('title')}
            </Link>
          )}
          {rights.mayImport && (
            <Link href="/people/import" className={buttonClasses('secondary', 'dense')}>
              <Icon of={FileUp} />
              {t('import')}
            </Link>
          )}
          {rights.mayOpenElsewhere && (
            <Button size="dense" onClick={() => open((close) => <OpenElsewhereDialog onClose={close} />)}>
              {t('elsewhere.open')}
            </Button>
          )}
          {rights.mayKeepGuests && (
            <Button
              size="dense"
              onClick={() =>
                open((close) => <AskInDialog orgKind={orgKind} onClose={close} onAsked={(id) => list.open(id)} />)
              }
            >
              {t('guest.open')}
            </Button>
          )}
          {rights.mayRegister && (
            <Button
              size="dense"
              variant="primary"
              icon={<Icon of={UserPlus} />}
              onClick={() => open((close) => <PersonDialog person={null} orgKind={orgKind} onClose={close} />)}
            >
              {t('create')}
            </Button>
          )}
        </>
      }
      drawer={
        list.openId && (
          <PersonDrawer key={list.openId} id={list.openId} rights={rights} onClose={() => list.open(null)} />
        )
      }
    />
  );
}
