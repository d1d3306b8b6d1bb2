'use client';
import { Tooltip as BaseTooltip } from '@base-ui/react/tooltip';
import type { ReactElement, ReactNode } from 'react';
import { positionerClasses } from './popup';

export type TooltipProps = {
  /** One focusable element. */
  children: ReactElement<Record<string, unknown>>;
  content: ReactNode;
  side?: 'top' | 'bottom' | 'left' | 'right';
};

/** Explains a figure; never the only way to a fact. Opens on hover and on focus. */
export function Tooltip({ children, content, side = 'top' }: TooltipProps) {
  return (
    <BaseTooltip.Root>
      <BaseTooltip.Trigger render={children} delay={300} />
      <BaseTooltip.Portal>
        <BaseTooltip.Positioner className={positionerClasses} side={side} sideOffset={6}>
          <BaseTooltip.Popup className="max-w-72 rounded border border-ink bg-ink px-2 py-1 text-12 text-on-ink">
            {content}
          </BaseTooltip.Popup>
        </BaseTooltip.Positioner>
      </BaseTooltip.Portal>
    </BaseTooltip.Root>
  );
}
