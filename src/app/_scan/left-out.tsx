'use client';
import { useTranslations } from 'use-intl';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';

export interface Leaving {
  /** Donation numbers, as they are shown, or whatever else was scanned while the entry was on its way. */
  readonly names: readonly string[];
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
      <ul className="flex flex-wrap gap-x-4">
        {[...new Set(leaving.names)].map((name) => (
          <li key={name} className="whitespace-nowrap font-code">
            {name}
          </li>
        ))}
      </ul>
    </Banner>
  );
}
