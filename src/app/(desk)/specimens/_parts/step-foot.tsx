'use client';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { type CommandHandle, isSending } from '@/app/_client/use-command';
import { FailurePanel } from '@/components/record/failure-panel';
import { Button } from '@/components/ui/button';
import { useKey } from '@/components/ui/use-key';
import { useFormat } from '@/i18n/provider';

type StepFootProps<Result> = {
  command: Pick<CommandHandle<never, Result>, 'state' | 'isUnanswered' | 'failure' | 'sendAgain'>;
  module: 'specimens' | 'clinical-issues';
  label: string;
  isDanger?: boolean;
  /** What is still needed, in the order of the form. */
  missing: readonly string[];
  onSend: () => Promise<Result>;
  onDone: (result: Result) => void;
  isEnabled?: boolean;
  children?: ReactNode;
};

/** The end of a step: what is missing stands on the button, and a lost answer sends the same thing again. */
export function StepFoot<Result>(props: StepFootProps<Result>) {
  const { command, module, label, isDanger = false, missing, onSend, onDone, isEnabled = true, children } = props;
  const t = useTranslations('clinical-issues.form.sending');
  const format = useFormat();
  const isPending = isSending(command);
  const isBlocked = missing.length > 0 && !command.isUnanswered;
  const send = () => {
    if (isPending || isBlocked || command.state === 'saved') return;
    void (command.isUnanswered ? command.sendAgain() : onSend()).then(onDone, () => undefined);
  };
  useKey('Ctrl Enter', () => void send(), { isEnabled });
  return (
    <div className="mt-3 flex flex-col gap-2">
      {command.failure && !command.isUnanswered && <FailurePanel definition={{ module }} failure={command.failure} />}
      <div className="flex items-center gap-3">
        <Button
          variant={isDanger ? 'danger' : 'primary'}
          kbd="Ctrl Enter"
          isPending={isPending}
          disabledReason={isBlocked ? format.list(missing.slice(0, 3)) : null}
          onClick={send}
        >
          {command.isUnanswered ? t('again', { count: 1 }) : label}
        </Button>
        {children}
      </div>
    </div>
  );
}
