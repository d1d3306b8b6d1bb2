import type { ReactNode } from 'react';
import { classNames } from './class-names';

export type Definition = { term: ReactNode; value: ReactNode; isStrong?: boolean; key?: string };

export type DefinitionListProps = {
  items: readonly Definition[];
  /** `row`: label over value, side by side; `grid`: in columns; `inline`: label before value. */
  layout?: 'row' | 'grid' | 'inline';
  columns?: 2 | 3 | 4 | 6;
  className?: string;
};

const grids = { 2: 'grid-cols-2', 3: 'grid-cols-3', 4: 'grid-cols-4', 6: 'grid-cols-6' };

export function DefinitionList({ items, layout = 'grid', columns = 2, className }: DefinitionListProps) {
  return (
    <dl
      className={classNames(
        layout === 'row' && 'flex flex-wrap gap-x-7 gap-y-1',
        layout === 'grid' && `grid gap-x-3 gap-y-2.5 ${grids[columns]}`,
        layout === 'inline' && 'flex flex-wrap items-baseline gap-x-5 gap-y-1',
        className,
      )}
    >
      {items.map(({ term, value, isStrong, key }, index) => (
        <div
          key={key ?? (typeof term === 'string' ? term : index)}
          className={classNames('min-w-0', layout === 'inline' && 'flex items-baseline gap-1.5')}
        >
          <dt className="text-12 whitespace-nowrap text-ink-3">{term}</dt>
          <dd className={classNames('text-14', isStrong && 'font-bold', isStrong && layout === 'row' && 'text-16')}>
            {value}
          </dd>
        </div>
      ))}
    </dl>
  );
}
