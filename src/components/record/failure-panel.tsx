'use client';
import TriangleAlert from 'lucide-react/icons/triangle-alert';
import { useTranslations } from 'use-intl';
import { Icon } from '@/components/ui/icon';
import type { RecordDefinition } from '@/domain/record';
import type { Failure } from './failure';
import { useFailureWords, useViolationWords } from './violation-words';

type FailurePanelProps = { definition: Pick<RecordDefinition, 'module'>; failure: Failure };

/** What the server refused and no field is to blame for: every reason, one line each, and the request number to quote. */
export function FailurePanel({ definition, failure }: FailurePanelProps) {
  const failureWords = useFailureWords(definition);
  const violationWords = useViolationWords(definition);
  const t = useTranslations('record');
  const isRefused = failure.code === 'refused' || failure.code === 'invalid_input';
  const lines =
    isRefused && failure.violations.length > 0 ? failure.violations.map(violationWords) : [failureWords(failure)];
  return (
    <section role="alert" className="border-2 border-stop bg-surface px-3 py-2 text-13 text-stop">
      <h2 className="flex gap-2 text-14 font-bold">
        <Icon of={TriangleAlert} className="mt-[3px]" />
        {t(failure.code === 'unreachable' ? 'unanswered' : 'notDone')}
      </h2>
      <ul className="mt-1 pl-6">
        {[...new Set(lines)].map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      {failure.requestId && !isRefused && <p className="mt-1 pl-6 font-code text-12 text-ink-3">{failure.requestId}</p>}
    </section>
  );
}
