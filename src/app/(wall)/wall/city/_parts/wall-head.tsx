'use client';
import { useRouter } from 'next/navigation';
import { useLocale, useTranslations } from 'use-intl';
import { useCityNow } from '@/app/_client/live';
import { ConnectedLivePill } from '@/app/_client/live-pill';
import { OpenRecalls } from '@/app/(desk)/recalls/_parts/open-recalls';
import { Chip } from '@/components/ui/chip';
import { classNames } from '@/components/ui/class-names';
import { Logo } from '@/components/ui/logo';
import type { Locale } from '@/i18n/locale';
import { rememberLocale, useFormat } from '@/i18n/provider';

const languages: readonly { locale: Locale; word: string }[] = [
  { locale: 'zh-CN', word: '中' },
  { locale: 'en', word: 'EN' },
];

/** City, freshness, language, date and clock. */
export function WallHead({ cityName, isDemo }: { cityName: string; isDemo: boolean }) {
  const t = useTranslations('overview');
  const common = useTranslations('common');
  const format = useFormat();
  const locale = useLocale();
  const router = useRouter();
  const now = useCityNow();
  return (
    <header className="flex items-center gap-4 border-b-2 border-line-2 px-10 whitespace-nowrap">
      <Logo size={52} />
      <h1 className="text-w40 font-bold">
        {t('wallTitle', { city: cityName })}
        <span className="ml-2.5 text-w32 font-normal text-ink-2">{t('title')}</span>
      </h1>
      {isDemo && <Chip size="wall">{common('demo')}</Chip>}
      <span className="flex flex-1 items-center justify-center gap-6">
        <ConnectedLivePill size="wall" ground="page" />
        <OpenRecalls size="wall" />
      </span>
      <span className="flex gap-3.5 text-w28">
        {languages.map((language) => (
          <button
            key={language.locale}
            type="button"
            lang={language.locale}
            aria-pressed={language.locale === locale}
            onClick={() => {
              rememberLocale(language.locale);
              router.refresh();
            }}
            className={classNames(
              language.locale === locale ? 'border-b-2 border-ink leading-[34px] font-bold' : 'text-ink-2',
            )}
          >
            {language.word}
          </button>
        ))}
      </span>
      {now && (
        <>
          <span className="text-right text-w28 leading-[34px]! text-ink-2">
            {format.monthDay(now)}
            <br />
            {format.weekday(now)}
          </span>
          <time dateTime={now.toISOString()} className="min-w-[264px] text-right text-w64 font-bold">
            {format.timeSeconds(now)}
          </time>
        </>
      )}
    </header>
  );
}
