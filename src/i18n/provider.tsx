'use client';
import type { ReactNode } from 'react';
import { IntlProvider, useLocale } from 'use-intl';
import { cityZone, type Format, formatFor } from './format';
import type { Messages } from './index';
import { type Locale, localeCookie } from './locale';

type I18nProviderProps = { locale: Locale; messages: Messages; children: ReactNode };

export function I18nProvider({ locale, messages, children }: I18nProviderProps) {
  return (
    <IntlProvider locale={locale} messages={messages} timeZone={cityZone}>
      {children}
    </IntlProvider>
  );
}

/** Numbers, dates and ages in the language of the page; the same functions as on the server. */
export function useFormat(): Format {
  return formatFor(useLocale());
}

/** Remembers the language on this computer. The caller refreshes the route, so that server components follow. */
export function rememberLocale(locale: Locale): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in Firefox ESR 115
  document.cookie = `${localeCookie}=${locale}; path=/; max-age=31536000; samesite=lax`;
}
