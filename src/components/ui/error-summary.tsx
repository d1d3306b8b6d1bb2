'use client';
import TriangleAlert from 'lucide-react/icons/triangle-alert';
import { useEffect, useRef } from 'react';
import { useTranslations } from 'use-intl';
import { Icon } from './icon';

export type FieldError = { controlId: string; label: string; message: string };

export type ErrorSummaryProps = {
  errors: readonly FieldError[];
  /** Counts the attempts to submit: every new one moves the focus here, so that it is read out. */
  attempt: number;
};

/** Goes to a control by id; in a group, to its chosen or first answer. */
export function focusControl(controlId: string): void {
  const control = document.getElementById(controlId);
  if (!control) return;
  const isItself = control.matches('input, button, select, textarea, [tabindex]');
  const target = isItself
    ? control
    : (control.querySelector<HTMLElement>('[data-checked]') ??
      control.querySelector<HTMLElement>('[tabindex="0"], input, button') ??
      control);
  target.scrollIntoView({ block: 'center' });
  target.focus();
}

export function ErrorSummary({ errors, attempt }: ErrorSummaryProps) {
  const t = useTranslations('ui');
  const box = useRef<HTMLElement>(null);

  useEffect(() => {
    if (attempt > 0) box.current?.focus();
  }, [attempt]);

  if (errors.length === 0) return null;
  return (
    <section
      ref={box}
      tabIndex={-1}
      aria-labelledby="error-summary-title"
      className="grid grid-cols-[166px_minmax(0,1fr)] border-2 border-stop bg-surface px-3 py-2 text-stop"
    >
      <h2 id="error-summary-title" className="flex gap-2 text-14 leading-[22px] font-bold">
        <Icon of={TriangleAlert} className="mt-[3px]" />
        {t('errorSummary', { count: errors.length })}
      </h2>
      <ul className="text-13 leading-[22px]">
        {errors.map((error) => (
          <li key={error.controlId}>
            <a
              href={`#${error.controlId}`}
              className="underline"
              onClick={(event) => {
                event.preventDefault();
                focusControl(error.controlId);
              }}
            >
              {t('prefix', { label: error.label })}
              {error.message}
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}
