'use client';
import { type ReactNode, useId } from 'react';
import { useTranslations } from 'use-intl';
import { Field } from './field';
import { StageIcon } from './stage-icon';
import { Textarea } from './textarea';

export type WarningPanelProps = {
  title: ReactNode;
  children?: ReactNode;
  reason: string;
  onReasonChange: (reason: string) => void;
  reasonError?: string | null;
  reasonHint?: string;
  /** The buttons: going on with the reason, and going back. */
  actions: ReactNode;
};

/** Amber, with a field for the reason. A person may go on; why is kept. */
export function WarningPanel(props: WarningPanelProps) {
  const { title, children, reason, onReasonChange, reasonError, reasonHint, actions } = props;
  const t = useTranslations('ui.warning');
  const titleId = useId();
  return (
    <section aria-labelledby={titleId} className="flex-none border-2 border-lv2-edge bg-lv2-tint px-4 py-3 text-ink">
      <h2 id={titleId} className="flex items-center gap-2 text-16 font-bold">
        <StageIcon shape="alert" size={18} />
        {title}
      </h2>
      {children && <div className="mt-0.5 text-13">{children}</div>}
      <Field label={t('reason')} labelWidth={48} error={reasonError} className="mt-2">
        <Textarea rows={1} value={reason} onValueChange={onReasonChange} placeholder={reasonHint ?? t('reasonHint')} />
      </Field>
      <div className="mt-2.5 flex gap-2">{actions}</div>
    </section>
  );
}
