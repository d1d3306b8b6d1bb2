'use client';
import { useRef, useState } from 'react';
import { useCityNow } from '@/app/_client/live';
import { useDrawnFor } from '@/components/record/drawn-for';
import { exportHref } from '@/components/record/export-href';
import { Button } from '@/components/ui/button';
import { DateRangeInput } from '@/components/ui/date-range-input';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { parseTypedDate } from '@/components/ui/typed-date';
import { useKey } from '@/components/ui/use-key';
import { useDeclaredWords } from './declared-words';

type ExportDialogProps = {
  /** Whose declarations; null: one's own, or of an office every house's. */
  orgId: string | null;
  from: string;
  to: string;
  onClose: () => void;
};

/** What was declared from one day to another, as a workbook. */
export function ExportDialog({ orgId, onClose, ...asked }: ExportDialogProps) {
  const { t } = useDeclaredWords();
  const now = useCityNow(60_000);
  const [range, setRange] = useState<{ from: string | null; to: string | null }>(asked);
  const link = useRef<HTMLAnchorElement>(null);
  const isUnreadable = [range.from, range.to].some((day) => day !== null && !parseTypedDate(day));
  const isTurned = range.from !== null && range.to !== null && range.to < range.from;
  const missing = isUnreadable ? t('export.needsDays') : isTurned ? t('export.turned') : null;
  const filters = { ...(range.from ? { from: range.from } : {}), ...(range.to ? { to: range.to } : {}) };
  const href = exportHref({ module: 'declared-stock' }, { filters, side: 'owner' }, useDrawnFor());

  function take() {
    if (missing) return;
    link.current?.click();
    onClose();
  }
  useKey('Ctrl Enter', take, { reach: 'dialog' });
  return (
    <Dialog
      isOpen
      onClose={onClose}
      width="narrow"
      title={t('export.title')}
      footer={
        <Button variant="primary" kbd="Ctrl Enter" disabledReason={missing} onClick={take}>
          {t('export.action')}
        </Button>
      }
    >
      <Field label={t('export.range')} hint={t('export.rangeHint')} layout="top">
        <DateRangeInput value={range} onValueChange={setRange} now={now ?? undefined} density="normal" />
      </Field>
      <a ref={link} hidden href={orgId ? `${href}&org=${encodeURIComponent(orgId)}` : href} download>
        {t('export.action')}
      </a>
    </Dialog>
  );
}
