'use client';
import { useTranslations } from 'use-intl';
import type { ScanTone } from '@/components/scan/scan-sounds';
import { Button } from '@/components/ui/button';
import { DonationNumber } from '@/components/ui/donation-number';
import { GroupPlate } from '@/components/ui/group-plate';
import { StatusMark } from '@/components/ui/status-mark';
import type { UnnotedNews } from '@/domain/bag-receipts/scan-list-unnoted';
import { missingParts, type ScannedBag } from '@/domain/blood/barcodes/bag-scan';
import { encodeDonationNumber } from '@/domain/blood/barcodes/encode';
import { type BloodGroup, formatGroup } from '@/domain/blood/groups';
import type { ReleaseLine } from '@/domain/station-stock/schema';
import { useFormat } from '@/i18n/provider';
import { useNewsWords } from './label-news-words';
import { usePartWords } from './part-words';
import { useOtherCityWords } from './use-other-city';

/** A bag whose labels were all read, as a command takes it; none while one is missing. */
export function toLine({ donation, product, group, expiry, collection }: ScannedBag): ReleaseLine[] {
  if (!donation || !product || !group || !expiry) return [];
  return [
    {
      donation: donation.scheme === 'isbt128' ? encodeDonationNumber(donation.donationNo) : donation.donationNo,
      labelScheme: donation.scheme,
      productCode: product.productCode,
      abo: group.abo,
      rhd: group.rhd,
      intendedUse: group.intendedUse,
      expiresAt: expiry.expiresAt,
      collectedAt: collection?.at ?? null,
      preparedAt: null,
      entry: 'scan',
    },
  ];
}

/** The tone of what a label did. */
export const newsTones: Readonly<Record<UnnotedNews['kind'], ScanTone | null>> = {
  reading: null,
  completed: 'ok',
  expired: 'refuse',
  'other-city': 'refuse',
  repeated: 'duplicate',
  'already-listed': 'duplicate',
  'left-incomplete': 'refuse',
  conflict: 'refuse',
  unreadable: 'refuse',
};

/** The visible twin of the tone. */
export function LastNews({ news }: { news: UnnotedNews | 'not-ready' | null }) {
  const wordsOf = useNewsWords();
  const tone = news === null ? null : typeof news === 'string' ? 'refuse' : newsTones[news.kind];
  return (
    <p role="status" className={tone === 'refuse' ? 'py-1 text-14 font-bold text-stop' : 'py-1 text-14'}>
      {wordsOf(news)}
    </p>
  );
}

type ScannedRowProps = {
  bag: ScannedBag;
  line: number;
  isExpired: boolean;
  otherGroups: readonly BloodGroup[];
  /** The blood station it comes from, where a list may be of several. */
  origin?: string | undefined;
  onRemove: () => void;
};

/** One bag of a list that is put together label by label. */
export function ScannedRow({ bag, line, isExpired, otherGroups, origin, onRemove }: ScannedRowProps) {
  const t = useTranslations('bag-receipts.unnoted');
  const format = useFormat();
  const partWords = usePartWords();
  const otherCity = useOtherCityWords();
  const foreign = bag.donation ? otherCity(bag.donation.donationNo) : null;
  const missing = missingParts(bag);
  return (
    <li className="flex h-9 items-center gap-4 border-t border-line text-14">
      <span className="w-16 text-ink-2">{t('line', { line })}</span>
      {bag.group && <GroupPlate abo={bag.group.abo} rhd={bag.group.rhd} />}
      {bag.donation && <DonationNumber donationNo={bag.donation.donationNo} />}
      {bag.product && <span className="font-code">{bag.product.productCode}</span>}
      {origin && <span>{origin}</span>}
      {bag.expiry && <span>{format.dateTime(bag.expiry.expiresAt)}</span>}
      {foreign && <StatusMark tone="stop">{t('otherCityMark')}</StatusMark>}
      {isExpired && <StatusMark tone="stop">{t('expiredMark')}</StatusMark>}
      {otherGroups.length > 0 && (
        <StatusMark tone="stop">
          {t('otherGroup', { groups: format.list(otherGroups.map(({ abo, rhd }) => formatGroup(abo, rhd))) })}
        </StatusMark>
      )}
      {missing.length > 0 && <StatusMark tone="warn">{t('missing', { parts: partWords(missing) })}</StatusMark>}
      <Button size="sm" variant="ghost" onClick={onRemove} className="ml-auto">
        {t('remove')}
      </Button>
    </li>
  );
}
