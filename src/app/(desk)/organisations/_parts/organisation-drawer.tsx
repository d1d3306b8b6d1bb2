'use client';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { useCityNow } from '@/app/_client/live';
import { useTRPC } from '@/app/_client/trpc';
import { useOpenDialog } from '@/app/_dialogs/dialog-host';
import { readFailure } from '@/components/record/failure';
import { FailurePanel } from '@/components/record/failure-panel';
import { HistoryPanel } from '@/components/record/history-panel';
import { RecordDetail } from '@/components/record/record-detail';
import { StateMark } from '@/components/record/state-mark';
import { Banner } from '@/components/ui/banner';
import { Button, buttonClasses } from '@/components/ui/button';
import { Drawer } from '@/components/ui/drawer';
import { Skeleton } from '@/components/ui/skeleton';
import { organisationRecord } from '@/domain/organisations/record';
import { nothing } from '@/i18n/format';
import { useFormat } from '@/i18n/provider';
import { OrganisationDialog } from './organisation-dialog';
import type { OrganisationDetail, OrganisationRights } from './organisation-types';
import { RetireDialog } from './retire-dialog';
import { SwitchesSection } from './switches-section';

type OrganisationDrawerProps = { id: string; rights: OrganisationRights; onClose: () => void };

/** One house: whom to call, where it stands, its switches, what is left there, and what happened to it. */
export function OrganisationDrawer({ id, rights, onClose }: OrganisationDrawerProps) {
  const t = useTranslations('organisations');
  const record = useTranslations('record');
  const trpc = useTRPC();
  const now = useCityNow(60_000) ?? undefined;
  const { data, error } = useQuery(trpc.organisations.get.queryOptions({ id }));
  const history = useQuery(trpc.organisations.history.queryOptions({ id }));
  const open = useOpenDialog();
  const mayRetire = rights.mayRetire && data && !data.isOwnOffice;
  return (
    <Drawer
      title={data?.shortName ?? t('title')}
      label={data ? `${data.code} ${data.name}` : t('title')}
      status={data && <StateMark definition={organisationRecord} state={data.state} />}
      onClose={onClose}
      width={376}
      footer={
        data &&
        (mayRetire || data.may !== 'none') && (
          <>
            {mayRetire && (
              <Button
                variant={data.state === 'retired' ? 'secondary' : 'danger'}
                onClick={() => open((close) => <RetireDialog house={data} onClose={close} />)}
              >
                {t(data.state === 'retired' ? 'detail.restore' : 'detail.retire')}
              </Button>
            )}
            {data.may !== 'none' && data.state === 'active' && (
              <Button onClick={() => open((close) => <OrganisationDialog house={data} onClose={close} />)}>
                {t('detail.modify')}
              </Button>
            )}
          </>
        )
      }
    >
      {error && <FailurePanel definition={organisationRecord} failure={readFailure(error)} />}
      {!data && !error && <Skeleton lines={8} />}
      {data && (
        <>
          {rights.mayOpenAccounts && data.use?.administrators === 0 && data.state === 'active' && !data.isOwnOffice && (
            <Banner tone="info">
              <p>{t('detail.noAdministrator')}</p>
              <Link href={`/people?house=${data.code}`} className={buttonClasses('secondary', 'sm')}>
                {t('detail.openAccount')}
              </Link>
            </Banner>
          )}
          <div className="border-b border-line px-4 py-3">
            <RecordDetail
              definition={organisationRecord}
              record={data}
              fields={fieldsOf(data)}
              organisations={data.organisations}
              renderValue={{
                district: () => (isCityOffice(data) ? t('detail.whole') : data.district || nothing),
                place: () => placeOf(data),
              }}
              now={now}
            />
          </div>
          <SwitchesSection house={data} />
          <UseSection house={data} />
          <section className="px-4 py-3">
            <h3 className="mb-2 text-14 font-bold">{record('history')}</h3>
            <HistoryPanel
              definition={organisationRecord}
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

function isCityOffice({ kind, district }: OrganisationDetail): boolean {
  return kind === 'blood_office' && district === '';
}

/** What stands in the way of taking it out of use. */
function UseSection({ house: { use, state } }: { house: OrganisationDetail }) {
  const t = useTranslations('organisations.retire');
  const format = useFormat();
  if (!use || state !== 'active') return null;
  const left = (['bags', 'arriving', 'sent', 'accounts', 'campuses'] as const).filter((what) => use[what] > 0);
  return (
    <p className="border-b border-line px-4 py-3 text-13">
      <span className="mr-2 text-ink-3">{t('left')}</span>
      {left.length > 0 ? format.list(left.map((what) => t(what, { count: use[what] }))) : t('nothingLeft')}
    </p>
  );
}

/** In pairs, as they stand beside each other. */
function fieldsOf({ kind, retiredReason }: OrganisationDetail): string[] {
  return [
    'code',
    'kind',
    'dutyPhone',
    'nightPhone',
    'name',
    'nameEn',
    ...(kind === 'campus' ? ['parentId', 'district', 'address', 'place', 'institutionCode', 'createdAt'] : []),
    ...(kind === 'campus' ? [] : ['district', 'institutionCode', 'address', 'place', 'createdAt']),
    ...(retiredReason ? ['retiredReason'] : []),
  ];
}

function placeOf({ longitude, latitude }: OrganisationDetail): string {
  return longitude === null || latitude === null ? nothing : `${longitude.toFixed(4)} ${latitude.toFixed(4)}`;
}
