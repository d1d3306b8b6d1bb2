'use client';
import { useTranslations } from 'use-intl';

type SentBox = { readonly boxNo: number; readonly packedAtCelsius: number | null; readonly offReason?: string };

/** Boxes that left although they were not as cold as they are stored, and why: who takes them in reads it first. */
export function OffBoxes({ boxes, className }: { boxes: readonly SentBox[]; className?: string }) {
  const t = useTranslations('shipments');
  const off = boxes.filter(({ offReason }) => offReason);
  if (off.length === 0) return null;
  return (
    <ul className={className}>
      {off.map(({ boxNo, packedAtCelsius, offReason = '' }) => (
        <li key={boxNo} className="font-bold">
          {t('boxOff', { boxNo, celsius: packedAtCelsius ?? 0, reason: offReason })}
        </li>
      ))}
    </ul>
  );
}
