'use client';
import Check from 'lucide-react/icons/check';
import { useTranslations } from 'use-intl';
import { usePartWords } from '@/app/_scan/part-words';
import { RelabelledNote } from '@/app/_scan/relabelled-note';
import { useOtherCityWords } from '@/app/_scan/use-other-city';
import { classNames } from '@/components/ui/class-names';
import { DonationNumber } from '@/components/ui/donation-number';
import { GroupPlate } from '@/components/ui/group-plate';
import { Icon } from '@/components/ui/icon';
import { StatusMark, type StatusTone } from '@/components/ui/status-mark';
import { isGone } from '@/domain/bag-receipts/rules';
import type { ScanNews } from '@/domain/bag-receipts/scan-list';
import { missingParts, requiredParts } from '@/domain/blood/barcodes/bag-scan';
import { computeCheckCharacter } from '@/domain/blood/barcodes/check-character';
import { useFormat } from '@/i18n/provider';
import { useComponentWords } from './component-words';
import type { JudgedLine } from './judged-line';
import type { OpenReceipt, ReceiptBag } from './receipt-types';

type LastScanProps = {
  news: ScanNews | null;
  judged: readonly JudgedLine[];
  receipt: OpenReceipt;
  scanned: number;
  now: Date;
};

/** The big panel: what was read last, readable from a step away. */
export function LastScan({ news, judged, receipt, scanned, now }: LastScanProps) {
  const t = useTranslations('bag-receipts.scan');
  const bag = bagOf(news, receipt);
  return (
    <section aria-live="polite" className="flex min-h-[184px] flex-none flex-col border-2 border-ink bg-surface p-4">
      <div className="flex min-h-0 flex-1 gap-4">
        {bag ? <BagFacts bag={bag} now={now} /> : <Unread news={news} scanned={scanned} receipt={receipt} />}
        <div className="ml-auto flex w-40 flex-none flex-col items-end justify-between border-l border-line pl-4">
          <span className="text-13 text-ink-2">{t('scanned')}</span>
          <p className="whitespace-nowrap">
            <strong className="text-52">{scanned}</strong>{' '}
            <span className="text-16 text-ink-2">
              {t('of', { count: receipt.bags.filter((other) => other.state === 'expected').length })}
            </span>
          </p>
          <NewsMark news={news} judged={judged} />
        </div>
      </div>
      <CodeTicks news={news} />
    </section>
  );
}

function bagOf(news: ScanNews | null, receipt: OpenReceipt): ReceiptBag | undefined {
  if (!news) return undefined;
  const unitId =
    news.kind === 'taken' || news.kind === 'duplicate' || news.kind === 'already-settled'
      ? news.unitId
      : news.kind === 'reading' || news.kind === 'stop'
        ? news.expected?.unitId
        : undefined;
  return receipt.bags.find((bag) => bag.unitId === unitId);
}

function BagFacts({ bag, now }: { bag: ReceiptBag; now: Date }) {
  const t = useTranslations('bag-receipts.scan');
  const format = useFormat();
  const words = useComponentWords();
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
        <dl className="mt-1 flex gap-8 text-14">
          {bag.collectedAt && (
            <div>
              <dt className="text-12 text-ink-3">{t('collected')}</dt>
              <dd>{format.dateTime(bag.collectedAt)}</dd>
            </div>
          )}
          <div>
            <dt className="text-12 text-ink-3">{t('expires')}</dt>
            <dd>
              {format.dateTime(bag.expiresAt)} <strong>{format.daysLeft(bag.expiresAt, now)}</strong>
            </dd>
          </div>
        </dl>
      </div>
    </>
  );
}

