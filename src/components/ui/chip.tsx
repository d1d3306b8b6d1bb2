import type { ReactNode } from 'react';
import { classNames } from './class-names';

export type ChipProps = {
  children: ReactNode;
  /** `inverse`: 演示, 练习 — said loudly, never in an alarm colour. `outlined`: 单人. `board`: inverse on the dark band. */
  tone?: 'inverse' | 'outlined' | 'board' | 'board-outlined';
  size?: 'desk' | 'wall';
  title?: string;
};

const tones = {
  inverse: 'bg-ink text-on-ink',
  outlined: 'border-[1.5px] border-ink bg-surface font-bold text-ink',
  board: 'bg-board-ink text-board',
  'board-outlined': 'border border-board-ink-2 text-board-ink',
};

export function Chip({ children, tone = 'inverse', size = 'desk', title }: ChipProps) {
  return (
    <span
      title={title}
      className={classNames(
        'inline-flex flex-none items-center rounded whitespace-nowrap',
        size === 'wall' ? 'h-10 px-3 text-w28' : 'h-5 px-[7px] text-12',
        tones[tone],
      )}
    >
      {children}
    </span>
  );
}
