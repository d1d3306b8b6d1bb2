'use client';
import { useTranslations } from 'use-intl';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';

export interface Leaving {
  /** What was said of each bag that was scanned while the entry was on its way. */
  readonly words: readonly string[];
  readonly goOn: () => void;
}

/** The entry was taken, and bags lie here that are not on it: the page is not left before somebody has read which. */
export function LeftOut({ leaving }: { leaving: Leaving | null }) {
  const t = useTranslations('ui.bagLookup');
  if (!leaving) return null;
  return (
    <Banner
      tone="stop"
      title={t('leftOut')}
      action={
        <Button autoFocus onClick={leaving.goOn}>
          {t('leftOutRead')}
        </Button>
      }
    >
      <ul>
        {[...new Set(leaving.words)].map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </Banner>
  );
}
