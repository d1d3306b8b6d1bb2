'use client';
import CalendarDays from 'lucide-react/icons/calendar-days';
import { lazy, type RefObject, Suspense, useState } from 'react';
import { useTranslations } from 'use-intl';
import { Icon } from './icon';
import { OnDemand } from './on-demand';

const loadPopup = () => import('./calendar-popup');
const CalendarPopup = lazy(loadPopup);

export type CalendarPopoverProps = {
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  /** `yyyy-MM-dd`. */
  date: string | null;
  onPick: (date: string) => void;
  today?: string | undefined;
  isDisabled?: boolean | undefined;
  /** The popup hangs on the field, and focus goes back to it: typing stays the quickest way. */
  fieldRef: RefObject<HTMLInputElement | null>;
};

/** The button beside a typed date. The calendar's code comes when it is first asked for. */
export function CalendarPopover(props: CalendarPopoverProps) {
  const t = useTranslations('ui');
  // stays once it came: closing has to give the focus back
  const [hasOpened, setHasOpened] = useState(props.isOpen);
  if (props.isOpen && !hasOpened) setHasOpened(true);
  return (
    <>
      <button
        type="button"
        aria-label={t('openCalendar')}
        aria-haspopup="dialog"
        aria-expanded={props.isOpen}
        disabled={props.isDisabled}
        tabIndex={-1}
        onPointerEnter={() => void loadPopup().catch(() => undefined)}
        onClick={() => props.onOpenChange(true)}
        className="-mr-1 inline-flex size-6 flex-none items-center justify-center rounded text-ink-3 hover:text-ink"
      >
        <Icon of={CalendarDays} />
      </button>
      {hasOpened && (
        <OnDemand onMissing={() => props.onOpenChange(false)}>
          <Suspense fallback={null}>
            <CalendarPopup {...props} />
          </Suspense>
        </OnDemand>
      )}
    </>
  );
}
