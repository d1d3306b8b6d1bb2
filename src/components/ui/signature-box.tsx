'use client';
import Lock from 'lucide-react/icons/lock';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from './button';
import { Icon } from './icon';
import { StatusMark } from './status-mark';

export type SignatureState =
  /** Signed by this person at this time (formatted). */
  | { kind: 'signed'; name: string; at: string }
  /** Now is the time: the slot holds the badge or password field. */
  | { kind: 'waiting'; slot: ReactNode }
  /** Not yet: something has to come first. */
  | { kind: 'not-yet'; reason?: string }
  /** One more scan voided it; the slot signs anew, where that is possible at once. */
  | { kind: 'void'; name: string; reason?: string; slot?: ReactNode }
  /** Blind second entry: the first is hidden. */
  | { kind: 'masked' };

export type SignatureBoxProps = {
  /** Who signs and what for: 接收人，盖第 1–31 行. */
  role: ReactNode;
  state: SignatureState;
  hint?: ReactNode;
  /** Where somebody else may sign instead. */
  onForget?: (() => void) | undefined;
};

export function SignatureBox({ role, state, hint, onForget }: SignatureBoxProps) {
  const t = useTranslations('ui.signature');
  return (
    <div className="min-w-0 px-3 pt-2 pb-[9px]">
      <p className="text-12 text-ink-3">{role}</p>
      {state.kind === 'signed' && (
        <>
          <p className="text-16 font-bold">{state.name}</p>
          <span className="flex flex-wrap items-center gap-x-2">
            <StatusMark tone="done">{t('signed', { time: state.at })}</StatusMark>
            {onForget && (
              <Button size="sm" variant="ghost" onClick={onForget}>
                {t('forget')}
              </Button>
            )}
          </span>
        </>
      )}
      {state.kind === 'waiting' && <div className="mt-1">{state.slot}</div>}
      {state.kind === 'not-yet' && (
        <p className="mt-1 flex h-7 items-center rounded border border-line-2 bg-sunken px-2 text-13 text-ink-3">
          {state.reason ?? t('notYet')}
        </p>
      )}
      {state.kind === 'void' && (
        <>
          <p className="text-16 text-ink-3 line-through">{state.name}</p>
          <StatusMark tone="void">{state.reason ?? t('void')}</StatusMark>
          {state.slot && <div className="mt-1">{state.slot}</div>}
        </>
      )}
      {state.kind === 'masked' && (
        <p className="mt-1 flex h-7 items-center justify-between rounded border border-line-2 bg-sunken px-2 text-13 text-ink-2">
          {t('masked')}
          <Icon of={Lock} className="text-ink-3" />
        </p>
      )}
      {hint && <p className="mt-[3px] text-12 text-ink-2">{hint}</p>}
    </div>
  );
}
