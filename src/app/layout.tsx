import type { Metadata, Viewport } from 'next';
import type { ReactNode } from 'react';
import { EarlyKeys } from '@/components/ui/early-keys';
import { getMessages } from '@/i18n';
import { I18nProvider } from '@/i18n/provider';
import { readLocale } from '@/i18n/server';
import './globals.css';

export const metadata: Metadata = {
  title: { default: '血脉', template: '%s · 血脉' },
  icons: { icon: [{ url: '/icon.svg', type: 'image/svg+xml' }] },
};

export const viewport: Viewport = { width: 'device-width', initialScale: 1, themeColor: '#15262b' };

export default async function RootLayout({ children }: { children: ReactNode }) {
  const locale = await readLocale();
  return (
    <html lang={locale}>
      <body>
        <EarlyKeys />
        <I18nProvider locale={locale} messages={getMessages(locale)}>
          {children}
        </I18nProvider>
      </body>
    </html>
  );
}
