'use client';
import { useTranslations } from 'use-intl';
import type { AppFailure } from '@/app/_client/app-error';
import { useFailureWords } from '@/components/record/violation-words';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { receiptRecord } from '@/domain/bag-receipts/record';
import { isGone } from '@/domain/bag-receipts/rules';
import { stillToTell } from './lost-posting';
import { useSettledBag } from './settled-bag';
import type { ToldFinding } from './use-lost-findings';
import type { TakenBag } from './use-taken-elsewhere';

type PostingNewsProps = {
  /** What became of a posting whose answer had been lost. */
  fate: 'taken' | 'not-taken' | null;
  onList: number;
  takenElsewhere: readonly TakenBag[];
  /** Named for themselves. */
  lostFindings: readonly ToldFinding[];
};

/** What left the list without being posted by the key under the hand. */
export function PostingNews({ fate, onList, takenElsewhere, lostFindings }: PostingNewsProps) {
  const t = useTranslations('bag-receipts');
  const settledBag = useSettledBag();
  const others = takenElsewhere.filter((bag) => !lostFindings.some(({ unitId }) => unitId === bag.unitId));
  if (fate === null && others.length === 0) return null;
  const isGrave = fate === 'not-taken' || others.some(({ state }) => isGone(state));
  return (
    <Banner tone={isGrave ? 'stop' : 'warn'}>
      {fate === 'taken' && <p>{t('scan.earlierPosted', { count: onList })}</p>}
      {fate === 'not-taken' && <p>{t('scan.notPosted', { count: onList })}</p>}
      {others.map((bag) => (
        <p key={`${bag.unitId} ${bag.state}`}>{settledBag(bag)}</p>
      ))}
    </Banner>
  );
}

type PostingFailureProps = {
  failure: AppFailure | null;
  takenElsewhere: readonly TakenBag[];
  /** Of what was sent. */
  isAnyOnList: boolean;
  /** Nobody answered: to send it again as it was. */
  onAgain: (() => void) | null;
};

/** Why the server did not post, as long as it concerns anything. */
export function PostingFailure({ failure, takenElsewhere, isAnyOnList, onAgain }: PostingFailureProps) {
  const t = useTranslations('bag-receipts.scan');
  const words = useFailureWords(receiptRecord);
  if (!failure) return null;
  const violations = stillToTell(
    failure.violations,
    takenElsewhere.map(({ unitId }) => unitId),
    isAnyOnList,
  );
  if (failure.violations.length > 0 && violations.length === 0) return null;
  return (
    <Banner
      tone="stop"
      action={
        onAgain && (
          <Button size="sm" onClick={onAgain}>
            {t('postAgain')}
          </Button>
        )
      }
    >
      {violations.length > 0
        ? violations
            .slice(0, 4)
            .map((violation, index) => (
              <p key={`${violation.code} ${violation.path ?? index}`}>
                {words({ ...failure, code: 'refused', violations: [violation] })}
              </p>
            ))
        : words(failure)}
    </Banner>
  );
}
