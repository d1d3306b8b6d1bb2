'use client';
import { useTranslations } from 'use-intl';
import { useCityNow } from '@/app/_client/live';
import { Page } from '@/app/_shell/page';
import type { ScannerFinding } from '@/components/scan/diagnose';
import { playTone } from '@/components/scan/scan-sounds';
import { useScanner } from '@/components/scan/use-scanner';
import { Barcode } from '@/components/ui/barcode';
import { Panel } from '@/components/ui/panel';
import { StatusMark } from '@/components/ui/status-mark';
import { Cell, HeadCell, Table, TableFrame, TableHead, TableRow } from '@/components/ui/table';
import { encodeDonationNumber, encodeGroup } from '@/domain/blood/barcodes/encode';
import { readScan, type Scan } from '@/domain/blood/barcodes/read-scan';
import { cityZone } from '@/i18n/format';
import { type Burst, useBursts } from './use-bursts';

const samples = [
  { kind: 'group', text: encodeGroup({ abo: 'A', rhd: 'positive' }) },
  { kind: 'donation', text: encodeDonationNumber('3100000000001') },
] as const;

/** For whoever sets up a PC: the raw keys, what they spell, and what to change at the scanner. A badge is a secret and is not shown. */
export function ScannerCheck() {
  const t = useTranslations('scanner');
  const now = useCityNow(60_000);
  const burst = useBursts();
  const scan = burst ? readScan(burst.diagnosis.text, { now: now ?? new Date(0), timeZone: cityZone }) : null;
  const isSecret = scan?.kind === 'badge';
  useScanner({ onScan: () => playTone('ok') });
  return (
    <Page title={t('title')} note={t('note')} scroll="page">
      <div className="grid gap-2 desk:grid-cols-[minmax(0,1fr)_388px]">
        <div className="flex min-w-0 flex-col gap-2">
          <Reading burst={burst} scan={scan} />
          <Panel title={t('findings')}>
            {burst ? (
              <ul>
                {burst.diagnosis.findings.map((finding) => (
                  <Finding key={finding.code} finding={finding} />
                ))}
              </ul>
            ) : (
              <p className="px-3 py-2 text-13 text-ink-2">{t('nothing')}</p>
            )}
          </Panel>
          {burst && !isSecret && <Keys burst={burst} />}
        </div>
        <Panel title={t('samples')} note={t('samplesNote')} isPadded>
          <ul className="flex flex-col gap-6 py-2">
            {samples.map(({ kind, text }) => (
              <li key={kind}>
                <Barcode text={text} label={text} heightMm={14} className="h-16 max-w-full" />
                <p className="mt-1 text-13">
                  {t(`sample.${kind}`)} <span className="font-code">{text}</span>
                </p>
              </li>
            ))}
          </ul>
        </Panel>
      </div>
    </Page>
  );
}

function Reading({ burst, scan }: { burst: Burst | null; scan: Scan | null }) {
  const t = useTranslations('scanner');
  if (!burst || !scan)
    return (
      <Panel isFocused isPadded>
        <p role="status" className="py-4 text-20 font-bold">
          {t('wait')}
        </p>
      </Panel>
    );
  const isUnread = scan.kind === 'unknown' || scan.kind === 'error';
  return (
    <Panel isFocused isPadded>
      <div role="status">
        <p className="text-13 text-ink-2">{t(isUnread ? 'unread' : 'read')}</p>
        <p className="font-code text-28 font-bold break-all">
          {scan.kind === 'badge' ? '••••••' : burst.diagnosis.text}
        </p>
        <p className="text-14">
          {t('meaning')} <strong>{t(`kinds.${scan.kind}`)}</strong>
        </p>
        <p className="text-13 text-ink-2">
          {t('keyCount', { count: burst.diagnosis.keys, ms: burst.diagnosis.totalMs })}
        </p>
      </div>
    </Panel>
  );
}

function Finding({ finding }: { finding: ScannerFinding }) {
  const t = useTranslations('scanner');
  const words =
    finding.code === 'speed'
      ? t(finding.isFault ? 'finding.speedFault' : 'finding.speed', { ms: finding.ms })
      : finding.code === 'other_layout'
        ? t('finding.other_layout', { sent: finding.sent, shown: finding.shown })
        : t(`finding.${finding.code}`);
  return (
    <li className="flex items-start gap-3 border-t border-line px-3 py-1.5 text-14 first:border-t-0">
      <span className="w-16 flex-none">
        <StatusMark tone={finding.isFault ? 'warn' : 'done'}>{t(finding.isFault ? 'fault' : 'good')}</StatusMark>
      </span>
      <span>{words}</span>
    </li>
  );
}

function Keys({ burst }: { burst: Burst }) {
  const t = useTranslations('scanner');
  const downs = burst.strokes.filter((stroke) => stroke.isDown);
  return (
    <Panel title={t('keysTitle')}>
      <TableFrame label={t('keysTitle')} className="max-h-72 border-0">
        <Table density="dense">
          <TableHead>
            <HeadCell>{t('columns.key')}</HeadCell>
            <HeadCell>{t('columns.shown')}</HeadCell>
            <HeadCell>{t('columns.shift')}</HeadCell>
            <HeadCell align="right">{t('columns.gap')}</HeadCell>
          </TableHead>
          <tbody>
            {downs.map((stroke, index) => (
              <TableRow key={`${stroke.timeStamp} ${stroke.code}`}>
                <Cell className="font-code">{stroke.code}</Cell>
                <Cell className="font-code">{stroke.key}</Cell>
                <Cell>{stroke.shiftKey ? 'Shift' : ''}</Cell>
                <Cell align="right">
                  {index > 0 && t('gap', { ms: Math.round(stroke.timeStamp - (downs[index - 1]?.timeStamp ?? 0)) })}
                </Cell>
              </TableRow>
            ))}
          </tbody>
        </Table>
      </TableFrame>
    </Panel>
  );
}
