'use client';
import { useLocale } from 'use-intl';
import type { OrganisationNames } from '@/components/record/field-value';

/** Names of the houses that came with an answer, in the language of the screen. */
export function useHouseName(organisations: OrganisationNames): (orgId: string) => string {
  const isEnglish = useLocale() === 'en';
  return (orgId) => organisations[orgId]?.[isEnglish ? 'en' : 'zh'] ?? orgId;
}
