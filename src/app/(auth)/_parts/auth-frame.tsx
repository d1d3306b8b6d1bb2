import type { ReactNode } from 'react';
import { LanguageSwitch } from '@/app/_shell/language-switch';
import { Chip } from '@/components/ui/chip';
import { Logo } from '@/components/ui/logo';
import { readTranslations } from '@/i18n/server';

type AuthFrameProps = { isDemo: boolean; isInsecure: boolean; dutyPhone?: string; children: ReactNode };

/** The band of every desk page, without a menu: nobody is at work yet. */
export async function AuthFrame({ isDemo, isInsecure, dutyPhone, children }: AuthFrameProps) {
  const common = await readTranslations('common');
  const shell = await readTranslations('shell');
  return (
    <div className="grid min-h-screen grid-rows-[44px_minmax(0,1fr)_auto]">
      <header className="flex h-11 min-w-0 items-center gap-3 bg-board px-4 whitespace-nowrap text-board-ink [--focus:var(--board-ink)]">
        <span className="flex items-center gap-2 text-[18px]">
          <Logo />
          <b className="[&:lang(zh)]:tracking-[3px]">{common('name')}</b>
        </span>
        <span className="hidden truncate border-l border-board-line pl-3 text-13 text-board-ink-2 desk:inline">
          {common('platform')}
        </span>
        {isDemo && (
          <Chip tone="board" title={common('demoNotice')}>
            {common('demo')}
          </Chip>
        )}
        {isInsecure && (
          <Chip tone="board-outlined" title={shell('unencryptedHint')}>
            {shell('unencrypted')}
          </Chip>
        )}
        <LanguageSwitch className="ml-auto" />
      </header>
      <main className="flex min-w-0 flex-wrap items-start justify-center gap-2 px-4 py-8">{children}</main>
      <footer className="flex h-8 items-center gap-4 border-t border-line-2 bg-sunken px-4 text-12 text-ink-2">
        {isDemo && <span>{common('demoNotice')}</span>}
        {dutyPhone && <span className="ml-auto">{shell('duty', { phone: dutyPhone })}</span>}
      </footer>
    </div>
  );
}
