'use client';
import type { ReactNode } from 'react';
import type { FoundPatient } from './issue-types';
import { LastScan } from './last-scan';
import { NotTakenList } from './not-taken-list';
import { isStop, type NotTaken, type ScanNews } from './scan-flow';
import { ScanStop } from './scan-stop';
import type { useBagScan } from './use-bag-scan';

type ScanPlaceProps = {
  scanner: ReturnType<typeof useBagScan>;
  patient: FoundPatient | null;
  chosen: number;
  now: Date | null;
  /** The warning of a bag that asks for a reason. */
  renderWarning: (news: Extract<ScanNews, { kind: 'to-confirm' }>) => ReactNode;
  onPutAway: (item: NotTaken) => void;
};

/** The place of the last scan: what it did, or what a person has to answer first; under it the bags that were not taken. */
export function ScanPlace({ scanner, patient, chosen, now, renderWarning, onPutAway }: ScanPlaceProps) {
  const { news } = scanner;
  const recipient = patient ?? { abo: 'unknown' as const, rhd: 'unknown' as const };
  const plate = { abo: recipient.abo, rhd: recipient.rhd === 'unknown' ? ('unspecified' as const) : recipient.rhd };
  const isStopping = news !== null && isStop(news);
  return (
    <>
      {isStopping &&
      (news.kind === 'refused' ||
        news.kind === 'label-differs' ||
        news.kind === 'other-patient' ||
        news.kind === 'autologous') ? (
        <ScanStop
          key={`${news.kind} ${'bag' in news ? news.bag.unitId : 'bagNo' in news ? news.bagNo : news.scanned}`}
          news={news}
          patient={patient}
          recipient={plate}
          onAnswer={scanner.answer}
        />
      ) : news?.kind === 'to-confirm' ? (
        renderWarning(news)
      ) : (
        <LastScan news={news} chosen={chosen} now={now} />
      )}
      <NotTakenList items={scanner.notTaken} onLookAgain={scanner.look} onPutAway={onPutAway} />
    </>
  );
}
