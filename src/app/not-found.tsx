'use client';
import { useTranslations } from 'use-intl';
import { buttonClasses } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';

/** An address that leads nowhere, or to what is another house's: which of the two is not said. */
export default function NotFoundPage() {
  const t = useTranslations('shell.notFound');
  return (
    <main className="mx-auto mt-16 w-[560px] max-w-full border border-line-2 bg-surface">
      <EmptyState
        title={t('title')}
        hint={t('hint')}
        action={
          <a href="/" className={buttonClasses('secondary', 'md')}>
            {t('home')}
          </a>
        }
      />
    </main>
  );
}
