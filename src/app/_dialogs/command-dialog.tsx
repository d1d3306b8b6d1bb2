'use client';
import { type ReactNode, type RefObject, useEffect, useLayoutEffect, useRef } from 'react';
import { useTranslations } from 'use-intl';
import { type CommandHandle, isSending } from '@/app/_client/use-command';
import { FailurePanel } from '@/components/record/failure-panel';
import { Button } from '@/components/ui/button';
import { Dialog, type DialogProps } from '@/components/ui/dialog';
import { useKey } from '@/components/ui/use-key';
import type { RecordDefinition } from '@/domain/record';
import { useLeaving } from './use-leaving';
import { useRefusedScan } from './use-refused-scan';

export type SentCommand<Result> = Pick<
  CommandHandle<never, Result>,
  'state' | 'isUnanswered' | 'isLate' | 'isClosed' | 'failure' | 'sendAgain'
>;

export type CommandDialogProps<Result> = Pick<DialogProps, 'title' | 'description' | 'width'> & {
  command: SentCommand<Result>;
  /** In whose words a refusal is told. */
  definition: Pick<RecordDefinition, 'module'>;
  /** Something was typed, chosen or signed that closing would drop. */
  isDirty: boolean;
  /** What is still needed, said on the button. */
  missing: string | null;
  /** The action by its name and number. */
  actionLabel: string;
  isDanger?: boolean;
  /** Sends the command. Null: something is missing after all. */
  onSend: () => Promise<Result> | null;
  /** Taken: the lists are asked again before the dialog closes. */
  onDone: (result: Result) => Promise<unknown>;
  onClose: () => void;
  /** `ChangedMeanwhile`: shown, and to be read first, when a colleague changed the record while the dialog was open. */
  meanwhile?: ReactNode;
  /** Below the fields, and never standing still. */
  beside?: ReactNode;
  children: ReactNode | ((send: () => void) => ReactNode);
};

/**
 * A dialog that asks for one command. From sending to answer its fields stand still, and so they do when the answer is lost: it may have been
 * taken, and pressing again sends the same thing under the same key, whatever the record has become meanwhile.
 */
export function CommandDialog<Result>(props: CommandDialogProps<Result>) {
  const { title, description, width, command, definition, isDirty, actionLabel, onClose } = props;
  const { isDanger = false, onSend, onDone, meanwhile, beside, children } = props;
  const common = useTranslations('common.action');
  const t = useTranslations('record.conflict');
  const { leave, note, isAsked } = useLeaving({ isDirty, command, onClose });
  const action = useRef<HTMLButtonElement>(null);
  const isMounted = useIsMounted();
  const isRunning = useRef(false);
  useFocusWhileStill(command.isClosed, action);
  const scan = useRefusedScan();
  const isChanged = meanwhile !== undefined && command.failure?.code === 'conflict';
  useFocusAfter(isChanged, action);
  const missing = command.isUnanswered ? null : isChanged ? t('needsSeeing') : props.missing;

  async function send() {
    // By a double click the state that is drawn is that of before.
    if (isRunning.current || isSending(command) || missing) return;
    isRunning.current = true;
    try {
      const sending = command.isUnanswered ? command.sendAgain() : onSend();
      if (!sending) return;
      const result = await sending;
      // Whoever has left for another page is not called back.
      if (!isMounted.current) return;
      await onDone(result);
      if (isMounted.current) onClose();
    } catch {
      // said above the fields
    } finally {
      isRunning.current = false;
    }
  }
  // A key held down does not send what another dialog has just handed over.
  useKey('Ctrl Enter', (event) => void (event.repeat || send()), { reach: 'dialog', isEnabled: !isAsked });

  return (
    <Dialog
      isOpen
      onClose={leave}
      title={title}
      description={description}
      {...(width ? { width } : {})}
      footer={
        <>
          <Button onClick={leave}>{common('close')}</Button>
          <Button
            ref={action}
            variant={isDanger ? 'danger' : 'primary'}
            kbd="Ctrl Enter"
            disabledReason={missing}
            isPending={isSending(command) || command.state === 'saved'}
            onClick={() => void send()}
          >
            {actionLabel}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-2" onInput={scan.forget}>
        {note}
        {scan.note}
        {isChanged
          ? meanwhile
          : command.failure &&
            !command.isUnanswered && <FailurePanel definition={definition} failure={command.failure} />}
        <div inert={command.isClosed} className="pale-when-inert">
          {typeof children === 'function' ? children(() => void send()) : children}
        </div>
        {beside}
      </div>
    </Dialog>
  );
}

function useIsMounted(): RefObject<boolean> {
  const isMounted = useRef(false);
  useEffect(() => {
    isMounted.current = true;
    return () => {
      isMounted.current = false;
    };
  }, []);
  return isMounted;
}

/** The button that says a change was read goes away with it. */
function useFocusAfter(isShown: boolean, action: RefObject<HTMLButtonElement | null>): void {
  const wasShown = useRef(false);
  useLayoutEffect(() => {
    if (wasShown.current && !isShown) action.current?.focus();
    wasShown.current = isShown;
  }, [isShown, action]);
}

/** What stands still cannot hold the focus: the action does meanwhile, and a refusal gives it back. */
function useFocusWhileStill(isStill: boolean, action: RefObject<HTMLButtonElement | null>): void {
  const before = useRef<Element | null>(null);
  useLayoutEffect(() => {
    if (isStill) {
      before.current = document.activeElement;
      action.current?.focus();
    } else if (before.current instanceof HTMLElement && before.current.isConnected) {
      before.current.focus();
      before.current = null;
    }
  }, [isStill, action]);
}
