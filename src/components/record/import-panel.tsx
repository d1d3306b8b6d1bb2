'use client';
import FileDown from 'lucide-react/icons/file-down';
import { type ReactNode, useRef, useState } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { Button, buttonClasses } from '@/components/ui/button';
import { Icon } from '@/components/ui/icon';
import { Panel } from '@/components/ui/panel';
import { ProgressLine } from '@/components/ui/progress-line';
import { Cell, HeadCell, Table, TableFrame, TableHead, TableRow } from '@/components/ui/table';
import { drawnForHeader } from '@/domain/drawn-for';
import { type ImportDefinition, type ImportPreview, importLimits, linesOf } from '@/domain/import-definition';
import { useFormat } from '@/i18n/provider';
import { useDrawnFor } from './drawn-for';
import type { Failure } from './failure';
import { FailurePanel } from './failure-panel';
import { useViolationWords } from './violation-words';

type ImportPanelProps<Row> = {
  definition: ImportDefinition;
  /** Applies the preview: a command, or filling a draft. */
  onApply: (preview: ImportPreview<Row>) => void;
  isApplying?: boolean;
  /** How far it is, where it takes long enough to ask. */
  progress?: { readonly done: number; readonly of: number } | null;
  /** What applying was refused for. */
  applyFailure?: Failure | null;
  children?: ReactNode;
};

/** Choose a file, see every bad line, apply the whole of it or nothing. */
export function ImportPanel<Row>(props: ImportPanelProps<Row>) {
  const { definition, onApply, isApplying = false, progress, applyFailure, children } = props;
  const t = useTranslations('record.import');
  const drawnFor = useDrawnFor();
  const locale = useLocale();
  const format = useFormat();
  const violationWords = useViolationWords(definition);
  const chooser = useRef<HTMLInputElement>(null);
  const [preview, setPreview] = useState<ImportPreview<Row> | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [isReading, setIsReading] = useState(false);

  async function upload(file: File) {
    setPreview(null);
    setFailure(null);
    if (file.size > importLimits.bytes) {
      setFailure({ code: 'refused', violations: [{ code: 'import.too_large' }], theirs: null, requestId: '' });
      return;
    }
    setIsReading(true);
    try {
      const answer = await fetch(`/api/import/${definition.module}`, {
        method: 'POST',
        body: file,
        headers: {
          'x-xuemai': '1',
          [drawnForHeader]: drawnFor,
          'content-type': 'application/octet-stream',
          'x-file-name': encodeURIComponent(file.name),
        },
      });
      const body = await answer.json();
      if (answer.ok) setPreview(body as ImportPreview<Row>);
      else {
        const said = body as { error: Failure['code']; violations: Failure['violations']; requestId: string };
        setFailure({ code: said.error, violations: said.violations, theirs: null, requestId: said.requestId });
      }
    } catch {
      setFailure({ code: 'unreachable', violations: [], theirs: null, requestId: '' });
    } finally {
      setIsReading(false);
      if (chooser.current) chooser.current.value = '';
    }
  }

  const heading = (key: string | null) => {
    const column = definition.columns.find((candidate) => candidate.key === key);
    return column ? (locale === 'en' ? column.headerEn : column.headerZh) : '';
  };

  return (
    <Panel
      title={t('title')}
      note={t('limits', { lines: linesOf(definition) })}
      actions={
        <a className={buttonClasses('secondary', 'sm')} href={`/api/import/${definition.module}`} download>
          <Icon of={FileDown} />
          {t('template')}
        </a>
      }
    >
      <section
        aria-label={t('title')}
        className="flex flex-col gap-2 p-3"
        onDragOver={(event) => event.preventDefault()}
        onDrop={(event) => {
          event.preventDefault();
          const [file] = event.dataTransfer.files;
          // One after the other: the answer to an earlier file would stand under the name of a later one.
          if (file && !isReading && !isApplying) void upload(file);
        }}
      >
        <div className="flex items-center gap-3 text-13">
          <input
            ref={chooser}
            type="file"
            accept=".xlsx,.csv,.txt"
            className="sr-only"
            aria-label={t('choose')}
            tabIndex={-1}
            onChange={(event) => {
              const file = event.target.files?.[0];
              if (file) void upload(file);
            }}
          />
          {!preview && <span className="text-ink-2">{t('drop')}</span>}
          <Button onClick={() => chooser.current?.click()} isPending={isReading} isDisabled={isApplying}>
            {isReading ? t('reading') : preview ? t('otherFile') : t('choose')}
          </Button>
          {preview && (
            <>
              <span className="truncate">{preview.fileName}</span>
              <strong>{t('good', { count: preview.rows.length })}</strong>
              {preview.badLines > 0 && <strong className="text-stop">{t('bad', { count: preview.badLines })}</strong>}
              <span className="ml-auto">
                <Button
                  variant="primary"
                  isPending={isApplying}
                  disabledReason={preview.badLines > 0 ? t('applyBlocked', { count: preview.badLines }) : null}
                  onClick={() => onApply(preview)}
                >
                  {t('apply', { count: preview.rows.length })}
                </Button>
              </span>
            </>
          )}
        </div>
        {isApplying && progress && (
          <p role="status" className="flex items-center gap-2 text-13 text-ink-2">
            <ProgressLine value={progress.done} max={progress.of} label={t('writing', progress)} className="max-w-80" />
            {t('writing', progress)}
          </p>
        )}
        {failure && <FailurePanel definition={definition} failure={failure} />}
        {applyFailure && <FailurePanel definition={definition} failure={applyFailure} />}
        {preview && preview.ignoredColumns.length > 0 && (
          <p className="text-12 text-ink-2">{t('ignoredColumns', { columns: format.list(preview.ignoredColumns) })}</p>
        )}
        {preview && preview.ignoredSheets > 0 && (
          <p className="text-12 text-ink-2">{t('ignoredSheets', { count: preview.ignoredSheets })}</p>
        )}
        {preview && preview.problems.length > 0 && (
          <>
            <p className="text-13 text-ink-2">{t('badHint')}</p>
            <TableFrame label={t('bad', { count: preview.badLines })} className="max-h-80">
              <Table>
                <TableHead>
                  <HeadCell align="right">{t('line')}</HeadCell>
                  <HeadCell>{t('column')}</HeadCell>
                  <HeadCell>{t('value')}</HeadCell>
                  <HeadCell>{t('problem')}</HeadCell>
                </TableHead>
                <tbody>
                  {preview.problems.map((problem) => (
                    <TableRow key={`${problem.line} ${problem.column} ${problem.code}`} state="refuse">
                      <Cell align="right">{problem.line}</Cell>
                      <Cell>{heading(problem.column)}</Cell>
                      <Cell className="font-code">{problem.value}</Cell>
                      <Cell wraps>{violationWords(problem)}</Cell>
                    </TableRow>
                  ))}
                </tbody>
              </Table>
            </TableFrame>
          </>
        )}
        {children}
      </section>
    </Panel>
  );
}
