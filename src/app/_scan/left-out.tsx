'use client';
import { useTranslations } from 'use-intl';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';

type LeftOutProps = {
  /** What was said of each bag that was scanned while the entry was on its way. */
  words: readonly string[];
  onGoOn: () => void;
};

/** The entry was taken, and bags lie here that are not on it: the page is not left before somebody has read which. */
export function LeftOut({ words, onGoOn }: LeftOutProps) {
  const t = useTranslations('ui.bagLookup');
  return (
    <Banner
      tone="stop"
      title={t('leftOut')}
      action={
        <Button autoFocus onClick={onGoOn}>
          {t('leftOutRead')}
        </Button>
      }
    >
      <ul>
        {[...new Set(words)].map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </Banner>
  );
}
