'use client';
import { useTranslations } from 'use-intl';
import type { RecallBag } from './recall-types';

type Standing = Pick<RecallBag, 'state' | 'stateBefore' | 'storagePlace' | 'department' | 'bed' | 'orgId'>;

/** Where a bag stands: in its own house now, to the station as it was when it was stopped. */
export function usePlaceWords(): (bag: Standing) => string {
  const t = useTranslations('recalls');
  return ({ state, stateBefore, storagePlace, department, bed }) => {
    if (state === null) return t('detail.was', { place: t(`places.${stateBefore as 'available'}`) });
    const where = state === 'issued' ? [department, bed] : [storagePlace];
    return [t(`places.${state}`), ...where].filter(Boolean).join(' ');
  };
}
