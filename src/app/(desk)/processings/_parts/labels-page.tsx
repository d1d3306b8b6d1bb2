'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';
import { createPortal, flushSync } from 'react-dom';
import { useTranslations } from 'use-intl';
import { useTRPC } from '@/app/_client/trpc';
import { useCommand } from '@/app/_client/use-command';
import { readFailure } from '@/components/record/failure';
import { FailurePanel } from '@/components/record/failure-panel';
import { Button } from '@/components/ui/button';
import { SegmentedControl } from '@/components/ui/segmented-control';
import { Skeleton } from '@/components/ui/skeleton';
import { TextInput } from '@/components/ui/text-input';
import { useKey } from '@/components/ui/use-key';
import type { LabelKind } from '@/domain/processings/label-schema';
import { processingRecord } from '@/domain/processings/record';
import { LabelCard } from './label-card';

type LabelsPageProps = {
  kind: LabelKind;
  processingId: string | undefined;
  issueId: string | undefined;
  unitId: string | undefined;
};

type Paper = 'single' | 'grid';
const pageRule = { single: '60mm 40mm', grid: 'A4' } as const;

/**
 * Labels lie over the desk and stand directly under the body, so that paper carries nothing but them. Printing is a command: the copy number on
 * a label is the one that is kept, and one printed before is void.
 */
export function LabelsPage({ kind, processingId, issueId, unitId }: LabelsPageProps) {
  const t = useTranslations('processings.labels');
  const trpc = useTRPC();
  const router = useRouter();
  const client = useQueryClient();
  const asked = {
    kind,
    ...(processingId ? { processingId } : {}),
    ...(issueId ? { issueId } : {}),
    unitIds: unitId ? [unitId] : [],
  };
  const query = useQuery(trpc.processings.labels.queryOptions(asked));
  const command = useCommand(trpc.processings.printLabels.mutationOptions());
  const [paper, setPaper] = useState<Paper>('single');
  const [reason, setReason] = useState('');
  const [stamps, setStamps] = useState<ReadonlyMap<string, number>>(new Map());
  const [isMounted, setIsMounted] = useState(false);
  useEffect(() => setIsMounted(true), []);
  const { labels = [], orgName = '', timeZone = 'Asia/Shanghai' } = query.data ?? {};
  const again = labels.filter((label) => label.hasValid).length;
  const isReady = labels.length > 0 && (again === 0 || reason.trim().length >= 2);

  async function print() {
    if (!isReady) return;
    try {
      const made = await command.send({ ...asked, reason: again > 0 ? reason.trim() : '' });
      flushSync(() => setStamps(new Map(made.copies.map(({ unitId: id, copy }) => [id, copy]))));
      command.beginAnew();
      window.print();
      setReason('');
      await client.invalidateQueries({ queryKey: trpc.processings.pathKey() });
    } catch {
      // shown by the panel
    }
  }
  const back = () =>
    router.push(
      processingId ? `/processings?open=${processingId}` : issueId ? `/clinical-issues/${issueId}` : '/stock/bags',
    );
  useKey('Ctrl P', (event) => {
    event.preventDefault();
    void print();
  });
  useKey('Esc', back);
  if (!isMounted) return null;

  return createPortal(
    <div
      id="labels"
      className="fixed inset-0 z-50 overflow-auto bg-bg print:static print:overflow-visible print:bg-surface"
    >
      <style>{`@page{size:${pageRule[paper]};margin:${paper === 'grid' ? '8mm' : '0'}}@media print{body>*:not(#labels){display:none!important}}`}</style>
      <div className="sticky top-0 z-10 flex min-h-12 flex-wrap items-center gap-2 border-b border-line-2 bg-surface px-4 print:hidden">
        <h1 className="text-20 font-bold">{t(kind)}</h1>
        <span className="flex-1 text-14 text-ink-2">{t('count', { count: labels.length })}</span>
        {again > 0 && (
          <span className="flex items-center gap-2 text-13 text-ink-2">
            {t('reasonHint', { count: again })}
            <TextInput
              aria-label={t('reason')}
              placeholder={t('reason')}
              density="dense"
              className="w-48"
              maxLength={200}
              value={reason}
              onValueChange={setReason}
            />
          </span>
        )}
        <SegmentedControl
          label={t('size')}
          value={paper}
          onValueChange={setPaper}
          items={[
            { value: 'single', label: t('single') },
            { value: 'grid', label: t('grid') },
          ]}
        />
        <Button onClick={back} kbd="Esc">
          {t('back')}
        </Button>
        <Button
          variant="primary"
          kbd="Ctrl P"
          isDisabled={!isReady}
          isPending={command.state === 'saving'}
          onClick={() => void print()}
        >
          {t('print')}
        </Button>
      </div>
      {command.failure && <FailurePanel definition={processingRecord} failure={command.failure} />}
      {query.error && !query.data && <FailurePanel definition={processingRecord} failure={readFailure(query.error)} />}
      {!query.data && !query.error && <Skeleton lines={6} />}
      <ul
        className={
          paper === 'grid'
            ? 'mx-auto grid w-[190mm] grid-cols-3 gap-[3mm] p-4 print:p-0'
            : 'flex flex-wrap gap-3 p-4 print:block print:p-0'
        }
      >
        {labels.map((label) => (
          <li key={label.unitId} className="break-inside-avoid">
            <LabelCard
              kind={kind}
              label={label}
              copy={stamps.get(label.unitId) ?? label.copies + 1}
              orgName={orgName}
              timeZone={timeZone}
            />
          </li>
        ))}
      </ul>
    </div>,
    document.body,
  );
}
