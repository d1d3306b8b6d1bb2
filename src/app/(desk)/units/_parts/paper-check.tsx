'use client';
import { useId, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { TextInput } from '@/components/ui/text-input';
import { checkPaper } from '@/domain/units/report';
import type { UnitTrace } from '@/server/modules/units/trace';
import { useTraceWords } from './use-trace-words';

/** The digest at the foot of a printed report, held against what the system has now and had after each earlier step. */
export function PaperCheck({ trace }: { trace: UnitTrace }) {
  const { t } = useTraceWords();
  const fieldId = useId();
  const [typed, setTyped] = useState('');
  const [asked, setAsked] = useState<string | null>(null);
  return (
    <form
      className="flex flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        setAsked(typed);
      }}
    >
      <Field label={t('paper.label')} controlId={fieldId} layout="top" hint={t('paper.hint')}>
        <TextInput value={typed} onValueChange={setTyped} inputClassName="font-code" spellCheck={false} />
      </Field>
      <span className="flex items-center gap-2">
        <Button type="submit" size="sm">
          {t('paper.check')}
        </Button>
      </span>
      <p role="status" className="text-13 font-bold">
        {asked !== null && <Verdict trace={trace} typed={asked} />}
      </p>
    </form>
  );
}

function Verdict({ trace, typed }: { trace: UnitTrace; typed: string }) {
  const { t } = useTraceWords();
  const now = checkPaper(trace.digests, typed);
  // Printed while the bag was in another house, and since then it came back.
  const verdict = now.kind === 'different' ? checkPaper(trace.digestsWithout, typed) : now;
  switch (verdict.kind) {
    case 'too-short':
      return t('paper.short');
    case 'different':
      return <span className="text-stop">{t(trace.bag ? 'paper.different' : 'paper.gone')}</span>;
    case 'same':
      return verdict.isLatest
        ? t('paper.latest')
        : t('paper.earlier', { steps: verdict.steps, more: trace.digests.length - 1 - verdict.steps });
  }
}
