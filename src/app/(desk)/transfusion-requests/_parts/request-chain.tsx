'use client';
import { useTranslations } from 'use-intl';
import { RequestBench } from '@/app/(desk)/specimens/_parts/request-bench';
import { Banner } from '@/components/ui/banner';
import { DayTime } from '@/components/ui/day-time';
import { GroupPlate } from '@/components/ui/group-plate';
import { labItems } from '@/domain/transfusion-requests/fields';
import { useFormat } from '@/i18n/provider';
import type { Request } from './request-types';
import { useRequestWords } from './request-words';

type RequestChainProps = PartProps & { mayTest: boolean };

/** For whom, how much, why this row, who signed, who is waited for, what the laboratory did, and what went out. */
export function RequestChain({ request, mayTest, now }: RequestChainProps) {
  const t = useTranslations('transfusion-requests');
  const words = useRequestWords();
  const { state, patient } = request;
  // Determined since it was asked for: what the laboratory says now.
  const abo = request.abo === 'unknown' ? patient.abo : request.abo;
  const rhd = request.rhd === 'unknown' ? patient.rhd : request.rhd;
  return (
    <>
      <section className="flex items-start gap-3 border-b border-line px-4 py-3">
        <GroupPlate abo={abo} rhd={rhd === 'unknown' ? 'unspecified' : rhd} size="l" />
        <div className="min-w-0 text-13">
          <p className="text-16 font-bold">
            {request.patientLabel}
            {request.isEmergency && <span className="ml-2 text-stop">{t('options.isEmergency.true')}</span>}
          </p>
          {(abo === 'unknown' || rhd === 'unknown') && <p className="text-stop">{t('groupUnknown')}</p>}
          <ul>
            {request.lines.map((line) => (
              <li key={`${line.component}|${line.modifiers.join('|')}`} className="text-14">
                {words.line(line)}
              </li>
            ))}
          </ul>
        </div>
      </section>
      {(state === 'returned' || state === 'refused' || state === 'void') && (
        <div className="border-b border-line px-4 py-3">
          <Banner tone={state === 'void' ? 'info' : 'stop'}>
            <strong>{t(`states.${state}`)}</strong> {request.reason}
          </Banner>
        </div>
      )}
      {request.approvalRow && <WhyRow request={request} now={now} />}
      <section className="border-b border-line px-4 py-3 text-13">
        <h3 className="mb-2 text-14 font-bold">{t('chain')}</h3>
        <ol className="flex flex-col gap-1.5">
          {request.appliedAt && (
            <li className="flex flex-wrap gap-x-2">
              <strong>{t('applied')}</strong> {request.appliedBy}
              {request.applicantTitle && ` ${t(`options.applicantTitle.${request.applicantTitle}`)}`}
              <span className="text-ink-2">
                <DayTime at={request.appliedAt} now={now} />
              </span>
            </li>
          )}
          {request.steps.map((step) => (
            <li key={step.id} className={step.round === request.round ? '' : 'text-ink-3'}>
              <span className="flex flex-wrap gap-x-2">
                <strong>{t(`chainStep.${step.step === 'department' ? 'department' : step.step}`)}</strong>
                <span className={step.decision === 'returned' || step.decision === 'refused' ? 'text-stop' : ''}>
                  {t(`said.${step.decision}`)}
                </span>
                {step.signerName} {step.signerTitle}
                <span className="text-ink-2">
                  <DayTime at={step.signedAt} now={now} /> {t(`by.${step.method}`)}
                </span>
                {step.round !== request.round && <span>{t('round', { round: step.round })}</span>}
              </span>
              {step.opinion && <span className="block pl-4 text-ink-2">{step.opinion}</span>}
            </li>
          ))}
          {request.waitingStep && <li>{t('waits', { who: t(`chainStep.${request.waitingStep}`) })}</li>}
          {state === 'approved' && <li>{t('waits', { who: t('chainStep.department') })}</li>}
        </ol>
        {request.isEmergency && request.supplementDueAt && <Supplement request={request} now={now} />}
      </section>
      {request.no && <RequestBench requestId={request.id} mayTest={mayTest} now={now} />}
      {request.approvalRow && <Progress request={request} now={now} />}
      <Results request={request} />
    </>
  );
}

