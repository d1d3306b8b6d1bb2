import type { ReactNode } from 'react';
import { classNames } from './class-names';

export type PanelProps = {
  title?: ReactNode;
  /** Lighter words after the title. */
  note?: ReactNode;
  /** At the right end of the head. */
  actions?: ReactNode;
  children: ReactNode;
  /** What is in focus (last scan, plan) has a 2 px edge in ink. */
  isFocused?: boolean;
  headingLevel?: 2 | 3;
  isPadded?: boolean;
  className?: string;
};

export function Panel(props: PanelProps) {
  const { title, note, actions, children, isFocused, headingLevel = 2, isPadded, className } = props;
  const Heading = `h${headingLevel}` as const;
  return (
    <section
      className={classNames(
        'min-w-0 bg-surface',
        isFocused ? 'border-2 border-ink' : 'border border-line-2',
        className,
      )}
    >
      {(title || actions) && (
        <div className="flex h-9 items-center gap-2 border-b border-line px-3 whitespace-nowrap">
          {title && <Heading className="flex flex-none items-center gap-2 text-14 font-bold">{title}</Heading>}
          {note && <span className="min-w-0 truncate text-12 text-ink-3">{note}</span>}
          {actions && <div className="ml-auto flex flex-none items-center gap-2 text-13">{actions}</div>}
        </div>
      )}
      {isPadded ? <div className="px-3 py-2">{children}</div> : children}
    </section>
  );
}
