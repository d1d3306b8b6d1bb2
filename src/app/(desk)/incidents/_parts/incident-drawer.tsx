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
import { Button, buttonClasses } from '@/components/ui/button';
import { DayTime } from '@/components/ui/day-time';
import { DonationNumber } from '@/components/ui/donation-number';
import { Drawer } from '@/components/ui/drawer';
import { GroupPlate } from '@/components/ui/group-plate';
import { Skeleton } from '@/components/ui/skeleton';
import { incidentRecord } from '@/domain/incidents/record';
import { useFormat } from '@/i18n/provider';
import { AssignDialog } from './assign-dialog';
import type { IncidentDetail, IncidentRights } from './incident-types';
import { ResolveDialog } from './resolve-dialog';
import { SeverityMark } from './severity-mark';
import { useRuleWords } from './use-rule-words';

type IncidentDrawerProps = { id: string; rights: IncidentRights; onClose: () => void };

/** One incident: which rule was broken and how, its bags as they stand now, who looks into it, what was decided. */
export function IncidentDrawer({ id, rights, onClose }: IncidentDrawerProps) {
  const t = useTranslations('incidents');
  const record = useTranslations('record');
  const trpc = useTRPC();
  const now = useCityNow(60_000) ?? undefined;
  const sentence = useRuleWords();
  const { data, error } = useQuery(trpc.incidents.get.queryOptions({ id }));
  const history = useQuery(trpc.incidents.history.queryOptions({ id }));
  const open = useOpenDialog();
  const isOpen = data !== undefined && data.state !== 'resolved';
  return (
    <Drawer
      title={data?.no ?? t('title')}
      label={data?.no ?? t('title')}
      status={data && <StateMark definition={incidentRecord} state={data.state} />}
      onClose={onClose}
      width={420}
      footer={
        data && (
          <>
            {rights.mayAssign && isOpen && (
              <Button onClick={() => open((close) => <AssignDialog incident={data} onClose={close} />)}>
                {t(data.state === 'open' ? 'detail.assign' : 'detail.reassign')}
              </Button>
            )}
            {rights.mayResolve && isOpen && (
              <Button
                variant="primary"
                onClick={() => open((close) => <ResolveDialog incident={data} onClose={close} />)}
              >
                {t('detail.resolve')}
              </Button>
            )}
            {rights.mayDiscard &&
              data.decision === 'discard' &&
              data.bags.some(({ state }) => state === 'quarantined') && (
                <Link href="/other-outbounds/new" className={buttonClasses('secondary', 'md')}>
                  {t('detail.toDiscard')}
                </Link>
              )}
          </>
        )
      }
    >
      {error && <FailurePanel definition={incidentRecord} failure={readFailure(error)} />}
      {!data && !error && <Skeleton lines={8} />}
      {data && (
        <>
          <div className="border-b border-line px-4 py-3">
            <p className="mb-2 flex items-baseline gap-2">
              <SeverityMark severity={data.severity}>{t(`options.severity.${data.severity}`)}</SeverityMark>
              <strong className="text-16">{t(`options.rule.${data.rule}`)}</strong>
            </p>
            <p className="mb-3 text-14">{sentence(data.rule, data.facts)}</p>
            <RecordDetail definition={incidentRecord} record={data} fields={fieldsOf(data)} now={now} />
            {data.module === 'downtime-forms' && (
              <Link
                href={`/downtime-forms?open=${data.recordId}`}
                className="mt-2 inline-block text-13 text-act underline"
              >
                {t('detail.openRecord')}
              </Link>
            )}
          </div>
          <Bags incident={data} />
          <Signatures incident={data} now={now} />
          <section className="px-4 py-3">
            <h3 className="mb-2 text-14 font-bold">{record('history')}</h3>
            <HistoryPanel definition={incidentRecord} entries={history.data ?? []} now={now} />
          </section>
        </>
      )}
    </Drawer>
  );
}

function fieldsOf(incident: IncidentDetail): string[] {
  return [
    'recordNo',
    'occurredAt',
    'createdBy',
    'createdAt',
    ...(incident.ownerName ? ['ownerName'] : []),
    ...(incident.decision ? ['decision', 'resolvedBy', 'resolvedAt', 'finding'] : []),
  ];
}

function Bags({ incident }: { incident: IncidentDetail }) {
  const t = useTranslations('incidents.detail');
  const states = useTranslations('stock.states');
  const format = useFormat();
  return (
    <section className="border-b border-line px-4 py-3 text-13">
      <h3 className="mb-1 text-14 font-bold">{t('bags')}</h3>
      {incident.bags.length === 0 && <p className="text-ink-2">{t('noBag')}</p>}
      <ul>
        {incident.bags.map((bag) => (
          <li key={bag.unitId} className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <GroupPlate abo={bag.abo} rhd={bag.rhd} size="xs" />
            <Link
              href={`/units/${bag.unitId}`}
              aria-label={t('openUnit', { no: format.donationNumber(bag.donationNo) })}
              className="text-act underline"
            >
              <DonationNumber donationNo={bag.donationNo} />
            </Link>
            <span>{bag.isHere ? t('here', { state: states(bag.state as 'available') }) : t('elsewhere')}</span>
            {bag.openNos.length > 0 && (
              <span className="w-full text-warn">{t('others', { nos: format.list(bag.openNos) })}</span>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

const meanings = ['incident_resolved', 'hold_released_second'] as const;

function Signatures({ incident, now }: { incident: IncidentDetail; now: Date | undefined }) {
  const t = useTranslations('incidents.detail');
  if (incident.signatures.length === 0) return null;
  return (
    <section className="border-b border-line px-4 py-3 text-13">
      <h3 className="mb-1 text-14 font-bold">{t('signatures')}</h3>
      <ul>
        {incident.signatures.map(({ meaning, signerName, signedAt }) => {
          const known = meanings.find((one) => one === meaning);
          return (
            <li key={`${meaning} ${signerName}`} className="flex gap-3">
              <span className="w-24 text-ink-3">{known ? t(`meanings.${known}`) : meaning}</span>
              <span>{signerName}</span>
              <span className="ml-auto text-ink-3">
                <DayTime at={signedAt} now={now} />
              </span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
