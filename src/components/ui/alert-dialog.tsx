'use client';
import { AlertDialog as BaseAlertDialog } from '@base-ui/react/alert-dialog';
import { type ReactNode, useRef } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from './button';
import { backdropClasses } from './dialog';
import { firstField } from './first-field';

export type AlertDialogProps = {
  isOpen: boolean;
  onClose: () => void;
  /** What will happen, as a statement. */
  title: ReactNode;
  children?: ReactNode;
  /** The action by its name and number: 撤回 2 单. Never 确定. */
  actionLabel: string;
  onAction: () => void;
  isPending?: boolean;
  disabledReason?: string | null;
  tone?: 'plain' | 'danger';
  cancelLabel?: string;
};

/** For what cannot be taken back. The focus starts in the field that asks why, else on the way out. */
export function AlertDialog(props: AlertDialogProps) {
  const { isOpen, onClose, title, children, actionLabel, onAction, isPending, disabledReason, tone = 'plain' } = props;
  const t = useTranslations('common.action');
  const popup = useRef<HTMLDivElement>(null);
  const cancel = useRef<HTMLButtonElement>(null);
  return (
    <BaseAlertDialog.Root open={isOpen} onOpenChange={(open) => !open && onClose()}>
      <BaseAlertDialog.Portal>
        <BaseAlertDialog.Backdrop className={backdropClasses} />
        <BaseAlertDialog.Popup
          ref={popup}
          data-floating="dialog"
          initialFocus={() => firstField(popup.current) ?? cancel.current}
          className="fixed top-[20vh] left-1/2 z-50 w-[440px] max-w-[calc(100vw-32px)] -translate-x-1/2 border-2 border-ink bg-surface p-4 text-ink outline-none"
        >
          <BaseAlertDialog.Title className="text-16 font-bold">{title}</BaseAlertDialog.Title>
          {children && (
            <BaseAlertDialog.Description render={<div />} className="mt-1 text-13 text-ink-2">
              {children}
            </BaseAlertDialog.Description>
          )}
          <div className="mt-4 flex justify-end gap-2">
            <Button ref={cancel} onClick={onClose}>
              {props.cancelLabel ?? t('cancel')}
            </Button>
            <Button
              variant={tone === 'danger' ? 'danger' : 'primary'}
              onClick={onAction}
              isPending={isPending ?? false}
              disabledReason={disabledReason}
            >
              {actionLabel}
            </Button>
          </div>
        </BaseAlertDialog.Popup>
      </BaseAlertDialog.Portal>
    </BaseAlertDialog.Root>
  );
}