function Unread({ news, scanned, receipt }: Pick<LastScanProps, 'news' | 'scanned' | 'receipt'>) {
  const t = useTranslations('bag-receipts.scan');
  const errors = useTranslations('bag-receipts.scanErrors');
  const partWords = usePartWords();
  const otherCity = useOtherCityWords();
  const { state, reason } = receipt.shipment;
  if (!news && receipt.bags.every((bag) => bag.state !== 'expected')) {
    const end = state === 'void' || state === 'closed_short' ? state : 'received';
    return (
      <div className="self-center">
        <p className="text-28 font-bold">{t(`ends.${end}.title`)}</p>
        <p className="text-14 text-ink-2">{t(`ends.${end}.hint`, { reason: reason ?? '' })}</p>
      </div>
    );
  }
  if (!news)
    return (
      <div className="self-center">
        <p className="text-28 font-bold">{scanned > 0 ? t('readyAgain', { count: scanned }) : t('ready')}</p>
        <p className="text-14 text-ink-2">{t('readyHint')}</p>
      </div>
    );
  if (news.kind === 'unreadable')
    return (
      <div className="self-center">
        <p className="text-20 font-bold">{t('unreadable', { why: errors(news.code) })}</p>
        <p className="font-code text-14 break-all text-ink-2">{news.raw.slice(0, 60)}</p>
      </div>
    );
  if (news.kind === 'not-on-note')
    return (
      <div className="self-center">
        <p className="text-20 font-bold">{otherCity(news.donationNo) ?? t('notOnNote')}</p>
        <p className="flex gap-3 text-16">
          <DonationNumber donationNo={news.donationNo} size="panel" />
          <span className="font-code">{news.productCode}</span>
        </p>
        <RelabelledNote
          label={{ donationNo: news.donationNo, productCode: news.productCode }}
          className="text-16 font-bold text-stop"
        />
      </div>
    );
  if (news.kind === 'left-incomplete')
    return (
      <div className="self-center">
        <p className="text-20 font-bold">
          {t('incomplete', {
            parts: partWords(news.missing),
          })}
        </p>
        {news.donationNo && <DonationNumber donationNo={news.donationNo} size="panel" />}
      </div>
    );
  if (news.kind === 'conflict')
    return (
      <div className="self-center">
        <p className="text-20 font-bold">{t('conflict', { held: news.held, scanned: news.scanned })}</p>
      </div>
    );
  return (
    <div className="self-center">
      <p className="text-20 font-bold">{t('reading')}</p>
    </div>
  );
}

function NewsMark({ news, judged }: { news: ScanNews | null; judged: readonly JudgedLine[] }) {
  const t = useTranslations('bag-receipts.scan');
  const reasons = useTranslations('bag-receipts.holdReasons');
  if (!news) return <span className="h-6" />;
  const mark = (tone: StatusTone, words: string, stage = 2) => (
    <StatusMark tone={tone} stage={stage} size="large">
      {words}
    </StatusMark>
  );
  switch (news.kind) {
    case 'taken': {
      const judgement = judged.find(({ line }) => line.unitId === news.unitId)?.judgement;
      return judgement?.outcome === 'held'
        ? mark('hold', t('pendingHeld', { reason: reasons(judgement.holdReason ?? 'other') }))
        : mark('plain', t('pending'));
    }
    case 'duplicate':
      return mark('info', t('duplicate', { line: news.line }));
    case 'already-settled':
      return mark(isGone(news.state) ? 'stop' : 'info', t(`settled.${news.state}`));
    case 'not-on-note':
      return mark('warn', t('notOnNote'));
    case 'left-incomplete':
    case 'conflict':
    case 'unreadable':
      return mark('warn', t('codes.donation'), 0);
    case 'reading':
      return mark('quiet', t('reading'), 1);
    case 'stop':
      return <span className="h-6" />;
  }
}

/** Which of the four codes are in: a tick and the word, none left to guess. */
function CodeTicks({ news }: { news: ScanNews | null }) {
  const t = useTranslations('bag-receipts.scan.codes');
  const missing = news?.kind === 'reading' ? missingParts(news.bag) : news?.kind === 'taken' ? [] : null;
  return (
    <ul className="mt-3 grid grid-cols-4 border border-line-2 bg-sunken">
      {requiredParts.map((part) => {
        const isIn = missing !== null && !missing.includes(part);
        return (
          <li
            key={part}
            className={classNames(
              'flex h-7 items-center gap-2 border-l border-line-2 px-3 text-13 first:border-l-0',
              isIn ? 'text-ink' : 'text-ink-3',
            )}
          >
            {isIn ? (
              <Icon of={Check} size={16} />
            ) : (
              <span className="inline-block size-3 border border-dashed border-line-3" />
            )}
            {t(part)}
          </li>
        );
      })}
    </ul>
  );
}
