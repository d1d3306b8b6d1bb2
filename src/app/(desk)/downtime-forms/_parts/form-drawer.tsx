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
import { Chip } from '@/components/ui/chip';
import { DayTime } from '@/components/ui/day-time';
import { DonationNumber } from '@/components/ui/donation-number';
import { Drawer } from '@/components/ui/drawer';
import { GroupPlate } from '@/components/ui/group-plate';
import { Skeleton } from '@/components/ui/skeleton';
import { downtimeFormRecord } from '@/domain/downtime-forms/record';
import { useFormat } from '@/i18n/provider';
import type { FormDetail, FormRights } from './form-types';
import { VoidDialog } from './void-dialog';

type FormDrawerProps = { id: string; rights: FormRights; onClose: () => void };

/** One sheet: its lines as they stood on the paper, and the incidents that came of them. */
export function FormDrawer({ id, rights, onClose }: FormDrawerProps) {
  const t = useTranslations('downtime-forms');
  const record = useTranslations('record');
  const trpc = useTRPC();
  const now = useCityNow(60_000) ?? undefined;
  const { data, error } = useQuery(trpc.downtimeForms.get.queryOptions({ id }));
  const history = useQuery(trpc.downtimeForms.history.queryOptions({ id }));
  const open = useOpenDialog();
  const isUnused = data?.state === 'printed';
  return (
    <Drawer
      title={data?.no ?? t('title')}
      label={data?.no ?? t('title')}
      status={data && <StateMark definition={downtimeFormRecord} state={data.state} />}
      onClose={onClose}
      width={420}
      footer={
        data &&
        data.state !== 'entered' && (
          <>
            {isUnused && rights.mayPrint && (
              <Link href={`/downtime-forms/print?ids=${id}`} className={buttonClasses('secondary', 'md')}>
                {t('detail.reprint')}
              </Link>
            )}
            {rights.mayEnter && (
              <Link href={`/downtime-forms/${id}/enter`} className={buttonClasses('primary', 'md')}>
                {t('detail.enter')}
              </Link>
            )}
            {isUnused && rights.mayVoid && (
              <Button variant="danger" onClick={() => open((close) => <VoidDialog form={data} onClose={close} />)}>
                {t('detail.void')}
              </Button>
            )}
          </>
        )
      }
    >
      {error && <FailurePanel definition={downtimeFormRecord} failure={readFailure(error)} />}
      {!data && !error && <Skeleton lines={8} />}
      {data && (
        <>
          <div className="border-b border-line px-4 py-3">
            <RecordDetail definition={downtimeFormRecord} record={data} fields={fieldsOf(data)} now={now} />
          </div>
          {data.state === 'entered' && <Lines form={data} now={now} />}
          {data.state === 'entered' && <Incidents form={data} />}
          <section className="px-4 py-3">
            <h3 className="mb-2 text-14 font-bold">{record('history')}</h3>
            <HistoryPanel definition={downtimeFormRecord} entries={history.data ?? []} now={now} />
          </section>
        </>
      )}
    </Drawer>
  );
}

function fieldsOf(form: FormDetail): string[] {
  return [
    'printedBy',
    'printedAt',
    ...(form.state === 'entered' ? ['enteredBy', 'enteredAt', 'lineCount', 'backdatedCount'] : []),
    ...(form.words ? ['words'] : []),
    ...(form.voidReason ? ['voidReason'] : []),
  ];
}

function Lines({ form, now }: { form: FormDetail; now: Date | undefined }) {
  const t = useTranslations('downtime-forms');
  const rules = useTranslations('incidents.options.rule');
  const format = useFormat();
  return (
    <section className="border-b border-line px-4 py-3 text-13">
      <h3 className="mb-1 text-14 font-bold">{t('detail.lines')}</h3>
      <ol>
        {form.lines.map((line) => (
          <li key={line.lineNo} className="border-t border-line py-1 first:border-t-0">
            <p className="flex items-center gap-2">
              <span className="w-5 text-right text-ink-3">{line.lineNo}</span>
              <strong>{t(`kinds.${line.kind}`)}</strong>
              <GroupPlate abo={line.abo} rhd={line.rhd} size="xs" />
              <Link href={`/units/${line.unitId}`} className="text-act underline">
                <DonationNumber donationNo={line.donationNo} />
              </Link>
              <span className="ml-auto whitespace-nowrap text-ink-2">
                <DayTime at={line.occurredAt} now={now} />
              </span>
              {line.isBackdated && <Chip tone="outlined">{t('entry.backdated')}</Chip>}
            </p>
            <p className="pl-7 text-ink-2">
              {format.clauses(
                [line.patientLabel, line.department, peopleOf(line, t), line.words].filter((text) => text !== ''),
              )}
            </p>
            {line.broken.length > 0 && (
              <p className="pl-7 text-stop">{format.list(line.broken.map((rule) => rules(rule)))}</p>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}

function peopleOf(
  { firstPerson, secondPerson }: FormDetail['lines'][number],
  t: ReturnType<typeof useTranslations<'downtime-forms'>>,
): string {
  if (firstPerson && secondPerson) return t('detail.people', { first: firstPerson, second: secondPerson });
  return firstPerson || secondPerson
    ? t('detail.onePerson', { first: firstPerson || secondPerson })
    : t('detail.nobody');
}

function Incidents({ form }: { form: FormDetail }) {
  const t = useTranslations('downtime-forms.detail');
  const rules = useTranslations('incidents.options.rule');
  const states = useTranslations('incidents.states');
  return (
    <section className="border-b border-line px-4 py-3 text-13">
      <h3 className="mb-1 text-14 font-bold">{t('incidents')}</h3>
      {form.incidents.length === 0 && <p className="text-ink-2">{t('noIncidents')}</p>}
      <ul>
        {form.incidents.map((incident) => (
          <li key={incident.id} className="flex gap-3">
            <Link href={`/incidents?open=${incident.id}`} className="font-code text-act underline">
              {incident.no}
            </Link>
            <span>{rules(incident.rule)}</span>
            <span className="ml-auto text-ink-2">{states(incident.state as 'open')}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
