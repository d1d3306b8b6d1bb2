'use client';
import { usePathname } from 'next/navigation';
import { useTranslations } from 'use-intl';
import { classNames } from '@/components/ui/class-names';
import { findCurrentHref } from './current-entry';
import type { DeskFrameData } from './frame-types';
import { MenuGroup } from './menu-group';
import { MenuLink } from './menu-link';

type MainMenuProps = { data: DeskFrameData; isOpen: boolean };

/** The manual's headings in the manual's order; a heading without any right is not in the data. */
export function MainMenu({ data, isOpen }: MainMenuProps) {
  const t = useTranslations('shell');
  const current = findCurrentHref(data.menu, usePathname());
  return (
    <nav
      id="main-menu"
      aria-label={t('mainMenu')}
      className={classNames(
        'col-start-1 row-start-2 min-h-0 flex-col overflow-y-auto border-r border-line-2 bg-sunken py-2 text-13 desk:flex desk:w-auto print:hidden',
        isOpen ? 'z-30 flex w-48' : 'hidden',
      )}
    >
      <ul>
        {data.menu.map((entry) => {
          if (entry.kind === 'line')
            return <li key={entry.key} aria-hidden="true" className="mx-4 my-[7px] border-t border-line-2" />;
          if (entry.kind === 'group') return <MenuGroup key={entry.key} group={entry} current={current} />;
          return (
            <li key={entry.key}>
              <MenuLink item={entry} isCurrent={entry.href === current} />
            </li>
          );
        })}
      </ul>
      <div className="mt-auto px-4 pt-3 text-12 leading-[18px] text-ink-3">
        {data.dutyPhone && <p>{t('duty', { phone: data.dutyPhone })}</p>}
        {data.ruleVersion && <p>{t('ruleVersion', { version: data.ruleVersion })}</p>}
      </div>
    </nav>
  );
}
