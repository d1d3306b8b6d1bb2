import type { ReactNode } from 'react';

type PageHeadProps = { title: ReactNode; note?: ReactNode; tabs?: ReactNode; actions?: ReactNode };

/** 48 px: title, a lighter note or the tabs, actions at the right. */
export function PageHead({ title, note, tabs, actions }: PageHeadProps) {
  return (
    <div className="flex h-12 flex-none items-center gap-3 px-4 whitespace-nowrap print:px-0">
      <h1 className="text-20 font-bold">{title}</h1>
      {note && <span className="truncate text-ink-2">{note}</span>}
      {tabs && <div className="ml-3 flex min-w-0 self-stretch">{tabs}</div>}
      {actions && <div className="ml-auto flex flex-none items-center gap-3 text-13">{actions}</div>}
    </div>
  );
}
