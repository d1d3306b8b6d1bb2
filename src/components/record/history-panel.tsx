'use client';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { DayTime } from '@/components/ui/day-time';
import { Timeline, type TimelineItem } from '@/components/ui/timeline';
import type { RecordDefinition } from '@/domain/record';
import type { HistoryEntry } from '@/server/kernel/history';
import { FieldValue, type OrganisationNames } from './field-value';
import { LineDiff } from './line-diff';
import { diffLines, diffRecords } from './record-diff';
import { useRecordWords } from './record-words';

type HistoryPanelProps = {
  definition: RecordDefinition;
  entries: readonly HistoryEntry[];
  /** What is expected next, on top with a dotted line. */
  next?: TimelineItem;
  organisations?: OrganisationNames | undefined;
  now?: Date | undefined;
};

/** The audit trail of one record: who did what, why, and per field the old and the new value. Newest first. */
export function HistoryPanel({ definition, entries, next, organisations, now }: HistoryPanelProps) {
  const words = useRecordWords(definition);
  const t = useTranslations('record');
  const items: TimelineItem[] = entries.map((entry, index) => {
    const changes = diffRecords(definition, entry.before, entry.after);
    const lines = diffLines(entry.before, entry.after);
    const isChanged = changes.length + lines.length > 0;
    const at = new Date(entry.at);
    return {
      key: `${entry.at} ${entry.seq}`,
      time: <DayTime at={at} now={now} />,
      // A job's own name is the code's.
      title: `${words.action(entry.action)} ${entry.actor.kind === 'system' ? t('bySystem') : entry.actor.name}`,
      kind: entry.before !== null && isChanged ? 'correction' : index === 0 ? 'now' : 'past',
      detail:
        isChanged || entry.reason ? (
          <>
            {entry.reason && <span className="block">{t('reasonWas', { reason: entry.reason })}</span>}
            {changes.map(({ name, before, after }) => (
              <span key={name} className="block">
                {words.field(name)} {drawValue(name, before)} → {drawValue(name, after)}
              </span>
            ))}
            {lines.map((line) => (
              <LineDiff key={JSON.stringify(line)} line={line} />
            ))}
          </>
        ) : undefined,
    };
  });

  function drawValue(name: string, value: unknown): ReactNode {
    return (
      <FieldValue definition={definition} name={name} row={{ [name]: value }} organisations={organisations} now={now} />
    );
  }

  return <Timeline items={next ? [next, ...items] : items} timeWidth={80} />;
}
