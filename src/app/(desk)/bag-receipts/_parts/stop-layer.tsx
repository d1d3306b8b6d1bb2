'use client';
import { useTranslations } from 'use-intl';
import { DonationNumber } from '@/components/ui/donation-number';
import { GroupPlate } from '@/components/ui/group-plate';
import { HardStopPanel } from '@/components/ui/hard-stop-panel';
import { HardStopValue } from '@/components/ui/hard-stop-value';
import type { ExpectedBag } from '@/domain/bag-receipts/rules';
import type { Violation } from '@/domain/result';
import { useFormat } from '@/i18n/provider';

type StopLayerProps = {
  expected: ExpectedBag;
  violations: readonly Violation[];
  onHold: () => void;
  stationPhone?: string;
  /** What was tried instead of holding the bag, and not done. */
  refused?: 'scan' | 'act' | null;
};

const titled = [
  'group_mismatch',
  'expiry_mismatch',
  'expired',
  'product_mismatch',
  'donation_no_mismatch',
  'autologous_only',
  'parts_missing',
  'product_unknown',
] as const;
const explained = ['group_mismatch', 'expiry_mismatch', 'expired', 'autologous_only'] as const;

/** Over the last-scan panel: both values, the reason, one way on. Earlier scans stay untouched. */
export function StopLayer({ expected, violations, onHold, stationPhone, refused }: StopLayerProps) {
  const t = useTranslations('bag-receipts.stop');
  const [first] = violations;
  const code = titled.find((candidate) => candidate === first?.code) ?? 'group_mismatch';
  const why = explained.find((candidate) => candidate === code);
  const comparison = useComparison(first, expected);
  return (
    <HardStopPanel
      title={t(`title.${code}`)}
      {...(comparison ? { comparison } : {})}
      action={{ label: t('hold'), kbd: 'Enter', onPress: onHold }}
      {...(stationPhone ? { actionNote: t('phone', { phone: stationPhone }) } : {})}
    >
      <p>
        <DonationNumber donationNo={expected.donationNo} size="panel" />
      </p>
      <p>{t(`why.${why ?? 'other'}`)}</p>
      {refused && <p className="font-bold">{t(`refused.${refused}`)}</p>}
    </HardStopPanel>
  );
}

function useComparison(violation: Violation | undefined, expected: ExpectedBag) {
  const t = useTranslations('bag-receipts.stop');
  const format = useFormat();
  const scanned = String(violation?.facts?.scanned ?? '');
  const labels = { firstLabel: t('note'), secondLabel: t('bag') };
  if (violation?.code === 'group_mismatch') {
    const abo = (['AB', 'A', 'B', 'O'] as const).find((group) => scanned.startsWith(group)) ?? 'O';
    const rhd = scanned.endsWith('+') ? 'positive' : scanned.length > abo.length ? 'negative' : 'unspecified';
    return {
      ...labels,
      first: <GroupPlate abo={expected.abo} rhd={expected.rhd} size="stop" onFill />,
      second: <GroupPlate abo={abo} rhd={rhd} size="stop" onFill />,
    };
  }
  if (violation?.code === 'expiry_mismatch') {
    const at = /T/.test(scanned) ? format.dateTime(new Date(scanned)) : scanned;
    return {
      ...labels,
      first: <HardStopValue>{format.dateTime(expected.expiresAt)}</HardStopValue>,
      second: <HardStopValue>{at}</HardStopValue>,
    };
  }
  return undefined;
}
