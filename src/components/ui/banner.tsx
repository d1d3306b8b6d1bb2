import Info from 'lucide-react/icons/info';
import TriangleAlert from 'lucide-react/icons/triangle-alert';
import type { ReactNode } from 'react';
import { classNames } from './class-names';
import { Icon } from './icon';

export type BannerProps = {
  /** info: good to know · warn: act soon · stop: something was refused · inverse: the machine itself. */
  tone: 'info' | 'warn' | 'stop' | 'inverse';
  title?: ReactNode;
  children?: ReactNode;
  /** A link or a button at the end. */
  action?: ReactNode;
  className?: string;
};

const tones = {
  info: 'border-lv4-edge bg-lv4-tint text-ink',
  warn: 'border-lv2-edge bg-lv2-tint text-ink',
  stop: 'border-stop bg-surface text-stop',
  inverse: 'border-ink bg-ink text-on-ink [--focus:var(--on-ink)]',
};

export function Banner({ tone, title, children, action, className }: BannerProps) {
  return (
    <div
      role={tone === 'stop' || tone === 'inverse' ? 'alert' : 'note'}
      className={classNames(
        'flex min-h-9 shrink-0 items-center gap-2 border px-3 py-1.5 text-13',
        tones[tone],
        className,
      )}
    >
      <Icon of={tone === 'info' ? Info : TriangleAlert} />
      {title && <strong>{title}</strong>}
      {children && <div className="min-w-0 flex-1">{children}</div>}
      {action && <span className="ml-auto flex items-center gap-2">{action}</span>}
    </div>
  );
}
