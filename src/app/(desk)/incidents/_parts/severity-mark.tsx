import { StatusMark } from '@/components/ui/status-mark';
import type { Severity } from '@/domain/stock/incidents';

/** How grave it is, by word and by tone. */
export function SeverityMark({ severity, children }: { severity: Severity; children: string }) {
  const tone = severity === 'grave' ? 'stop' : severity === 'serious' ? 'warn' : 'plain';
  return (
    <StatusMark tone={tone} hasIcon={severity === 'grave'}>
      {children}
    </StatusMark>
  );
}
