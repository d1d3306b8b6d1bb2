'use client';
import { Popover } from '@base-ui/react/popover';
import CalendarDays from 'lucide-react/icons/calendar-days';
import { lazy, type RefObject, Suspense } from 'react';
import { useTranslations } from 'use-intl';
import { Icon } from './icon';
import { popupClasses, positionerClasses } from './popup';

const Calendar = lazy(() => import('./calendar'));

type CalendarPopoverProps = {
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  /** `yyyy-MM-dd`. */
  date: string | null;
  onPick: (date: string) => void;
  today?: string | undefined;
  isDisabled?: boolean | undefined;
  /** Focus goes back to the field: typing stays the quickest way. */
  fieldRef: RefObject<HTMLInputElement | null>;
};

/** The calendar beside a typed date. Its code is fetched only when it opens. */
export function CalendarPopover(props: CalendarPopoverProps) {
  const { isOpen, onOpenChange, date, onPick, today, isDisabled, fieldRef } = props;
  const t = useTranslations('ui');
  return (
    <Popover.Root open={isOpen} onOpenChange={onOpenChange}>
      <Popover.Trigger
        aria-label={t('openCalendar')}
        disabled={isDisabled}
        tabIndex={-1}
        className="-mr-1 inline-flex size-6 flex-none items-center justify-center rounded text-ink-3 hover:text-ink"
      >
        <Icon of={CalendarDays} />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner className={positionerClasses} sideOffset={6} align="end">
          <Popover.Popup
            data-floating="popup"
            aria-label={t('openCalendar')}
            finalFocus={fieldRef}
            className={popupClasses}
          >
            <Suspense fallback={<div className="h-[268px] w-[252px]" />}>
              <Calendar
                date={date}
                today={today}
                onPick={(picked) => {
                  onPick(picked);
                  onOpenChange(false);
                }}
              />
            </Suspense>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}
