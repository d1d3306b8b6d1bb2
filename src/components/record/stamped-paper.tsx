'use client';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { createPortal, flushSync } from 'react-dom';
import { useTranslations } from 'use-intl';
import { barcodesDrawn } from '@/components/ui/barcode';
import { Button } from '@/components/ui/button';
import { Skeleton } from '@/components/ui/skeleton';
import { useKey } from '@/components/ui/use-key';
import type { RecordDefinition } from '@/domain/record';
import type { Failure } from './failure';
import { FailurePanel } from './failure-panel';

/**
 * Printing is a command: what it answers is drawn as the stamp of this copy, and stands on the page for this one print only.
 * A page that is left is not printed, and nothing is counted of it once it is gone.
 * @param count sends the command; what it throws is shown by its own failure.
 */
export function useStampedPrint<Stamp>(count: () => Promise<Stamp>) {
  const [stamp, setStamp] = useState<Stamp | null>(null);
  const [isPrinting, setIsPrinting] = useState(false);
  const isGone = useRef(false);
  useEffect(() => {
    const forget = () => setStamp(null);
    window.addEventListener('afterprint', forget);
    isGone.current = false;
    return () => {
      window.removeEventListener('afterprint', forget);
      isGone.current = true;
    };
  }, []);

  /** @returns whether the copy was counted and handed to the printer. */
  async function print(): Promise<boolean> {
    if (isPrinting) return false;
    setIsPrinting(true);
    try {
      await barcodesDrawn();
      if (isGone.current) return false;
      const made = await count();
      if (isGone.current) return false;
      flushSync(() => setStamp(made));
      // What the stamp has made room for is drawn as well.
      await barcodesDrawn();
      if (isGone.current) return false;
      window.print();
      return true;
    } catch {
      return false;
    } finally {
      setIsPrinting(false);
    }
  }
  return { stamp, isPrinting, print };
}

type StampedPaperProps = {
  definition: Pick<RecordDefinition, 'module'>;
  title: ReactNode;
  /** Between the title and the buttons. */
  tools?: ReactNode;
  /** `size` and `margin` of the paper, as in `@page`. */
  pageRule: string;
  isStamped: boolean;
  /** What is to be printed is there. */
  isLoaded: boolean;
  isReady: boolean;
  isPrinting: boolean;
  /** No copy is being counted, or nobody has answered for so long that the page may be left, though it is perhaps counted. */
  mayLeave: boolean;
  failures: readonly (Failure | null)[];
  onPrint: () => void;
  onBack: () => void;
  children: ReactNode;
};

/**
 * Paper of which every copy is counted. It lies over the desk and stands directly under the body, so that paper carries nothing but itself; printed
 * by the browser's own menu, past the count, it carries a sentence that says so.
 */
export function StampedPaper({
  definition,
  title,
  tools,
  pageRule,
  isStamped,
  isLoaded,
  isReady,
  isPrinting,
  mayLeave,
  failures,
  onPrint,
  onBack,
  children,
}: StampedPaperProps) {
  const t = useTranslations('record.paper');
  const common = useTranslations('common');
  const [isMounted, setIsMounted] = useState(false);
  useEffect(() => setIsMounted(true), []);
  useKey('Ctrl P', () => {
    if (isReady) onPrint();
  });
  useKey('Esc', () => {
    if (mayLeave) onBack();
  });
  if (!isMounted) return null;
  const said = failures.filter((failure) => failure !== null);

  return createPortal(
    <div
      data-paper="own"
      className="fixed inset-0 z-50 overflow-auto bg-bg print:static print:overflow-visible print:bg-surface"
    >
      <style>{`@page{${pageRule}}@media print{body>*:not([data-paper="own"]){display:none!important}}`}</style>
      <div className="sticky top-0 z-10 flex min-h-12 flex-wrap items-center gap-2 border-b border-line-2 bg-surface px-4 print:hidden">
        <h1 className="text-20 font-bold">{title}</h1>
        <span className="flex flex-1 items-center gap-2">{tools}</span>
        <Button onClick={onBack} kbd="Esc" isDisabled={!mayLeave}>
          {common('action.back')}
        </Button>
        <Button variant="primary" kbd="Ctrl P" isDisabled={!isReady} isPending={isPrinting} onClick={onPrint}>
          {common('action.print')}
        </Button>
      </div>
      <div className="print:hidden">
        {said.map((failure) => (
          <FailurePanel key={failure.code} definition={definition} failure={failure} />
        ))}
        {!isLoaded && said.length === 0 && (
          <div className="mx-auto max-w-[794px] p-4">
            <Skeleton lines={6} />
          </div>
        )}
      </div>
      <div className={isStamped ? undefined : 'print:hidden'}>{children}</div>
      {!isStamped && <p className="hidden p-8 text-16 print:block">{t('notCounted')}</p>}
    </div>,
    document.body,
  );
}
