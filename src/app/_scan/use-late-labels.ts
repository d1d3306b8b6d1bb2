'use client';
import { useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { hearLate, type LabelledBag, leftOutOf, noLateLabels } from '@/components/scan/late-labels';
import { readScan } from '@/domain/blood/barcodes/read-scan';
import { cityZone } from '@/i18n/format';
import { useFormat } from '@/i18n/provider';
import type { Leaving } from './left-out';

/**
 * Labels that were scanned while an entry was on its way, where bags are put together label by label.
 * @param listed the bags of the entry
 */
export function useLateLabels(listed: readonly LabelledBag[]) {
  const format = useFormat();
  const t = useTranslations('ui.bagLookup');
  const heard = useRef(noLateLabels);
  const [late, setLate] = useState(noLateLabels);
  const [goOn, setGoOn] = useState<Pick<Leaving, 'goOn'> | null>(null);
  const names = [
    ...leftOutOf(late, listed).map((donationNo) => format.donationNumber(donationNo)),
    ...(late.isLoose ? [t('looseLabel')] : []),
  ];
  function keep(next: typeof heard.current) {
    heard.current = next;
    setLate(next);
  }
  return {
    /** Why the page is not left yet: it names whatever is scanned meanwhile as well. */
    leaving: goOn && ({ names, goOn: goOn.goOn } satisfies Leaving),
    /** @returns whether something lies here now that is not on the entry. */
    hear(label: string): boolean {
      const scan = readScan(label, { now: new Date(0), timeZone: cityZone, isManual: false });
      keep(hearLate(heard.current, scan));
      return heard.current.isLoose || leftOutOf(heard.current, listed).length > 0;
    },
    /** The entry goes on, and the next label is heard: it is read as any other. */
    settle: () => keep({ ...heard.current, isLoose: false, current: null }),
    /** The entry was taken: the page is left, once it was read which labels are not part of it. */
    leave(then: () => void) {
      const { isLoose } = heard.current;
      if (isLoose || leftOutOf(heard.current, listed).length > 0) setGoOn({ goOn: then });
      else then();
    },
  };
}
