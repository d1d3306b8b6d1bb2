'use client';
import { useScanner } from '@/components/scan/use-scanner';
import { readScan } from '@/domain/blood/barcodes/read-scan';
import { cityZone } from '@/i18n/format';

type UseBadgeOptions = { isEnabled: boolean; now: Date | null; onBadge: (badge: string) => void };

/** A badge scanned while a dialog is open; any other label is not the dialog's business. */
export function useBadge({ isEnabled, now, onBadge }: UseBadgeOptions): void {
  useScanner({
    on: 'dialog',
    isEnabled,
    onScan: (raw) => {
      const read = readScan(raw, { now: now ?? new Date(0), timeZone: cityZone });
      if (read.kind === 'badge') onBadge(read.badgeCode);
    },
  });
}