type PartProps = { request: Request; now: Date | undefined };

function WhyRow({ request, now }: PartProps) {
  const t = useTranslations('transfusion-requests');
  const words = useRequestWords();
  const format = useFormat();
  const row = request.approvalRow ?? 1;
  const facts = {
    own: format.number(request.countedMl),
    total: format.number(request.windowMl ?? request.countedMl),
    window: t(`windows.${request.window}`),
    row: t(`rows.${row}`),
  };
  return (
    <section className="border-b border-line px-4 py-3 text-13">
      <h3 className="mb-2 text-14 font-bold">{t('whyRow')}</h3>
      <p>{t(request.isEmergency ? 'whyEmergency' : 'whyRowText', facts)}</p>
      <p className="font-bold">{words.chain(row)}</p>
      <h4 className="mt-2 text-12 text-ink-3">{t('around')}</h4>
      {request.around.length === 0 && <p>{t('aroundNone')}</p>}
      <ul>
        {request.around.map((other) => (
          <li key={other.id} className="flex gap-2">
            <span>{t('aroundLine', { no: other.no, ml: format.number(other.countedMl) })}</span>
            <span className="text-ink-2">
              <DayTime at={other.appliedAt} now={now} /> {t(`states.${other.state as 'accepted'}`)}
            </span>
            {other.isEmergency && <span className="text-ink-2">{t('aroundEmergency')}</span>}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Supplement({ request, now }: PartProps) {
  const t = useTranslations('transfusion-requests');
  const format = useFormat();
  const owed = [
    ...(request.isConsented ? [] : [t('owes.isConsented')]),
    ...(request.isAssessed ? [] : [t('owes.isAssessed')]),
    ...(request.waitingStep ? [t('owes.chain')] : []),
  ];
  const isLate =
    owed.length > 0 && now !== undefined && request.supplementDueAt !== null && request.supplementDueAt < now;
  if (owed.length === 0) return <p className="mt-2">{t('supplementDone')}</p>;
  return (
    <Banner tone={isLate ? 'warn' : 'info'} className="mt-2">
      {t('supplementOwed', { what: format.list(owed) })}{' '}
      {request.supplementDueAt && (
        <>
          {t('supplementDue')} <DayTime at={request.supplementDueAt} now={now} />
        </>
      )}
    </Banner>
  );
}

function Progress({ request, now }: PartProps) {
  const t = useTranslations('transfusion-requests');
  const words = useRequestWords();
  return (
    <section className="border-b border-line px-4 py-3 text-13">
      <h3 className="mb-2 text-14 font-bold">{t('progress')}</h3>
      <ul>
        {request.kinds.map((kind) => (
          <li key={kind.kind}>
            {t('kindLine', {
              component: words.component(kind.component),
              asked: words.amount(kind.component, kind.asked),
              issued: words.amount(kind.component, kind.issued),
              left: words.amount(kind.component, Math.max(0, kind.left)),
            })}
          </li>
        ))}
      </ul>
      {request.issues.length === 0 ? (
        <p className="text-ink-2">{t('noIssues')}</p>
      ) : (
        <ul aria-label={t('issuesOf')}>
          {request.issues.map((issue) => (
            <li key={issue.id} className={issue.state === 'void' ? 'text-ink-3 line-through' : ''}>
              {t('issueLine', { no: issue.no, bags: issue.bagCount })} <DayTime at={issue.issuedAt} now={now} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Results({ request }: { request: Request }) {
  const t = useTranslations('transfusion-requests');
  if (request.labs.length === 0) return null;
  return (
    <section className="border-b border-line px-4 py-3 text-13">
      <h3 className="mb-2 text-14 font-bold">
        {t('results')} <span className="text-12 font-normal text-ink-3">{request.labsOn}</span>
      </h3>
      <dl className="grid grid-cols-3 gap-x-4 gap-y-1">
        {request.labs.map(({ item, value }) => (
          <div key={item} className="flex items-baseline gap-1.5">
            <dt className="text-12 text-ink-3">{t(`options.lab.${item}`)}</dt>
            <dd>
              {value} <span className="text-12 text-ink-3">{labItems[item]}</span>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
