'use client';
import ChevronLeft from 'lucide-react/icons/chevron-left';
import ChevronRight from 'lucide-react/icons/chevron-right';
import { DayPicker } from 'react-day-picker';
import { enUS } from 'react-day-picker/locale/en-US';
import { zhCN } from 'react-day-picker/locale/zh-CN';
import { useLocale } from 'use-intl';
import { Icon } from './icon';

type CalendarProps = { date: string | null; today?: string | undefined; onPick: (date: string) => void };

/** Days are plain calendar days here: local noon-free dates of the browser, read back by their numbers, never as instants. */
function toLocalDay(date: string): Date {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  return new Date(year, month - 1, day);
}

function toText(day: Date): string {
  const pad = (part: number) => String(part).padStart(2, '0');
  return `${day.getFullYear()}-${pad(day.getMonth() + 1)}-${pad(day.getDate())}`;
}

export default function Calendar({ date, today, onPick }: CalendarProps) {
  const locale = useLocale();
  const chosen = date ? toLocalDay(date) : undefined;
  const marked = today ? toLocalDay(today) : undefined;
  const opensAt = chosen ?? marked;
  return (
    <DayPicker
      mode="single"
      autoFocus
      locale={locale === 'en' ? enUS : zhCN}
      weekStartsOn={1}
      {...(chosen ? { selected: chosen } : {})}
      {...(marked ? { today: marked } : {})}
      {...(opensAt ? { defaultMonth: opensAt } : {})}
      onSelect={(day) => day && onPick(toText(day))}
      classNames={classes}
      components={{
        Chevron: ({ orientation }) => <Icon of={orientation === 'left' ? ChevronLeft : ChevronRight} size={16} />,
      }}
    />
  );
}

const arrow = 'inline-flex size-7 items-center justify-center rounded text-ink-2 hover:bg-select';

const classes = {
  root: 'px-3 py-1',
  months: 'relative',
  month_caption: 'flex h-8 items-center justify-center font-bold',
  nav: 'absolute inset-x-0 top-0.5 flex justify-between',
  button_previous: arrow,
  button_next: arrow,
  month_grid: 'border-collapse',
  weekday: 'size-8 text-center text-12 text-ink-3',
  day: 'p-0 text-center',
  day_button: 'size-8 rounded hover:bg-select',
  selected: '[&>button]:bg-ink [&>button]:font-bold [&>button]:text-on-ink',
  today: '[&>button]:border [&>button]:border-ink',
  outside: 'text-ink-3',
  disabled: 'text-line-3',
};
