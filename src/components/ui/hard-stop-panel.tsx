'use client';
import { type ReactNode, useEffect, useRef } from 'react';
import { useTranslations } from 'use-intl';
import { isFocusFree } from './focus-free';
import { Kbd } from './kbd';
import { StageIcon } from './stage-icon';

export type HardStopPanelProps = {
  /** What is, and what follows: 血型不符，此袋不入库. */
  title: ReactNode;
  /** Time and sound, at the right: 14:02:25 · 声音已响. */
  note?: ReactNode;
  /** Both values, each with where it stands: 发血单上 B+ ≠ 袋上标签 A+. Plates go in with `onFill size="stop"`. */
  comparison?: { firstLabel: ReactNode; first: ReactNode; secondLabel: ReactNode; second: ReactNode };
  /** The bag or patient, the reason, what was already done. */
  children: ReactNode;
  /** The one way on. */
  action: { label: ReactNode; kbd?: string; onPress: () => void };
  actionNote?: ReactNode;
};

/** Solid red, over the place of work: blood group, expiry, identity. Never a toast, never looks like a warning. */
export function HardStopPanel({ title, note, comparison, children, action, actionNote }: HardStopPanelProps) {
  const t = useTranslations('ui.stop');
  const wayOn = useRef<HTMLButtonElement>(null);

  const former = useRef<Element | null>(null);

  useEffect(() => {
    former.current ??= document.activeElement;
    wayOn.current?.focus();
    return () => {
      // The button is gone and took the focus with it: back to where the work was, else to the content.
      if (!isFocusFree()) return;
      const before = former.current;
      const isThere = before instanceof HTMLElement && before.isConnected && before !== document.body;
      (isThere ? before : document.querySelector<HTMLElement>('main'))?.focus();
    };
  }, []);

  return (
    <section role="alert" className="flex-none bg-lv1 px-4 py-3 text-on-lv1 [--focus:var(--on-lv1)]">
      <div className="flex flex-wrap items-center gap-x-2.5">
        <StageIcon shape="cross" size={28} />
        <h2 className="text-28 font-bold">{title}</h2>
        {note && <span className="ml-auto text-14">{note}</span>}
      </div>
      <div className="mt-1.5 mb-2.5 flex flex-wrap items-center gap-3">
        {comparison && (
          <>
            <div>
              <p className="text-13">{comparison.firstLabel}</p>
              {comparison.first}
            </div>
            <span
              role="img"
              aria-label={t('notEqual')}
              className="w-10 self-end text-center text-40 leading-[72px] font-bold"
            >
              ≠
            </span>
            <div>
              <p className="text-13">{comparison.secondLabel}</p>
              {comparison.second}
            </div>
          </>
        )}
        <div className="min-w-60 flex-1 pl-3 text-14 leading-[22px]">{children}</div>
      </div>
      <div className="flex flex-wrap items-center gap-3 border-t border-on-lv1 pt-2.5">
        <button
          ref={wayOn}
          type="button"
          onClick={action.onPress}
          className="inline-flex h-9 items-center gap-2 rounded bg-on-lv1 px-3 text-16 font-bold text-lv1"
        >
          {action.label}
          {action.kbd && (
            <span aria-hidden="true" className="inline-flex">
              <Kbd tone="inherit">{action.kbd}</Kbd>
            </span>
          )}
        </button>
        {actionNote && <span className="text-14">{actionNote}</span>}
      </div>
    </section>
  );
}
