import type { ReactNode } from 'react';

/** One side of a hard stop that is no blood group: a date, a name, a number. */
export function HardStopValue({ children }: { children: ReactNode }) {
  return (
    <span className="inline-flex min-h-[74px] min-w-28 items-center justify-center rounded bg-on-lv1 px-4 text-28 font-bold text-lv1">
      {children}
    </span>
  );
}
