'use client';
import ChevronDown from 'lucide-react/icons/chevron-down';
import ChevronUp from 'lucide-react/icons/chevron-up';
import { type ReactNode, useState } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from './button';
import { Icon } from './icon';

export type QueryFormProps = {
  /** Up to five `Field density="dense"`, their labels `queryLabelWidth` wide: two rows of three, less the place of the buttons. */
  children: ReactNode;
  /** Further fields, folded away at first. */
  more?: ReactNode;
  isInitiallyOpen?: boolean;
  onSubmit: () => void;
  onReset: () => void;
};

/** Width of the labels of its fields, px: words in English are longer. */
export const queryLabelWidth = (locale: string) => (locale === 'en' ? 92 : 64);

/** Two rows in sight, 重置 and 查询 at the right end. */
export function QueryForm({ children, more, isInitiallyOpen = false, onSubmit, onReset }: QueryFormProps) {
  const t = useTranslations('ui');
  const [isOpen, setIsOpen] = useState(isInitiallyOpen);
  return (
    // biome-ignore lint/a11y/useSemanticElements: Chromium 109 does not know <search>
    <form
      role="search"
      className="grid flex-none print:hidden items-end gap-x-4 gap-y-2 border border-line-2 bg-surface px-3 py-2.5 desk:grid-cols-[minmax(0,1fr)_auto]"
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      <div className="grid grid-cols-2 gap-x-4 gap-y-2 desk:grid-cols-3">
        {children}
        {isOpen && more}
      </div>
      <div className="flex justify-end gap-2 self-stretch desk:grid desk:justify-items-end">
        {more ? (
          <Button
            variant="ghost"
            size="dense"
            aria-expanded={isOpen}
            onClick={() => setIsOpen(!isOpen)}
            icon={<Icon of={isOpen ? ChevronUp : ChevronDown} size={16} />}
          >
            {isOpen ? t('fewerFilters') : t('moreFilters')}
          </Button>
        ) : (
          <span />
        )}
        <span className="flex gap-2 self-end">
          <Button size="dense" onClick={onReset}>
            {t('reset')}
          </Button>
          <Button size="dense" variant="primary" type="submit">
            {t('search')}
          </Button>
        </span>
      </div>
    </form>
  );
}
