'use client';
import { Dialog as BaseDialog } from '@base-ui/react/dialog';
import X from 'lucide-react/icons/x';
import { type ReactNode, type RefObject, useRef } from 'react';
import { useTranslations } from 'use-intl';
import { classNames } from './class-names';
import { firstField } from './first-field';
import { Icon } from './icon';
import { Kbd } from './kbd';

export type DialogProps = {
  isOpen: boolean;
  onClose: () => void;
  title: ReactNode;
  description?: ReactNode;
  children: ReactNode;
  /** At the right end, the main action last. */
  footer?: ReactNode;
  width?: 'narrow' | 'normal' | 'wide';
  initialFocus?: RefObject<HTMLElement | null>;
};

const widths = { narrow: 'w-[400px]', normal: 'w-[560px]', wide: 'w-[880px]' };

export const backdropClasses = 'fixed inset-0 z-40 bg-ink opacity-40';

export function Dialog(props: DialogProps) {
  const { isOpen, onClose, title, description, children, footer, width = 'normal', initialFocus } = props;
  const t = useTranslations('ui');
  const popup = useRef<HTMLDivElement>(null);
  return (
    <BaseDialog.Root open={isOpen} onOpenChange={(open) => !open && onClose()} disablePointerDismissal>
      <BaseDialog.Portal>
        <BaseDialog.Backdrop className={backdropClasses} />
        <BaseDialog.Popup
          ref={popup}
          data-floating="dialog"
          initialFocus={initialFocus ?? (() => firstField(popup.current) ?? popup.current)}
          className={classNames(
            'fixed top-[12vh] left-1/2 z-50 flex max-h-[80vh] max-w-[calc(100vw-32px)] -translate-x-1/2 flex-col border-2 border-ink bg-surface text-ink outline-none',
            widths[width],
          )}
        >
          <header className="flex h-12 flex-none items-center gap-2 border-b border-line-2 pr-2 pl-4">
            <BaseDialog.Title className="flex-1 truncate text-16 font-bold">{title}</BaseDialog.Title>
            <BaseDialog.Close className="inline-flex h-7 items-center gap-1.5 rounded px-2 text-ink-2 hover:bg-select hover:text-ink">
              <Icon of={X} size={16} />
              <span className="sr-only">{t('close')}</span>
              <span aria-hidden="true">
                <Kbd>Esc</Kbd>
              </span>
            </BaseDialog.Close>
          </header>
          <div className="min-h-0 flex-1 overflow-auto px-4 py-3">
            {description && (
              <BaseDialog.Description className="mb-2 text-13 text-ink-2">{description}</BaseDialog.Description>
            )}
            {children}
          </div>
          {footer && (
            <footer className="flex h-[52px] flex-none items-center justify-end gap-2 border-t border-line-2 px-4">
              {footer}
            </footer>
          )}
        </BaseDialog.Popup>
      </BaseDialog.Portal>
    </BaseDialog.Root>
  );
}
