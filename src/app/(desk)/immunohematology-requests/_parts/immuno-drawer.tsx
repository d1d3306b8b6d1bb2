'use client';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { useCityNow } from '@/app/_client/live';
import { useTRPC } from '@/app/_client/trpc';
import { readFailure } from '@/components/record/failure';
import { FailurePanel } from '@/components/record/failure-panel';
import { HistoryPanel } from '@/components/record/history-panel';
import { RecordDetail } from '@/components/record/record-detail';
import { StateMark } from '@/components/record/state-mark';
import { Banner } from '@/components/ui/banner';
import { DefinitionList } from '@/components/ui/definition-list';
import { Drawer } from '@/components/ui/drawer';
import { GroupPlate } from '@/components/ui/group-plate';
import { Skeleton } from '@/components/ui/skeleton';
import { immunoRecord } from '@/domain/immunohematology-requests/record';
import { useFormat } from '@/i18n/provider';
import { DueClock } from './due-clock';
import { ImmunoActions } from './immuno-actions';
import type { Immuno, ImmunoRights, Report } from './immuno-types';
import { ResultsTable } from './results-table';
import { useResultWords } from './use-result-words';

type ImmunoDrawerProps = { id: string; rights: ImmunoRights; onClose: () => void };

const historyDefinition = {
  ...immunoRecord,
  fields: {
    ...immunoRecord.fields,
    sex: { kind: 'text' },
    birthDate: { kind: 'day' },
    abo: { kind: 'text' },
    rhd: { kind: 'text' },
    groupDeterminations: { kind: 'number' },
    correction: { kind: 'text' },
    applicationPrints: { kind: 'number' },
    labelPrints: { kind: 'number' },
    copy: { kind: 'number' },
    updatedAt: { kind: 'instant' },
  },
} as const satisfies typeof immunoRecord;

export function ImmunoDrawer({ id, rights, onClose }: ImmunoDrawerProps) {
  const t = useTranslations('immunohematology-requests');
  const record = useTranslations('record');
  const trpc = useTRPC();
  const now = useCityNow(60_000) ?? undefined;
  const { data, error } = useQuery(trpc.immunohematologyRequests.get.queryOptions({ id }));
  const history = useQuery(trpc.immunohematologyRequests.history.queryOptions({ id }));
  const title = data?.no ?? t('title');
  return (
    <Drawer
      title={title}
      label={title}
      width={480}
      status={data && <StateMark definition={immunoRecord} state={data.state} />}
      onClose={onClose}
      footer={data && <ImmunoActions request={data} rights={rights} />}
    >
      {error && <FailurePanel definition={immunoRecord} failure={readFailure(error)} />}
      {!data && !error && <Skeleton lines={12} />}
      {data && (
        <>
          <Head request={data} now={now} />
          {!data.isOurs && data.results.length > 0 && <Entered request={data} />}
          {(data.reports.length > 0 || data.state === 'reported') && <Reports request={data} />}
          <div className="border-b border-line px-4 py-3">
            <RecordDetail
              definition={immunoRecord}
              record={{ ...data, specimens: null }}
              organisations={{
                [data.orgId]: { zh: data.orgName, en: data.orgName },
                [data.partyOrgId]: { zh: data.partyOrgName, en: data.partyOrgName },
              }}
              fields={detailFields(data)}
              now={now}
            />
          </div>
          <section className="px-4 py-3">
            <h3 className="mb-2 text-14 font-bold">{record('history')}</h3>
            <HistoryPanel definition={historyDefinition} entries={history.data ?? []} now={now} />
          </section>
        </>
      )}
    </Drawer>
  );
}

type PartProps = { request: Immuno };

