import { cookies } from 'next/headers';
import { createTranslator, type NamespaceKeys, type NestedKeyOf } from 'use-intl/core';
import { getMessages, type Messages } from './index';
import { type Locale, localeCookie, parseLocale } from './locale';

export async function readLocale(): Promise<Locale> {
  return parseLocale((await cookies()).get(localeCookie)?.value);
}

/** `const t = await readTranslations('shell')` in a server component; `t` has the same keys as `useTranslations`. */
export async function readTranslations<N extends NamespaceKeys<Messages, NestedKeyOf<Messages>>>(namespace: N) {
  const locale = await readLocale();
  return createTranslator({ locale, messages: getMessages(locale), namespace });
}
