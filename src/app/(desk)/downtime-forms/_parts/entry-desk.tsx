'use client';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useMemo } from 'react';
import { useTranslations } from 'use-intl';
import { DraftNote } from '@/app/_client/draft-note';
import { EntryFrame } from '@/app/_client/entry-frame';
import { useCityNow } from '@/app/_client/live';
import { useTRPC } from '@/app/_client/trpc';
import { isSending, useCommand } from '@/app/_client/use-command';
import { useStoredDraft } from '@/app/_client/use-stored-draft';
import { DraftGate, type OpenDraft } from '@/app/_shell/draft-gate';
import { Page } from '@/app/_shell/page';
import { readFailure } from '@/components/record/failure';
import { FailurePanel } from '@/components/record/failure-panel';
import { playTone } from '@/components/scan/scan-sounds';
import { TypedCode } from '@/components/scan/typed-code';
import { useScanner } from '@/components/scan/use-scanner';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Panel } from '@/components/ui/panel';
import { Skeleton } from '@/components/ui/skeleton';
import { TextInput } from '@/components/ui/text-input';
import { useKey } from '@/components/ui/use-key';
import { downtimeFormRecord } from '@/domain/downtime-forms/record';
import { isSure } from '@/domain/downtime-forms/rules';
import type { FormDetail } from './form-types';
import { LineForm } from './line-form';
import { LineTable } from './line-table';
import { isBegun, nextLine, toEntered, usePaper } from './use-paper';
import { usePaperScan } from './use-paper-scan';

/** 补录 of one sheet. It opens once it is known what the sheet is and what an earlier sitting left of it. */
export function EntryDesk({ id }: { id: string }) {
  const t = useTranslations('downtime-forms');
  const trpc = useTRPC();
  const form = useQuery({ ...trpc.downtimeForms.get.queryOptions({ id }), staleTime: Number.POSITIVE_INFINITY });
  const draft = useStoredDraft(
    trpc.downtimeForms.draft.queryOptions({ subjectId: id }),
    trpc.downtimeForms.saveDraft.mutationKey(),
  );
  if (!form.data)
    return (
      <Page title={t('enterTitle')}>
        {form.error ? (
          <FailurePanel definition={downtimeFormRecord} failure={readFailure(form.error)} />
        ) : (
          <Skeleton lines={8} />
        )}
      </Page>
    );
  const opened = form.data;
  return (
    <DraftGate title={t('enterTitle')} definition={downtimeFormRecord} draft={draft}>
      {(stored) => <Entry form={opened} draft={stored} />}
    </DraftGate>
  );
}

/** The lines of the paper, one after the other, by scanner and keyboard; then all of them at once. What was written has happened. */
function Entry({ form, draft }: { form: FormDetail; draft: OpenDraft | null }) {
  const t = useTranslations('downtime-forms');
  const router = useRouter();
  const trpc = useTRPC();
  const now = useCityNow(30_000);
  const command = useCommand(trpc.downtimeForms.enter.mutationOptions());
  const isFrozen = command.isClosed;
  const { paper, change, changeLine, draftState, settleDraft } = usePaper(form.id, draft, command);
  const { current, lines } = paper;
  const { problem, take } = usePaperScan(current, changeLine);
  useScanner({ onScan: (text) => (isFrozen ? playTone('refuse') : void take(text, false)) });

  const at = current.occurredAt ? new Date(current.occurredAt) : null;
  const missingOfLine =
    current.donation.trim() === ''
      ? t('entry.needsDonation')
      : current.productCode.trim() === ''
        ? t('entry.needsProduct')
        : !current.known && !isSure(current)
          ? t('entry.needsRepeat')
          : at === null
            ? t('entry.needsTime')
            : now !== null && at.getTime() > now.getTime() + 60_000
              ? t('entry.needsPast')
              : null;
  const missing =
    form.state === 'entered'
      ? t('entry.used', { no: form.no, who: form.enteredBy })
      : isBegun(current)
        ? t('entry.openLine')
        : lines.length === 0
          ? t('entry.needsLine')
          : null;

  function add() {
    if (missingOfLine) return;
    change((before) => ({
      ...before,
      lines: [...before.lines, before.current],
      current: nextLine(before.current),
    }));
  }
  function send() {
    if (missing || isSending(command)) return;
    void command.send({ id: form.id, version: form.version, ...toEntered(paper) }, settleDraft).then(
      () => router.push(`/downtime-forms?open=${form.id}`),
      () => undefined,
    );
  }
  useKey('Ctrl Enter', send, { reach: 'form' });
  useKey('Esc', () => router.push('/downtime-forms'), { isEnabled: !isFrozen });
  const keys = useMemo(
    () => [
      { keys: 'F4', label: t('entry.keys.kind') },
      { keys: 'F2', label: t('entry.keys.scan') },
      { keys: 'Enter', label: t('entry.keys.add') },
      { keys: 'Ctrl Enter', label: t('entry.keys.submit') },
      { keys: 'Esc', label: t('entry.keys.back') },
    ],
    [t],
  );

  return (
    <Page
      title={t('enterTitle')}
      note={form.no}
      scroll="page"
      keys={keys}
      keyNote={<DraftNote state={draftState} />}
      actions={
        <Button
          variant="primary"
          kbd="Ctrl Enter"
          onClick={send}
          isPending={isSending(command)}
          disabledReason={missing}
        >
          {t('entry.submit', { count: lines.length })}
        </Button>
      }
    >
      <EntryFrame command={command} definition={downtimeFormRecord}>
        {form.state === 'void' && (
          <p className="text-14 text-warn">{t('entry.isVoid', { no: form.no, reason: form.voidReason ?? '' })}</p>
        )}
        <Panel title={t('entry.scan')} note={t('entry.scanHint')} isPadded>
          <TypedCode label={t('entry.scan')} onTake={(raw) => take(raw, true)} isFocusedFirst />
          {problem && (
            <p role="alert" className="mt-1 text-13 text-stop">
              {problem}
            </p>
          )}
          <div className="mt-2 border-t border-line pt-2">
            <LineForm
              key={lines.length}
              line={current}
              lineNo={lines.length + 1}
              onChange={changeLine}
              missing={missingOfLine}
              onAdd={add}
              now={now}
            />
          </div>
        </Panel>
        <LineTable
          lines={lines}
          now={now}
          onRemove={(index) => change((before) => ({ ...before, lines: before.lines.filter((_, n) => n !== index) }))}
        />
        <Panel isPadded>
          <p className="mb-2 text-13 text-ink-2">{t('entry.submitHint')}</p>
          <Field label={t('entry.formWords')} layout="top" isOptional>
            <TextInput
              value={paper.words}
              maxLength={200}
              onValueChange={(words) => change((before) => ({ ...before, words }))}
            />
          </Field>
        </Panel>
      </EntryFrame>
    </Page>
  );
}
