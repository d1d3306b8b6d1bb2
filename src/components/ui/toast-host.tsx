'use client';
import { Toaster } from 'sonner';
import { useTranslations } from 'use-intl';

export { toast } from 'sonner';

/** Mount once. Only for what need not be read: 已复制, 已导出. Refusals, warnings and errors stand on the page. */
export function ToastHost() {
  const t = useTranslations('ui');
  return (
    <Toaster
      position="bottom-right"
      containerAriaLabel={t('notifications')}
      visibleToasts={3}
      duration={4000}
      offset={{ bottom: 96, right: 16 }}
      toastOptions={{
        unstyled: true,
        classNames: {
          toast:
            'flex w-[356px] items-start gap-2 rounded border border-ink bg-ink px-3 py-2 font-sans text-13 text-on-ink',
          description: 'text-12 text-on-ink',
        },
      }}
    />
  );
}
