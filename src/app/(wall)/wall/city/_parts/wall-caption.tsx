import type { ReactNode } from 'react';

export function WallCaption({ title, note }: { title: ReactNode; note?: ReactNode }) {
  return (
    <h2 className="flex h-11 flex-none items-baseline gap-4 text-w28 leading-10! font-bold whitespace-nowrap">
      {title}
      {note && <span className="truncate font-normal text-ink-3">{note}</span>}
    </h2>
  );
}
