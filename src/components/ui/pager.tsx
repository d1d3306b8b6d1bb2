'use client';
import ChevronLeft from 'lucide-react/icons/chevron-left';
import ChevronRight from 'lucide-react/icons/chevron-right';
import { useTranslations } from 'use-intl';
import { useFormat } from '@/i18n/provider';
import { Button } from './button';
import { Icon } from './icon';

export type PagerProps = {
  /** First and last line in sight, from 1; null when the list is empty. */
  range: { from: number; to: number } | null;
  /** 单, 袋, 条: the word for so many of them. */
  unit: (count: number) => string;
  pageSize: number;
  hasPrevious: boolean;
  hasNext: boolean;
  onPrevious: () => void;
  onNext: () => void;
};

/** Keyset lists know the neighbours of a page, not its number. */
export function Pager(props: PagerProps) {
  const { range, unit, pageSize, hasPrevious, hasNext, onPrevious, onNext } = props;
  const t = useTranslations('ui');
  const format = useFormat();
  return (
    <div className="flex h-10 items-center print:hidden gap-3 text-13 whitespace-nowrap text-ink-2">
      <span>
        {range
          ? t('pageRange', { from: format.number(range.from), to: format.number(range.to), unit: unit(range.to) })
          : t('pageEmpty')}
      </span>
      <span className="ml-auto">{t('perPage', { count: pageSize, unit: unit(pageSize) })}</span>
      <Button size="sm" icon={<Icon of={ChevronLeft} size={16} />} onClick={onPrevious} isDisabled={!hasPrevious}>
        {t('previousPage')}
      </Button>
      <Button size="sm" onClick={onNext} isDisabled={!hasNext}>
        {t('nextPage')}
        <Icon of={ChevronRight} size={16} />
      </Button>
    </div>
  );
}
