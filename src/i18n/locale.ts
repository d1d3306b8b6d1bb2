export const locales = ['zh-CN', 'en'] as const;
export type Locale = (typeof locales)[number];

export const defaultLocale: Locale = 'zh-CN';
export const localeCookie = 'xuemai-locale';

export function parseLocale(value: string | null | undefined): Locale {
  return value === 'en' ? 'en' : defaultLocale;
}
