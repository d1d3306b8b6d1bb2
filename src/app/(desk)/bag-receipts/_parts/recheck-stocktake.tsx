'use client';
import { useTranslations } from 'use-intl';
import { RecordDetail } from '@/components/record/record-detail';
import { DonationNumber } from '@/components/ui/donation-number';
import { stocktakeRecord } from '@/domain/stocktakes/record';
import type { StocktakeLine, StocktakeView } from '@/server/modules/stocktakes/load';

const shownFields = [
  'no',
  'placeCode',
  'expectedCount',
  'foundCount',
  'missingCount',
  'unexpectedCount',
  'countedBy',
  'secondBy',
  'createdAt',
];

/** A count as one person on duty made it, with what was not as it should be: what the 补核 signs. */
export function RecheckedStocktake({ stocktake }: { stocktake: StocktakeView & { lines: readonly StocktakeLine[] } }) {
  const t = useTranslations('stocktakes.outcomes');
  return (
    <div className="mb-3">
      <RecordDetail definition={stocktakeRecord} record={{ ...stocktake }} fields={shownFields} organisations={{}} />
      <ul className="mt-2 text-13">
        {stocktake.lines
          .filter(({ outcome }) => outcome !== 'found')
          .map((line) => (
            <li key={line.lineNo} className="flex gap-3">
              <DonationNumber donationNo={line.donationNo} /> {t(line.outcome)}
            </li>
          ))}
      </ul>
    </div>
  );
}
