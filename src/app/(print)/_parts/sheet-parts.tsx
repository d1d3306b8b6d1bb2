import type { ReactNode } from 'react';

/** One fact in the head of a sheet. */
export function Fact({ term, children }: { term: string; children: ReactNode }) {
  return (
    <div className="flex gap-2">
      <dt className="text-ink-2">{term}</dt>
      <dd className="font-bold">{children}</dd>
    </div>
  );
}

type PrintedLineProps = {
  /** When, in the words of its module. */
  printed: string;
  sheet: { readonly no: string | null; readonly printedBy: string };
  page: number;
  pages: number;
};

/** The last line of each page: who printed it and when, and which page of which sheet it is. */
export function PrintedLine({ printed, sheet, page, pages }: PrintedLineProps) {
  return (
    <p className="flex justify-between">
      <span>
        {printed} {sheet.printedBy}
      </span>
      <span>
        {sheet.no} · {page} / {pages}
      </span>
    </p>
  );
}
