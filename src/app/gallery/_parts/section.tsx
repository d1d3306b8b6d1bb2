import type { ReactNode } from 'react';

type SectionProps = { title: string; note?: string; children: ReactNode };

export function Section({ title, note, children }: SectionProps) {
  return (
    <section className="mt-4 first-of-type:mt-0">
      <h2 className="mb-1.5 text-14 font-bold">
        {title}
        {note && <span className="ml-2 text-12 font-normal text-ink-3">{note}</span>}
      </h2>
      {children}
    </section>
  );
}

/** The same in light and dark. */
export function Twice({ children }: { children: ReactNode }) {
  return (
    <div className="grid grid-cols-2 gap-4">
      <div className="border border-line-2 bg-surface px-4 py-3.5 text-ink">{children}</div>
      <div data-theme="dark" className="border border-line-2 bg-surface px-4 py-3.5 text-ink">
        {children}
      </div>
    </div>
  );
}
