'use client';
import { type ReactNode, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useTRPC } from '@/app/_client/trpc';
import { useCommand } from '@/app/_client/use-command';
import { CodeInput } from '@/components/ui/code-input';
import { Field } from '@/components/ui/field';
import { Panel } from '@/components/ui/panel';
import { SegmentedControl } from '@/components/ui/segmented-control';
import { TextInput } from '@/components/ui/text-input';
import { useFormat } from '@/i18n/provider';
import type { Heard } from './bench-request';
import type { BenchLine, ChainSpecimen } from './specimen-types';
import { StepFoot } from './step-foot';
import { useTube } from './use-tube';

type ScreenPanelProps = {
  specimen: ChainSpecimen;
  line: BenchLine;
  heard: Heard;
  onDone: (said: ReactNode) => void;
};

/** 抗体筛查, and why it must come first where it must. */
export function ScreenPanel({ specimen, line, heard, onDone }: ScreenPanelProps) {
  const t = useTranslations('specimens');
  const format = useFormat();
  const trpc = useTRPC();
  const command = useCommand(trpc.specimens.screen.mutationOptions());
  const next = useRef<HTMLDivElement>(null);
  const { typed, setTyped, tube, isOther } = useTube(heard, specimen.tubeNo, () =>
    next.current?.querySelector('button')?.focus(),
  );
  const [result, setResult] = useState<'negative' | 'positive' | null>(null);
  const [antibodies, setAntibodies] = useState('');
  const missing = [
    ...(tube && !isOther ? [] : [t('bench.missing.tube')]),
    ...(result ? [] : [t('bench.missing.result')]),
  ];
  const note =
    line.screenGrounds.length > 0
      ? t('bench.stepNote.screen', {
          grounds: format.list(line.screenGrounds.map((ground) => t(`bench.grounds.${ground}`))),
        })
      : t('bench.stepNote.screenAny');
  return (
    <Panel title={t('bench.screenTitle')} note={note} isPadded>
      <div inert={command.isClosed} className="pale-when-inert flex flex-col gap-2">
        <Field
          label={t('bench.tubeScan')}
          error={isOther ? t('bench.tubeOther', { tubeNo: tube ?? '', expected: specimen.tubeNo }) : null}
        >
          <CodeInput value={typed} onValueChange={setTyped} maxLength={40} autoFocus />
        </Field>
        <div ref={next}>
          <Field label={t('fields.screen')} isGroup>
            <SegmentedControl
              items={(['negative', 'positive'] as const).map((value) => ({
                value,
                label: t(`options.screen.${value}`),
              }))}
              value={result}
              onValueChange={setResult}
            />
          </Field>
        </div>
        {result === 'positive' && (
          <Field label={t('bench.antibodiesLabel')} hint={t('bench.antibodiesHint')} isOptional>
            <TextInput value={antibodies} maxLength={200} onValueChange={setAntibodies} />
          </Field>
        )}
      </div>
      <StepFoot
        command={command}
        module="specimens"
        label={t('bench.screenSave')}
        missing={missing}
        onSend={() =>
          command.send({
            id: specimen.id,
            version: specimen.version,
            tubeNo: tube ?? '',
            result: result ?? 'negative',
            antibodies: result === 'positive' && antibodies.trim() !== '' ? [antibodies.trim()] : [],
          })
        }
        onDone={({ tubeNo }) =>
          onDone(t('bench.screened', { tubeNo, result: t(`options.screen.${result ?? 'none'}`) }))
        }
      />
    </Panel>
  );
}
