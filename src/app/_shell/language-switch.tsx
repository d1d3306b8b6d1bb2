'use client';
import { useRouter } from 'next/navigation';
import { useLocale, useTranslations } from 'use-intl';
import { classNames } from '@/components/ui/class-names';
import type { Locale } from '@/i18n/locale';
import { rememberLocale } from '@/i18n/provider';

const languages: readonly { locale: Locale; short: string; lang: string }[] = [
  { locale: 'zh-CN', short: '中', lang: 'zh-CN' },
  { locale: 'en', short: 'EN', lang: 'en' },
];

/** What is typed stays: only the words are fetched again. */
export function LanguageSwitch({ className }: { className?: string }) {
  const t = useTranslations('shell');
  const current = useLocale();
  const router = useRouter();
  return (
    <fieldset className={classNames('flex h-full items-center gap-0.5 text-13', className)}>
      <legend className="sr-only">{t('language')}</legend>
      {languages.map(({ locale, short, lang }) => (
        <button
          key={locale}
          type="button"
          lang={lang}
          aria-label={locale === 'en' ? t('english') : t('chinese')}
          aria-pressed={locale === current}
          onClick={() => {
            rememberLocale(locale);
            router.refresh();
          }}
          className={classNames(
            'h-7 min-w-6 px-1 outline-offset-0',
            locale === current ? 'font-bold text-board-ink' : 'text-board-ink-2 hover:text-board-ink',
          )}
        >
          <span
            className={classNames(
              'border-b-2 leading-[18px]',
              locale === current ? 'border-board-ink' : 'border-transparent',
            )}
          >
            {short}
          </span>
        </button>
      ))}
    </fieldset>
  );
}
