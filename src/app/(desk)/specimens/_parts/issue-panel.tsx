'use client';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { buttonClasses } from '@/components/ui/button';
import { Panel } from '@/components/ui/panel';
import type { BenchLine } from './specimen-types';

/** Everything is matched: to the issue desk, with the patient and the request. */
export function IssuePanel({ line }: { line: BenchLine }) {
  const t = useTranslations('specimens.bench');
  return (
    <Panel title={t('steps.issue')} note={t(line.keptBags > 0 ? 'stepNote.issue' : 'stepNote.done')} isPadded>
      <Link
        className={buttonClasses('primary', 'md')}
        href={`/clinical-issues/new?patient=${line.patientId}&request=${line.id}`}
      >
        {t('toIssue')}
        {line.keptBags > 0 && <span className="ml-2 font-normal">{t('toIssueNote', { count: line.keptBags })}</span>}
      </Link>
    </Panel>
  );
}
