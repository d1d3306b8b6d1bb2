import type { ReactNode } from 'react';
import { classNames } from './class-names';

export type EmptyStateProps = {
  /** What is: 今天还没有入库。 */
  title: ReactNode;
  /** What to do next. */
  hint?: ReactNode;
  action?: ReactNode;
  className?: string;
};

export function EmptyState({ title, hint, action, className }: EmptyStateProps) {
  return (
    <div className={classNames('px-4 py-3.5', className)}>
      <p className="text-16 font-bold">{title}</p>
      {hint && <p className="mt-0.5 text-13 text-ink-2">{hint}</p>}
      {action && <div className="mt-4 flex gap-2">{action}</div>}
    </div>
  );
}
