'use client';
import { type ReactNode, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useTRPC } from '@/app/_client/trpc';
import { useCommand } from '@/app/_client/use-command';
import { ReasonField } from '@/app/_dialogs/reason-field';
import { Checkbox } from '@/components/ui/checkbox';
import { CodeInput } from '@/components/ui/code-input';
import { DateTimeInput } from '@/components/ui/date-time-input';
import { Field } from '@/components/ui/field';
import { Panel } from '@/components/ui/panel';
import { SegmentedControl } from '@/components/ui/segmented-control';
import { TextInput } from '@/components/ui/text-input';
import { type ReceiptCheck, receiptChecks } from '@/domain/specimens/kinds';
import type { Heard } from './bench-request';
import type { BenchLine } from './specimen-types';
import { StepFoot } from './step-foot';
import { useTube } from './use-tube';

type ReceivePanelProps = { line: BenchLine; heard: Heard; now: Date | null; onDone: (said: ReactNode) => void };

/** 接收: scan, look it over, take it or refuse it. */
export function ReceivePanel({ line, heard, now, onDone }: ReceivePanelProps) {
  const t = useTranslations('specimens');
  const trpc = useTRPC();
  const command = useCommand(trpc.specimens.receive.mutationOptions());
  const next = useRef<HTMLDivElement>(null);
  const { typed, setTyped, tube } = useTube(heard, null, () => next.current?.querySelector('input')?.focus());
  const [drawnAt, setDrawnAt] = useState<Date | null>(null);
  const [drawnBy, setDrawnBy] = useState('');
  const [judged, setJudged] = useState<'good' | 'bad'>('good');
  const [checks, setChecks] = useState<readonly ReceiptCheck[]>([]);
  const [reason, setReason] = useState('');
  const isBad = judged === 'bad';
  const isDrawn = drawnAt !== null && !Number.isNaN(drawnAt.getTime()) && drawnBy.trim() !== '';
  const missing = [
    ...(tube ? [] : [t('bench.missing.tube')]),
    ...(isDrawn ? [] : [t('bench.missing.drawn')]),
    ...(!isBad && checks.length < receiptChecks.length ? [t('bench.missing.checks')] : []),
    ...(isBad && reason.trim().length < 2 ? [t('bench.missing.reason')] : []),
  ];
  return (
    <Panel title={t('bench.receiveTitle')} note={t('bench.stepNote.receive')} isPadded>
      <div inert={command.isClosed} className="pale-when-inert flex flex-col gap-2">
        <div className="grid grid-cols-3 gap-3">
          <Field label={t('bench.tubeScan')} layout="top">
            <CodeInput value={typed} onValueChange={setTyped} maxLength={40} autoFocus />
          </Field>
          <div ref={next}>
            <Field label={t('bench.drawnAt')} layout="top">
              <DateTimeInput value={drawnAt} onValueChange={setDrawnAt} now={now ?? undefined} />
            </Field>
          </div>
          <Field label={t('bench.drawnBy')} layout="top">
            <TextInput value={drawnBy} maxLength={60} onValueChange={setDrawnBy} />
          </Field>
        </div>
        <Field label={t('bench.judged')} isGroup>
          <SegmentedControl
            items={[
              { value: 'good', label: t('bench.good') },
              { value: 'bad', label: t('bench.bad') },
            ]}
            value={judged}
            onValueChange={setJudged}
          />
        </Field>
        {isBad ? (
          <ReasonField
            label={t('bench.reason')}
            dictionary="specimen-refuse"
            value={reason}
            onValueChange={setReason}
          />
        ) : (
          <div className="flex flex-wrap gap-x-6 gap-y-1 pl-[84px]">
            {receiptChecks.map((item) => (
              <Checkbox
                key={item}
                isChecked={checks.includes(item)}
                onCheckedChange={(isOn) =>
                  setChecks((before) => (isOn ? [...before, item] : before.filter((one) => one !== item)))
                }
              >
                {t(`checks.${item}`)}
              </Checkbox>
            ))}
          </div>
        )}
      </div>
      <StepFoot
        command={command}
        module="specimens"
        label={t(isBad ? 'bench.refuse' : 'bench.receive')}
        isDanger={isBad}
        missing={missing}
        onSend={() =>
          command.send({
            tubeNo: tube ?? '',
            patientId: line.patientId,
            requestId: line.id,
            drawnAt: drawnAt ?? new Date(0),
            drawnBy: drawnBy.trim(),
            checks: isBad ? [] : [...checks],
            ...(isBad ? { refusedReason: reason.trim() } : {}),
          })
        }
        onDone={() =>
          onDone(
            isBad
              ? t('chain.refusedLine', { tubeNo: tube ?? '', reason: reason.trim() })
              : t('chain.received', { tubeNo: tube ?? '' }),
          )
        }
      />
    </Panel>
  );
}
