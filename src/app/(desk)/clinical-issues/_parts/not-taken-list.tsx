'use client';
import X from 'lucide-react/icons/x';
import { useTranslations } from 'use-intl';
import { RelabelledNote } from '@/app/_scan/relabelled-note';
import { useViolationWords } from '@/components/record/violation-words';
import { Button } from '@/components/ui/button';
import { DonationNumber } from '@/components/ui/donation-number';
import { Icon } from '@/components/ui/icon';
import { IconButton } from '@/components/ui/icon-button';
import { groupDonationNumber } from '@/i18n/format';
import { issueModule } from './issue-types';
import type { NotTaken } from './scan-flow';

type NotTakenListProps = {
  items: readonly NotTaken[];
  onLookAgain: (donationNo: string, productCode?: string) => void;
  onPutAway: (item: NotTaken) => void;
};

/** Bags that were scanned and are not on the list, each with its reason: none of them goes without a word. */
export function NotTakenList({ items, onLookAgain, onPutAway }: NotTakenListProps) {
  const t = useTranslations('clinical-issues.form');
  const violation = useViolationWords(issueModule);
  if (items.length === 0) return null;
  return (
    <section
      role="status"
      aria-label={t('notTaken')}
      className="flex-none border-2 border-lv2-edge bg-lv2-tint text-13"
    >
      <h2 className="px-3 pt-1 font-bold">
        {t('notTaken')} {items.length}
      </h2>
      <ul className="max-h-[84px] overflow-y-auto pb-1">
        {items.map((item) => (
          <li key={`${item.donationNo} ${item.productCode}`} className="flex min-h-7 items-center gap-3 pr-1 pl-3">
            <DonationNumber donationNo={item.donationNo} />
            <span className="min-w-0 flex-1">
              {item.why === 'not-here' ? (
                <RelabelledNote label={item}>{t('notTakenWhy.not-here')}</RelabelledNote>
              ) : typeof item.why === 'string' ? (
                t(`notTakenWhy.${item.why}`)
              ) : (
                violation(item.why)
              )}
            </span>
            {(item.why === 'failed' || item.why === 'stopped') && (
              <Button size="sm" onClick={() => onLookAgain(item.donationNo, item.productCode)}>
                {t('lookAgain')}
              </Button>
            )}
            <IconButton
              label={t('putAway', { no: groupDonationNumber(item.donationNo) })}
              icon={<Icon of={X} />}
              onClick={() => onPutAway(item)}
            />
          </li>
        ))}
      </ul>
    </section>
  );
}
