'use client';
import { ImportPanel } from '@/components/record/import-panel';
import { Banner } from '@/components/ui/banner';
import { Dialog } from '@/components/ui/dialog';
import { declaredImport } from '@/domain/declared-stock/import';
import type { DeclaredCell } from '@/domain/declared-stock/schema';
import { useDeclaredWords } from './declared-words';

type ImportDialogProps = {
  /** Something is typed already, and would be lost. */
  isReplacing: boolean;
  onCells: (cells: readonly DeclaredCell[]) => void;
  onClose: () => void;
};

/** A file fills the table and declares nothing: it is looked over there, and the zeroes are confirmed. */
export function ImportDialog({ isReplacing, onCells, onClose }: ImportDialogProps) {
  const { t } = useDeclaredWords();
  return (
    <Dialog isOpen onClose={onClose} title={t('importTitle')} description={t('importNote')} width="wide">
      <div className="flex flex-col gap-2">
        {isReplacing && <Banner tone="warn">{t('importReplaces')}</Banner>}
        <ImportPanel<DeclaredCell>
          definition={declaredImport}
          onApply={(preview) => onCells(preview.rows.map(({ row }) => row))}
        />
      </div>
    </Dialog>
  );
}
