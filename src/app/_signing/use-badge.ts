'use client';
import { playTone } from '@/components/scan/scan-sounds';
import { useScanner } from '@/components/scan/use-scanner';
import { readScan } from '@/domain/blood/barcodes/read-scan';
import { cityZone } from '@/i18n/format';

type UseBadgeOptions = {
  /** Whether a badge signs now; otherwise it is refused. */
  isEnabled: boolean;
  /** False where the dialog has nothing to sign, and a scanner may fill its fields. */
  isListening?: boolean;
  now: Date | null;
  onBadge: (badge: string) => void;
};

/**
 * A badge scanned while a dialog is open; any other label is not the dialog's business. Heard before it may sign and after, too: the secret of a
 * badge never stays in the field where the focus happens to be.
 */
export function useBadge({ isEnabled, isListening = true, now, onBadge }: UseBadgeOptions): void {
  useScanner({
    on: 'dialog',
    isEnabled: isListening,
    onScan: (raw) => {
      const read = readScan(raw, { now: now ?? new Date(0), timeZone: cityZone });
      if (read.kind !== 'badge') return false;
      if (isEnabled) onBadge(read.badgeCode);
      else playTone('refuse');
      return true;
    },
  });
}
