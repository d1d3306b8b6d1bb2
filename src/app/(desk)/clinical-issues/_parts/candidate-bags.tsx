'use client';
import { useQuery } from '@tanstack/react-query';
import { useLayoutEffect, useRef, useState } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { useTRPC } from '@/app/_client/trpc';
import { readFailure } from '@/components/record/failure';
import { useFailureWords, useViolationWords } from '@/components/record/violation-words';
import { Button } from '@/components/ui/button';
import { classNames } from '@/components/ui/class-names';
import { DonationNumber } from '@/components/ui/donation-number';
import { ErrorState } from '@/components/ui/error-state';
import { Field } from '@/components/ui/field';
import { isFocusFree } from '@/components/ui/focus-free';
import { GroupPlate } from '@/components/ui/group-plate';
import { Select } from '@/components/ui/select';
import { Skeleton } from '@/components/ui/skeleton';
import { StatusMark } from '@/components/ui/status-mark';
import { Cell, CutRow, HeadCell, Table, TableFrame, TableHead, TableRow } from '@/components/ui/table';
import { componentCatalogue } from '@/domain/blood/components';
import { useFormat } from '@/i18n/provider';
import { useBagWords } from './bag-words';
import { issueModule, type OfferedBag } from './issue-types';
import type { Who } from './use-bag-scan';

type CandidateBagsProps = {
  who: Who;
  chosen: readonly string[];
  now: Date | null;
  isDisabled: boolean;
  onChoose: (bag: OfferedBag) => void;
  className?: string;
};

const anyComponent = 'all';

/** FEFO within compatibility; what may not be given stays below, with the reason in place of the figures. */
export function CandidateBags({ who, chosen, now, isDisabled, onChoose, className }: CandidateBagsProps) {
  const trpc = useTRPC();
  const t = useTranslations('clinical-issues');
  const locale = useLocale();
  const [component, setComponent] = useState(anyComponent);
  const answer = useQuery(
    trpc.clinicalIssues.candidates.queryOptions({ ...who, ...(component === anyComponent ? {} : { component }) }),
  );
  const usable = answer.data?.usable.filter((bag) => !chosen.includes(bag.unitId)) ?? [];
  const blocked = answer.data?.blocked ?? [];
  const failureWords = useFailureWords(issueModule);
  const failure = answer.error ? readFailure(answer.error) : null;

  // The row of a chosen bag goes and would take the focus with it: the bag that moves up has it.
  const rows = useRef<HTMLTableSectionElement>(null);
  const [chosenAt, setChosenAt] = useState<{ unitId: string; index: number } | null>(null);
  useLayoutEffect(() => {
    if (!chosenAt || !chosen.includes(chosenAt.unitId)) return;
    setChosenAt(null);
    if (!isFocusFree()) return;
    const buttons = [...(rows.current?.querySelectorAll('button') ?? [])];
    (buttons[chosenAt.index] ?? buttons.at(-1))?.focus();
  }, [chosen, chosenAt]);

  return (
    <section className={classNames('flex min-h-0 flex-[3] flex-col border border-line-2 bg-surface', className)}>
      <div className="flex h-9 flex-none items-center gap-2 border-b border-line px-3 text-12 text-ink-3">
        <h2 className="text-14 font-bold text-ink">{t('form.candidates')}</h2>
        <span className="truncate">{t('form.candidatesNote')}</span>
        <span className="ml-auto flex items-center gap-3 whitespace-nowrap">
          {answer.data &&
            t('form.candidatesCount', { usable: answer.data.usableCount, blocked: answer.data.blockedCount })}
          <Field label={t('form.component')} isLabelHidden>
            <Select
              density="tight"
              className="w-40"
              value={component}
              onValueChange={setComponent}
              items={[
                { value: anyComponent, label: t('form.allComponents') },
                ...componentCatalogue.map((row) => ({
                  value: row.code as string,
                  label: locale === 'en' ? row.shortEn : row.shortZh,
                })),
              ]}
            />
          </Field>
        </span>
      </div>
      {failure && (
        <ErrorState
          hint={failureWords(failure)}
          requestId={failure.requestId}
          onRetry={() => void answer.refetch()}
          isRetrying={answer.isFetching}
        />
      )}
      {answer.isPending ? (
        <Skeleton lines={5} />
      ) : (
        answer.data && (
          <TableFrame label={t('form.candidates')} className="flex-1 border-0">
            <Table density="dense">
              <TableHead>
                <HeadCell>{t('form.donationNo')}</HeadCell>
                <HeadCell>{t('form.component')}</HeadCell>
                <HeadCell>{t('fields.patientGroup')}</HeadCell>
                <HeadCell align="right">{t('form.amount')}</HeadCell>
                <HeadCell>{t('form.expires')}</HeadCell>
                <HeadCell>{t('form.place')}</HeadCell>
                <HeadCell>{t('form.verdict')}</HeadCell>
                <HeadCell isSticky>
                  <span className="sr-only">{t('form.choose')}</span>
                </HeadCell>
              </TableHead>
              <tbody ref={rows}>
                {usable.map((bag, index) => (
                  <UsableRow
                    key={bag.unitId}
                    bag={bag}
                    now={now}
                    isDisabled={isDisabled}
                    onChoose={() => {
                      setChosenAt({ unitId: bag.unitId, index });
                      onChoose(bag);
                    }}
                  />
                ))}
                {blocked.length > 0 && <CutRow columns={8}>{t('form.blockedLine')}</CutRow>}
                {blocked.map((bag) => (
                  <BlockedRow key={bag.unitId} bag={bag} />
                ))}
              </tbody>
            </Table>
          </TableFrame>
        )
      )}
    </section>
  );
}

