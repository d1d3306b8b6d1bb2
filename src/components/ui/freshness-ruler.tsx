'use client';
import { useTranslations } from 'use-intl';
import { useFormat } from '@/i18n/provider';
import { Ruler } from './ruler';

type FreshnessRulerProps = { ageSeconds: number | null; size?: 'desk' | 'wall'; ground?: 'page' | 'board' };

/** Age of the data on the scale 0 · 10 · 60 s; beyond it the needle stands at the end. */
export function FreshnessRuler({ ageSeconds, size = 'desk', ground = 'board' }: FreshnessRulerProps) {
  const t = useTranslations('ui');
  const format = useFormat();
  return (
    <Ruler
      value={ageSeconds}
      max={60}
      ticks={[10]}
      size={size === 'wall' ? 'age-wall' : 'age'}
      ground={ground}
      label={t('dataAge', { age: ageSeconds === null ? '—' : format.age(ageSeconds) })}
    />
  );
}
