'use client';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { RelabelledNote } from '@/app/_scan/relabelled-note';
import { useOtherCityWords } from '@/app/_scan/use-other-city';
import { useViolationWords } from '@/components/record/violation-words';
import { DonationNumber } from '@/components/ui/donation-number';
import { GroupPlate } from '@/components/ui/group-plate';
import { StatusMark } from '@/components/ui/status-mark';
import { computeCheckCharacter } from '@/domain/blood/barcodes/check-character';
import { useFormat } from '@/i18n/provider';
import { useBagWords } from './bag-words';
import { issueModule, type OfferedBag } from './issue-types';
import type { ScanNews } from './scan-flow';

type LastScanProps = { news: ScanNews | null; chosen: number; now: Date | null };

/** The big panel: what was read last, readable from a step away. */
export function LastScan({ news, chosen, now }: LastScanProps) {
  const t = useTranslations('clinical-issues.form');
  return (
    <section aria-live="polite" className="flex min-h-[132px] flex-none gap-4 border-2 border-ink bg-surface p-3">
      {news && 'bag' in news ? <BagFacts bag={news.bag} now={now} /> : <Words news={news} chosen={chosen} />}
      <div className="ml-auto flex min-w-40 flex-none flex-col items-end justify-between border-l border-line pl-4">
        <p className="whitespace-nowrap">
          <span className="text-13 text-ink-2">{t('chosen')} </span>
          <strong className="text-40">{chosen}</strong> <span className="text-16 text-ink-2">{t('bags')}</span>
        </p>
        <Mark news={news} />
      </div>
    </section>
  );
}

function BagFacts({ bag, now }: { bag: OfferedBag; now: Date | null }) {
  const t = useTranslations('clinical-issues.form');
  const format = useFormat();
  const words = useBagWords();
  return (
    <>
      <GroupPlate abo={bag.abo} rhd={bag.rhd} size="xl" />
      <div className="min-w-0">
        <p className="truncate text-20 font-bold">
          {words.component(bag)} {words.amount(bag)}
        </p>
        <DonationNumber
          donationNo={bag.donationNo}
          check={bag.labelScheme === 'isbt128' ? computeCheckCharacter(bag.donationNo) : null}
          size="large"
        />
        <p className="text-13">
          <span className="text-ink-3">{t('expires')} </span>
          {format.dateTime(bag.expiresAt)} <strong>{now ? format.daysLeft(bag.expiresAt, now) : ''}</strong>
          <span className="ml-4 text-ink-3">{t('verdict')} </span>
          <strong>{words.verdict(bag)}</strong>
        </p>
        {bag.verdict.warnings.map((warning) => (
          <p key={warning.code} className="text-12 text-ink-2">
            {words.warning(warning.code)}
          </p>
        ))}
      </div>
    </>
  );
}

function Words({ news, chosen }: { news: ScanNews | null; chosen: number }) {
  const t = useTranslations('clinical-issues.form');
  const otherCity = useOtherCityWords();
  const lines: Record<string, ReactNode> = {
    'which-product': news?.kind === 'which-product' ? t('waitProduct', { count: news.count }) : '',
    'not-here': (news?.kind === 'not-here' && otherCity(news.donationNo)) || t('notHere'),
    unreadable: t('unreadable'),
    looking: t('looking'),
    withdrawn: t('withdrawn'),
    failed: t('failed'),
    'label-held': t('labelHeld'),
    'no-recipient': t('noRecipient'),
  };
  return (
    <div className="self-center">
      <p className="text-28 font-bold">{news ? lines[news.kind] : t(chosen > 0 ? 'readyNext' : 'ready')}</p>
      {news && 'donationNo' in news ? (
        <>
          <DonationNumber donationNo={news.donationNo} size="panel" />
          {news.kind === 'not-here' && (
            <RelabelledNote label={{ donationNo: news.donationNo }} className="block text-14 font-bold text-stop" />
          )}
        </>
      ) : news?.kind === 'label-held' ? (
        <GroupPlate abo={news.label.abo} rhd={news.label.rhd} size="l" />
      ) : (
        <p className="font-code text-14 break-all text-ink-2">
          {news?.kind === 'unreadable' ? news.raw.slice(0, 60) : <span className="font-sans">{t('readyHint')}</span>}
        </p>
      )}
    </div>
  );
}

function Mark({ news }: { news: ScanNews | null }) {
  const t = useTranslations('clinical-issues.form');
  const violation = useViolationWords(issueModule);
  if (news?.kind === 'taken')
    return (
      <StatusMark tone="plain" stage={2} size="large">
        {t('taken', { line: news.line })}
      </StatusMark>
    );
  if (news?.kind === 'duplicate')
    return (
      <StatusMark tone="info" size="large">
        {t('duplicate', { line: news.line })}
      </StatusMark>
    );
  if (news?.kind === 'refused' && news.bag.blockedBy)
    return (
      <StatusMark tone="back" size="large" className="max-w-72 whitespace-normal">
        {violation(news.bag.blockedBy)}
      </StatusMark>
    );
  return <span className="h-7" />;
}
