'use client';
import { Cell, HeadCell, Table, TableFrame, TableHead, TableRow, TwoLines } from '@/components/ui/table';
import type { ShownStep, UnitTrace } from '@/server/modules/units/trace';
import { StepRecordLink } from './step-record-link';
import { useTraceWords } from './use-trace-words';

/** Each step with who, when, from where to where, its record, and what is to be noted about it. */
export function TraceTable({ trace }: { trace: UnitTrace }) {
  const words = useTraceWords(trace.organisations);
  const { t, format } = words;
  const wordsOf = (step: ShownStep) =>
    step.kind === 'unseen' ? t('unseenNote') : (step.record?.words ?? step.noted?.words ?? undefined);
  return (
    <div className="min-w-0 flex-1">
      <TableFrame label={t('steps')}>
        <Table density="two-line">
          <TableHead>
            <HeadCell>{t('columns.at')}</HeadCell>
            <HeadCell>{t('columns.step')}</HeadCell>
            <HeadCell>{t('columns.account')}</HeadCell>
            <HeadCell>{t('columns.who')}</HeadCell>
            <HeadCell>{t('columns.record')}</HeadCell>
            <HeadCell>{t('columns.gaps')}</HeadCell>
          </TableHead>
          <tbody>
            {trace.steps.map((step) => (
              <TableRow
                key={step.key}
                state={step.gaps.length > 0 ? 'warn' : step.kind === 'unseen' ? 'blocked' : 'plain'}
              >
                <Cell>
                  {step.at ? (
                    <time dateTime={step.at.toISOString()}>{format.dateTime(step.at)}</time>
                  ) : (
                    <span className="text-12 text-ink-3">{t('noTime')}</span>
                  )}
                </Cell>
                <Cell wraps>
                  <TwoLines first={<strong>{words.step(step)}</strong>} second={wordsOf(step)} />
                </Cell>
                <Cell wraps>{words.path(step)}</Cell>
                <Cell>{words.who(step)}</Cell>
                <Cell>
                  {!step.record && step.noted && format.clauses(words.details(step.noted))}
                  {step.record && (
                    <TwoLines
                      first={<StepRecordLink trace={trace} record={step.record} />}
                      second={
                        format.clauses([
                          ...words.details(step.record),
                          ...(step.noted ? words.details(step.noted) : []),
                          step.record.patientLabel ?? '',
                        ]) || undefined
                      }
                    />
                  )}
                </Cell>
                <Cell wraps>
                  {step.gaps.map((gap) => (
                    <span key={`${gap.code} ${'meaning' in gap ? gap.meaning : ''}`} className="block font-bold">
                      {words.gap(gap)}
                    </span>
                  ))}
                </Cell>
              </TableRow>
            ))}
          </tbody>
        </Table>
      </TableFrame>
      {trace.isCut && <p className="pt-1 text-12 text-ink-2">{t('cut', { count: trace.steps.length })}</p>}
    </div>
  );
}
