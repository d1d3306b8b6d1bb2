'use client';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { useTRPC, useTRPCClient } from '@/app/_client/trpc';
import { useFormat } from '@/i18n/provider';
import type { RelabelledAs } from '@/server/modules/units/relabelled';

interface AskedLabel {
  readonly donationNo: string;
  readonly productCode?: string | undefined;
}

/** 此袋已改贴为 …: one sentence for each bag that bore the label; null: none did. */
function useSentence(): (found: readonly RelabelledAs[]) => string | null {
  const t = useTranslations('units');
  const format = useFormat();
  return (found) => {
    const sentences = found.slice(0, 3).map(({ donationNo, productCode, now, day }) =>
      t('relabelled', {
        no: `${format.donationNumber(donationNo)} ${productCode}`,
        label: `${format.donationNumber(now.donationNo)} ${now.productCode}`,
        day,
      }),
    );
    return sentences.length > 0 ? sentences.join(' ') : null;
  };
}

const questionOf = ({ donationNo, productCode }: AskedLabel) => ({
  donationNo,
  ...(productCode === undefined ? {} : { productCode }),
});

/**
 * What a desk says of a label under which it finds no bag, where a bag bore it once: the label of now, and to look for it. Null: no bag did, or nobody
 * could be asked; then the desk says what it says of any label. The old label is never read for the new one: whoever holds the bag looks.
 */
export function useRelabelledWords(): (label: AskedLabel) => Promise<string | null> {
  const client = useTRPCClient();
  const sentence = useSentence();
  return async (label) => {
    try {
      return sentence(await client.units.relabelled.query(questionOf(label)));
    } catch {
      return null;
    }
  };
}

/** Has a bag of this donation been relabelled? Then the number alone does not say which bag is in the hand: the product code is asked for. */
export function useIsShared(): (label: AskedLabel) => Promise<boolean> {
  const client = useTRPCClient();
  return async (label) =>
    label.productCode === undefined &&
    // Where nobody could be asked, one code more is asked for.
    (await client.units.relabelled.query(questionOf(label)).then(
      (found) => found.length > 0,
      () => true,
    ));
}

/** The same beside what is shown already. Undefined: not known yet; null: no bag bore the label, or nobody could be asked. */
export function useRelabelledSentence(label: AskedLabel | null): string | null | undefined {
  const trpc = useTRPC();
  const sentence = useSentence();
  const { data, isError } = useQuery({
    ...trpc.units.relabelled.queryOptions(questionOf(label ?? { donationNo: 'none' })),
    enabled: label !== null,
    retry: false,
  });
  return data ? sentence(data) : isError || label === null ? null : undefined;
}
