'use client';
import { Popover } from '@base-ui/react/popover';
import { useTranslations } from 'use-intl';
import Calendar from './calendar';
import type { CalendarPopoverProps } from './calendar-popover';
import { popupClasses, positionerClasses } from './popup';

export default function CalendarPopup({ isOpen, onOpenChange, date, onPick, today, fieldRef }: CalendarPopoverProps) {
  const t = useTranslations('ui');
  return (
    <Popover.Root open={isOpen} onOpenChange={onOpenChange}>
      <Popover.Portal>
        <Popover.Positioner anchor={fieldRef} className={positionerClasses} sideOffset={8} align="start">
          <Popover.Popup
            data-floating="popup"
            aria-label={t('openCalendar')}
            finalFocus={fieldRef}
            className={popupClasses}
          >
            <Calendar
              date={date}
              today={today}
              onPick={(picked) => {
                onPick(picked);
                onOpenChange(false);
              }}
            />
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}