function Head({ request, now }: PartProps & { now: Date | undefined }) {
  const t = useTranslations('immunohematology-requests');
  const patients = useTranslations('patients');
  const format = useFormat();
  const { abo, rhd, state } = request;
  return (
    <section className="flex flex-col gap-3 border-b border-line px-4 py-3">
      {state === 'refused' && (
        <Banner tone="warn">
          {format.clauses([request.refusal ? t(`options.refusal.${request.refusal}`) : '', request.reason ?? ''])}
        </Banner>
      )}
      {state === 'correcting' && <Banner tone="info">{t('correctionOf', { reason: request.correction ?? '' })}</Banner>}
      <div className="flex items-center gap-4">
        <GroupPlate abo={abo} rhd={rhd === 'unknown' ? 'unspecified' : rhd} size="l" />
        <DefinitionList
          layout="row"
          className="min-w-0 flex-1"
          items={[
            { term: t('patient'), value: request.patientLabel, isStrong: true },
            { term: patients('fields.sex'), value: patients(`options.sex.${request.sex}`) },
            { term: patients('fields.birthDate'), value: request.birthDate ?? '' },
            ...(request.isUrgent
              ? [
                  {
                    term: t('fields.isUrgent'),
                    value: <span className="text-stop">{t('urgent')}</span>,
                    isStrong: true,
                  },
                ]
              : []),
            { term: t('fields.dueAt'), value: <DueClock row={request} now={now} /> },
          ]}
        />
      </div>
      <ul className="flex flex-col gap-1 text-13">
        {request.specimens.map(({ kind, collectedAt, tubeNo }, index) => (
          <li key={tubeNo ?? `${index} ${collectedAt}`} className="flex gap-3">
            <span className="font-code font-bold">{tubeNo ?? t('specimenOf', { line: index + 1 })}</span>
            <span>{t(`options.specimenKind.${kind}`)}</span>
            <span className="text-ink-2">{format.dateTime(new Date(collectedAt))}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What is being entered, as far as the laboratory has come. */
function Entered({ request }: PartProps) {
  const t = useTranslations('immunohematology-requests');
  if (request.state === 'reported' || request.state === 'corrected') return null;
  return (
    <section className="border-b border-line px-4 py-3">
      <h3 className="mb-2 text-14 font-bold">{t('results')}</h3>
      <ResultsTable results={request.results} />
      {request.conclusion && <p className="mt-2 text-14 font-bold">{request.conclusion}</p>}
      {request.advice && <p className="text-13">{request.advice}</p>}
    </section>
  );
}

function Reports({ request }: PartProps) {
  const t = useTranslations('immunohematology-requests');
  return (
    <section className="flex flex-col gap-4 border-b border-line px-4 py-3">
      <h3 className="text-14 font-bold">{t('reports')}</h3>
      {request.reports.map((report, index) => (
        <OneReport key={report.id} report={report} isStanding={index === 0} isVoid={request.state === 'void'} />
      ))}
    </section>
  );
}

function OneReport({ report, isStanding, isVoid }: { report: Report; isStanding: boolean; isVoid: boolean }) {
  const t = useTranslations('immunohematology-requests');
  const format = useFormat();
  const words = useResultWords();
  const is = isVoid ? 'voided' : isStanding ? 'standing' : 'superseded';
  return (
    <article className={is === 'standing' ? '' : 'text-ink-3'}>
      <p className="flex items-baseline gap-3 text-13">
        <strong>{t('reportVersion', { no: report.reportNo })}</strong>
        <span>{t(is)}</span>
        <span className="ml-auto text-ink-2">{format.dateTime(report.reportedAt)}</span>
      </p>
      {report.correction && <p className="text-13">{t('correctionOf', { reason: report.correction })}</p>}
      {is === 'standing' && (
        <>
          <ResultsTable results={report.results} />
          <p className="mt-2 text-13 text-ink-3">{t('conclusion')}</p>
          <p className="text-14 font-bold">{report.conclusion}</p>
          {report.advice && (
            <>
              <p className="mt-2 text-13 text-ink-3">{t('advice')}</p>
              <p className="text-14">{report.advice}</p>
            </>
          )}
          <p className="mt-2 text-13 text-ink-3">{t('findings')}</p>
          <p className="text-14 font-bold">
            {report.findings.length > 0 ? format.list(report.findings.map(words.finding)) : t('findingsNone')}
          </p>
        </>
      )}
      <p className="mt-1 text-12 text-ink-3">
        {t('reportBy', { entered: report.enteredBy, reviewed: report.reviewedBy })}
      </p>
    </article>
  );
}

function detailFields(request: Immuno): string[] {
  const had = (name: keyof Immuno) => {
    const value = request[name];
    return value === null || value === '' || (Array.isArray(value) && value.length === 0) ? [] : [name];
  };
  return [
    request.isOurs ? 'partyOrgId' : 'orgId',
    'tests',
    'department',
    ...had('bed'),
    ...had('phone'),
    'diagnosis',
    ...had('question'),
    ...had('antibodies'),
    ...had('transfusionHistory'),
    ...had('lastTransfusedOn'),
    ...had('gravida'),
    ...had('para'),
    ...had('transplant'),
    ...had('medication'),
    ...had('appliedBy'),
    ...had('appliedAt'),
    ...had('receivedAt'),
    ...had('receivedBy'),
    ...had('receiptNote'),
    ...had('reason'),
  ];
}
