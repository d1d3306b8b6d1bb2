'use client';
import TriangleAlert from 'lucide-react/icons/triangle-alert';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from './button';
import { classNames } from './class-names';
import { Icon } from './icon';

export type ErrorStateProps = {
  title?: ReactNode;
  /** What it means for the work, then what to do. */
  hint?: ReactNode;
  requestId?: string | null | undefined;
  onRetry?: (() => void) | undefined;
  retryLabel?: string;
  isRetrying?: boolean;
  className?: string;
};

export function ErrorState(props: ErrorStateProps) {
  const { title, hint, requestId, onRetry, retryLabel, isRetrying, className } = props;
  const t = useTranslations('ui');
  return (
    <div role="alert" className={classNames('px-4 py-3.5', className)}>
      <p className="flex items-center gap-1.5 text-16 font-bold">
        <Icon of={TriangleAlert} />
        {title ?? t('errorTitle')}
      </p>
      {hint && <p className="mt-0.5 text-13 text-ink-2">{hint}</p>}
      <div className="mt-4 flex items-center justify-between gap-4">
        {onRetry ? (
          <Button size="sm" onClick={onRetry} isPending={isRetrying ?? false}>
            {retryLabel ?? t('retry')}
          </Button>
        ) : (
          <span />
        )}
        {requestId && <span className="font-code text-12 text-ink-3">{requestId}</span>}
      </div>
    </div>
  );
}
