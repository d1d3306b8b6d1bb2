'use client';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useMemo, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useTRPC } from '@/app/_client/trpc';
import { Page } from '@/app/_shell/page';
import { readFailure } from '@/components/record/failure';
import { FailurePanel } from '@/components/record/failure-panel';
import { StateMark } from '@/components/record/state-mark';
import { useScanner } from '@/components/scan/use-scanner';
import { Banner } from '@/components/ui/banner';
import { Button, buttonClasses } from '@/components/ui/button';
import { DonationNumber } from '@/components/ui/donation-number';
import { Kbd } from '@/components/ui/kbd';
import { Panel } from '@/components/ui/panel';
import { Skeleton } from '@/components/ui/skeleton';
import { StatusMark } from '@/components/ui/status-mark';
import { useKey } from '@/components/ui/use-key';
import { stockRecord } from '@/domain/stock/record';
import { addressOf, isSearched, type ReadLabel, readLabel } from '@/domain/units/read-label';
import { BagFacts } from './bag-facts';
import { BagLabels } from './bag-labels';
import { LabelPrints } from './label-prints';
import { PaperCheck } from './paper-check';
import { RelatedBags } from './related-bags';
import { SisterBags } from './sister-bags';
import { TraceLine } from './trace-line';
import { TraceTable } from './trace-table';
import { useReadWords } from './use-read-words';

/** The whole life of one bag on one page. It is fetched again whenever something of a module moves that may have moved this bag. */
export function TracePage({ id }: { id: string }) {
  const t = useTranslations('units');
  const trpc = useTRPC();
  const router = useRouter();
  const say = useReadWords();
  const { data: trace, error } = useQuery(trpc.units.trace.queryOptions({ id }));
  const print = () => window.open(`/units/${id}/print`, '_blank', 'noopener');
  const leave = () => router.push('/units');
  useKey('Esc', leave);
  useKey('F2', leave);
  useKey('Ctrl P', print, { isEnabled: trace !== undefined });
  const [misread, setMisread] = useState<ReadLabel | null>(null);
  useScanner({
    onScan(text) {
      const label = readLabel(text);
      if (isSearched(label)) router.push(`/units?q=${encodeURIComponent(addressOf(label))}`);
      else setMisread(label);
    },
  });
  const keys = useMemo(
    () => [
      { keys: 'F2', label: t('keys.find') },
      { keys: 'Ctrl P', label: t('keys.print') },
      { keys: 'Esc', label: t('keys.back') },
    ],
    [t],
  );
  if (!trace)
    return (
      <Page title={t('title')} keys={keys} scroll="page">
        {error ? (
          <FailurePanel definition={{ module: 'units' }} failure={readFailure(error)} />
        ) : (
          <Skeleton lines={10} />
        )}
      </Page>
    );
  const { bag } = trace;
  const gapCount = trace.steps.reduce((sum, { gaps }) => sum + gaps.length, 0);

  return (
    <Page
      title={bag ? <DonationNumber donationNo={bag.donationNo} size="panel" /> : t('title')}
      keys={keys}
      scroll="page"
      note={
        <span className="flex items-center gap-3">
          {bag && <span className="font-code">{bag.productCode}</span>}
          {bag ? (
            <StateMark definition={stockRecord} state={bag.state} />
          ) : (
            <StatusMark tone="quiet">{t('gone')}</StatusMark>
          )}
          {gapCount > 0 ? (
            <StatusMark tone="warn">{t('gapsTitle', { count: gapCount })}</StatusMark>
          ) : (
            <span className="text-12">{t('noGaps')}</span>
          )}
        </span>
      }
      actions={
        <>
          <Button size="dense" kbd="F2" onClick={leave}>
            {t('keys.find')}
          </Button>
          <a
            href={`/units/${id}/print`}
            target="_blank"
            rel="noreferrer"
            className={buttonClasses('secondary', 'dense')}
          >
            {t('keys.print')}
            <Kbd>Ctrl P</Kbd>
          </a>
        </>
      }
    >
      {misread && <Banner tone="warn">{say(misread)}</Banner>}
      {!bag && <Banner tone="info">{t('goneNote')}</Banner>}
      <BagFacts trace={trace} />
      <TraceLine trace={trace} />
      <div className="flex items-start gap-2">
        <TraceTable trace={trace} />
        <div className="flex w-[300px] flex-none flex-col gap-2">
          <RelatedBags trace={trace} />
          {bag && <SisterBags trace={trace} />}
          {bag && <BagLabels trace={trace} />}
          <LabelPrints trace={trace} />
          <div className="print:hidden">
            <Panel title={t('paper.title')} isPadded>
              <PaperCheck trace={trace} />
            </Panel>
          </div>
        </div>
      </div>
    </Page>
  );
}
