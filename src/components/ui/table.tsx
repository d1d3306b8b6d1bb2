import type { ComponentProps, ReactNode } from 'react';
import { classNames } from './class-names';

export type RowDensity = 'tight' | 'dense' | 'normal' | 'two-line';
export type RowState = 'plain' | 'chosen' | 'blocked' | 'warn' | 'refuse' | 'fresh';
export type CellAlign = 'left' | 'right' | 'center';

const rowHeights: Record<RowDensity, string> = {
  tight: '[&_td]:h-7',
  dense: '[&_td]:h-8',
  normal: '[&_td]:h-9',
  'two-line': '[&_td]:h-[41px] [&_td]:leading-[18px]',
};

const rowStates: Record<RowState, string> = {
  plain: '[&>*]:bg-surface hover:[&>*]:bg-hover',
  chosen: '[&>*]:bg-select',
  blocked: '[&>*]:bg-bg text-ink-3',
  warn: '[&>*]:bg-lv2-tint',
  refuse: '[&>*]:bg-lv1-tint',
  fresh: '[&>*]:bg-select [&>*]:animate-flash font-bold',
};

const aligns: Record<CellAlign, string> = { left: 'text-left', right: 'text-right', center: 'text-center' };

type TableFrameProps = {
  children: ReactNode;
  /** Names the scroll area, so that the keyboard can reach and scroll it. */
  label: string;
  className?: string;
};

/** The panel a long table scrolls in: the head and the status column stay. */
export function TableFrame({ children, label, className }: TableFrameProps) {
  return (
    <section
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scroll area has to be reachable by keyboard
      tabIndex={0}
      className={classNames(
        'min-h-0 overflow-auto border border-line-2 bg-surface outline-offset-0 print:border-0',
        className,
      )}
    >
      {children}
    </section>
  );
}

type TableProps = ComponentProps<'table'> & { density?: RowDensity; isFixed?: boolean };

export function Table({ density = 'dense', isFixed, className, children, ...rest }: TableProps) {
  return (
    <table {...rest} className={classNames('w-full text-13', isFixed && 'table-fixed', rowHeights[density], className)}>
      {children}
    </table>
  );
}

export function TableHead({ children }: { children: ReactNode }) {
  return (
    <thead>
      <tr>{children}</tr>
    </thead>
  );
}

type HeadCellProps = Omit<ComponentProps<'th'>, 'align'> & {
  align?: CellAlign;
  /** Status column: stays at the right edge, with the only vertical rule. */
  isSticky?: boolean;
};

export function HeadCell({ align = 'left', isSticky, className, children, scope = 'col', ...rest }: HeadCellProps) {
  return (
    <th
      {...rest}
      scope={scope}
      className={classNames(
        'sticky top-0 z-10 h-8 border-b border-line-2 bg-sunken px-2 text-12 font-normal whitespace-nowrap text-ink-2',
        aligns[align],
        isSticky && 'right-0 z-20 border-l',
        className,
      )}
    >
      {children}
    </th>
  );
}

type TableRowProps = ComponentProps<'tr'> & { state?: RowState };

export function TableRow({ state = 'plain', className, children, ...rest }: TableRowProps) {
  return (
    <tr
      {...rest}
      aria-selected={state === 'chosen' || undefined}
      className={classNames('group/row', rowStates[state], className)}
    >
      {children}
    </tr>
  );
}

type CellProps = Omit<ComponentProps<'td'>, 'align'> & { align?: CellAlign; isSticky?: boolean; wraps?: boolean };

export function Cell({ align = 'left', isSticky, wraps, className, children, ...rest }: CellProps) {
  return (
    <td
      {...rest}
      className={classNames(
        'border-b border-line px-2',
        !wraps && 'whitespace-nowrap',
        aligns[align],
        isSticky && 'sticky right-0 z-10 border-l border-l-line-2',
        className,
      )}
    >
      {children}
    </td>
  );
}

type CutRowProps = { children: ReactNode; columns: number };

/** The line between what waits for someone and what does not; also the head of a group of rows. */
export function CutRow({ children, columns }: CutRowProps) {
  return (
    <tr>
      <td colSpan={columns} className="h-6! border-b border-line bg-sunken px-2 text-12 text-ink-2">
        {children}
      </td>
    </tr>
  );
}

type TwoLinesProps = { first: ReactNode; second?: ReactNode; isSecondStrong?: boolean };

export function TwoLines({ first, second, isSecondStrong }: TwoLinesProps) {
  return (
    <>
      <div className="flex items-center gap-1 leading-[18px]">{first}</div>
      {second !== undefined && (
        <div
          className={classNames(
            'flex items-center gap-1 text-12 leading-4',
            isSecondStrong ? 'font-bold text-ink' : 'text-ink-2',
          )}
        >
          {second}
        </div>
      )}
    </>
  );
}
