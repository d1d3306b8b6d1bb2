'use client';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { useCityNow } from '@/app/_client/live';
import { useTRPC } from '@/app/_client/trpc';
import { useOpenDialog } from '@/app/_dialogs/dialog-host';
import { readFailure } from '@/components/record/failure';
import { FailurePanel } from '@/components/record/failure-panel';
import { HistoryPanel } from '@/components/record/history-panel';
import { RecordDetail } from '@/components/record/record-detail';
import { StateMark } from '@/components/record/state-mark';
import { Button } from '@/components/ui/button';
import { Drawer } from '@/components/ui/drawer';
import { Skeleton } from '@/components/ui/skeleton';
import { personRecord } from '@/domain/people/record';
import { nothing } from '@/i18n/format';
import { useFormat } from '@/i18n/provider';
import { AccountSection } from './account-section';
import { EndGuestDialog, GuestPostsDialog } from './guest-dialogs';
import { ElsewhereSection, GuestSection } from './guest-sections';
import { LeaveDialog } from './leave-dialog';
import type { PeopleRights } from './people-types';
import { PersonDialog } from './person-dialog';

type PersonDrawerProps = { id: string; rights: PeopleRights; onClose: () => void };

/** One person: where they work as what, account and badge, and what happened to them. */
export function PersonDrawer({ id, rights, onClose }: PersonDrawerProps) {
  const t = useTranslations('people');
  const record = useTranslations('record');
  const format = useFormat();
  const trpc = useTRPC();
  const now = useCityNow(60_000) ?? undefined;
  const { data, error } = useQuery(trpc.people.get.queryOptions({ id }));
  const history = useQuery(trpc.people.history.queryOptions({ id }));
  const open = useOpenDialog();
  return (
    <Drawer
      title={data?.name ?? t('title')}
      label={data ? `${data.staffNo} ${data.name}` : t('title')}
      status={data && <StateMark definition={personRecord} state={data.state} />}
      onClose={onClose}
      width={376}
      footer={
        data &&
        (data.guest ? rights.mayKeepGuests && data.isActive && !data.isOwn : rights.mayLeave || rights.mayModify) &&
        (data.guest ? (
          <>
            <Button
              variant="danger"
              onClick={() =>
                open((close) => (
                  <EndGuestDialog
                    person={data}
                    guest={{ orgId: data.orgId, version: data.version }}
                    house={null}
                    onClose={close}
                  />
                ))
              }
            >
              {t('guest.end')}
            </Button>
            <Button onClick={() => open((close) => <GuestPostsDialog person={data} onClose={close} />)}>
              {t('detail.modify')}
            </Button>
          </>
        ) : (
          <>
            {rights.mayLeave && !data.isOwn && (
              <Button
                variant={data.isActive ? 'danger' : 'secondary'}
                onClick={() => open((close) => <LeaveDialog person={data} onClose={close} />)}
              >
                {t(data.isActive ? 'leave.action' : 'return.action')}
              </Button>
            )}
            {rights.mayModify && data.isActive && (
              <Button
                onClick={() => open((close) => <PersonDialog person={data} orgKind={data.orgKind} onClose={close} />)}
              >
                {t('detail.modify')}
              </Button>
            )}
          </>
        ))
      }
    >
      {error && <FailurePanel definition={personRecord} failure={readFailure(error)} />}
      {!data && !error && <Skeleton lines={8} />}
      {data && (
        <>
          <div className="border-b border-line px-4 py-3">
            <RecordDetail
              definition={personRecord}
              record={data}
              fields={['staffNo', 'title', 'createdAt']}
              now={now}
            />
            <h3 className="mt-2.5 text-13 text-ink-3">{t('detail.posts')}</h3>
            <ul className="text-14">
              {data.posts.map(({ department, roles }) => (
                <li key={department} className="flex gap-3">
                  <span className="flex-none">{department || nothing}</span>
                  <span className="text-ink-2">
                    {roles.length > 0
                      ? format.list(roles.map((role) => t(`options.roles.${role}`)))
                      : t('detail.signsOnly')}
                  </span>
                </li>
              ))}
            </ul>
          </div>
          <GuestSection person={data} />
          <ElsewhereSection person={data} rights={rights} />
          {(!data.guest || data.isActive) && <AccountSection person={data} rights={rights} />}
          <section className="px-4 py-3">
            <h3 className="mb-2 text-14 font-bold">{record('history')}</h3>
            <HistoryPanel
              definition={personRecord}
              entries={history.data ?? []}
              organisations={data.organisations}
              now={now}
            />
          </section>
        </>
      )}
    </Drawer>
  );
}
