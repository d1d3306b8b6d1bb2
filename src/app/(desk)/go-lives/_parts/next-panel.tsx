import type { ReactNode } from 'react';
import { Panel } from '@/components/ui/panel';

type NextPanelProps = { title: string; why: ReactNode; actions?: ReactNode; children?: ReactNode };

/** The next thing to do, in words and with its button. */
export function NextPanel({ title, why, actions, children }: NextPanelProps) {
  return (
    <Panel isFocused className="flex-none">
      <div className="flex items-start gap-4 px-3 py-2">
        <div className="min-w-0 flex-1">
          <h2 className="text-16 font-bold">{title}</h2>
          <p className="text-14 text-ink-2">{why}</p>
        </div>
        {actions && <div className="flex flex-none items-center gap-2">{actions}</div>}
      </div>
      {children && <div className="border-t border-line px-3 py-2">{children}</div>}
    </Panel>
  );
}