type UsableRowProps = { bag: OfferedBag; now: Date | null; isDisabled: boolean; onChoose: () => void };

function UsableRow({ bag, now, isDisabled, onChoose }: UsableRowProps) {
  const t = useTranslations('clinical-issues.form');
  const format = useFormat();
  const words = useBagWords();
  return (
    <TableRow>
      <Cell>
        <DonationNumber donationNo={bag.donationNo} />
      </Cell>
      <Cell title={words.component(bag)}>{words.shortComponent(bag)}</Cell>
      <Cell>
        <GroupPlate abo={bag.abo} rhd={bag.rhd} />
      </Cell>
      <Cell align="right">{words.amount(bag)}</Cell>
      <Cell>
        {now && <strong>{format.daysLeft(bag.expiresAt, now)}</strong>}{' '}
        <span className="text-ink-2">{now ? format.shortDate(bag.expiresAt, now) : ''}</span>
      </Cell>
      <Cell className="text-ink-2">{bag.storagePlace}</Cell>
      <Cell className="max-w-52 truncate" title={words.verdict(bag)}>
        {bag.reservedFor === 'this-patient' ? (
          <StatusMark tone="plain" stage={3} isStrong>
            {t('kept')}
          </StatusMark>
        ) : bag.verdict.override ? (
          <StatusMark tone="warn">{words.verdict(bag)}</StatusMark>
        ) : (
          words.verdict(bag)
        )}
      </Cell>
      <Cell align="right" isSticky>
        <Button size="sm" isDisabled={isDisabled} onClick={onChoose}>
          {t('choose')}
        </Button>
      </Cell>
    </TableRow>
  );
}

function BlockedRow({ bag }: { bag: OfferedBag }) {
  const words = useBagWords();
  const violation = useViolationWords(issueModule);
  return (
    <TableRow state="blocked">
      <Cell>
        <DonationNumber donationNo={bag.donationNo} />
      </Cell>
      <Cell title={words.component(bag)}>{words.shortComponent(bag)}</Cell>
      <Cell>
        <GroupPlate abo={bag.abo} rhd={bag.rhd} isStale />
      </Cell>
      <Cell colSpan={5} className="max-w-0 truncate">
        {bag.blockedBy?.code === 'issue.incompatible'
          ? words.reason(bag.verdict.reasons[0]?.code ?? '')
          : bag.blockedBy && violation(bag.blockedBy)}
      </Cell>
    </TableRow>
  );
}
