'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useTRPC } from '@/app/_client/trpc';
import { isSending, useCommand } from '@/app/_client/use-command';
import { readFailure } from '@/components/record/failure';
import { StampedPaper, useStampedPrint } from '@/components/record/stamped-paper';
import { SegmentedControl } from '@/components/ui/segmented-control';
import { TextInput } from '@/components/ui/text-input';
import type { LabelKind } from '@/domain/processings/label-schema';
import { reprintOf } from '@/domain/processings/labels';
import { processingRecord } from '@/domain/processings/record';
import { LabelCard } from './label-card';

type LabelsPageProps = {
  kind: LabelKind;
  processingId: string | undefined;
  issueId: string | undefined;
  unitId: string | undefined;
};

type Paper = 'single' | 'grid';
const pageRules = { single: 'size:60mm 40mm;margin:0', grid: 'size:A4;margin:8mm' } as const;

/** Labels. The number of the reprint on a label is the one that was counted, and one printed before is void. */
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
  const { labels = [], orgName = '', timeZone = 'Asia/Shanghai' } = query.data ?? {};
  const again = labels.filter((label) => label.hasValid).length;
  const { stamp, isPrinting, print } = useStampedPrint(async () => {
    // Counted by a sending whose answer was lost, and another reason is asked for by now: said once, then it is another copy.
    if (command.failure?.code === 'key_reused') command.beginAnew();
    const made = await command.send({ ...asked, reason: again > 0 ? reason.trim() : '' });
    command.beginAnew();
    return new Map(made.copies.map(({ unitId: id, reprint }) => [id, reprint]));
  });

  async function printOnce() {
    if (!(await print())) return;
    setReason('');
    await client.invalidateQueries({ queryKey: trpc.processings.pathKey() });
  }

  return (
    <StampedPaper
      definition={processingRecord}
      title={t(kind)}
      tools={
        <>
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
        </>
      }
      pageRule={pageRules[paper]}
      isStamped={stamp !== null}
      isLoaded={query.data !== undefined}
      isReady={labels.length > 0 && (again === 0 || reason.trim().length >= 2)}
      isPrinting={isPrinting || isSending(command)}
      mayLeave={!isSending(command) || command.isLate}
      failures={[command.failure, query.error && !query.data ? readFailure(query.error) : null]}
      onPrint={() => void printOnce()}
      onBack={() =>
        router.push(
          processingId ? `/processings?open=${processingId}` : issueId ? `/clinical-issues/${issueId}` : '/stock/bags',
        )
      }
    >
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
              reprint={stamp?.get(label.unitId) ?? reprintOf(label)}
              orgName={orgName}
              timeZone={timeZone}
            />
          </li>
        ))}
      </ul>
    </StampedPaper>
  );
}
