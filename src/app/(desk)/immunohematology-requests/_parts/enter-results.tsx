'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useTRPC } from '@/app/_client/trpc';
import { isSending, useCommand } from '@/app/_client/use-command';
import { Page } from '@/app/_shell/page';
import { readFailure } from '@/components/record/failure';
import { FailurePanel } from '@/components/record/failure-panel';
import { useViolationWords } from '@/components/record/violation-words';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Panel } from '@/components/ui/panel';
import { Select } from '@/components/ui/select';
import { Skeleton } from '@/components/ui/skeleton';
import { Textarea } from '@/components/ui/textarea';
import { toast } from '@/components/ui/toast-host';
import { useKey } from '@/components/ui/use-key';
import { itemOf, type TestCode, testCodes } from '@/domain/immunohematology-requests/items';
import { mayBe } from '@/domain/immunohematology-requests/lifecycle';
import { immunoRecord } from '@/domain/immunohematology-requests/record';
import { useFormat } from '@/i18n/provider';
import type { Immuno } from './immuno-types';
import { ResultPanel, type ResultValue } from './result-panel';

/** Takes the request as it stands once: what a colleague enters meanwhile meets the page as a conflict. */
export function EnterResults({ id }: { id: string }) {
  const t = useTranslations('immunohematology-requests');
  const trpc = useTRPC();
  const { data, error } = useQuery(
    trpc.immunohematologyRequests.get.queryOptions({ id }, { staleTime: Number.POSITIVE_INFINITY, gcTime: 0 }),
  );
  if (data) return <ResultsForm key={id} request={data} />;
  return (
    <Page title={t('enter')}>
      {error ? <FailurePanel definition={immunoRecord} failure={readFailure(error)} /> : <Skeleton lines={8} />}
    </Page>
  );
}

const emptyResult = (test: TestCode): ResultValue => ({
  test,
  method: null,
  grades: {},
  outcome: null,
  abo: null,
  rhd: null,
  antigens: (itemOf(test).antigens ?? []).map((antigen) => ({ antigen, isPresent: null })),
  antibodies: [],
  igm: null,
  igg: null,
  note: '',
});

function ResultsForm({ request }: { request: Immuno }) {
  const t = useTranslations('immunohematology-requests');
  const format = useFormat();
  const router = useRouter();
  const trpc = useTRPC();
  const client = useQueryClient();
  const words = useViolationWords(immunoRecord);
  const [version, setVersion] = useState(request.version);
  const [results, setResults] = useState<ResultValue[]>(() => initial(request));
  const [conclusion, setConclusion] = useState(request.conclusion);
  const [advice, setAdvice] = useState(request.advice);
  const command = useCommand(trpc.immunohematologyRequests.enter.mutationOptions());
  const back = () => router.push(`/immunohematology-requests?open=${request.id}`);
  const mayEnter = mayBe('enter', request.state);

  async function send(isComplete: boolean) {
    if (isSending(command) || !mayEnter) return;
    const given = results.map(({ antigens, ...result }) => ({
      ...result,
      antigens: antigens.flatMap(({ antigen, isPresent }) =>
        antigen.trim() === '' || isPresent === null ? [] : [{ antigen: antigen.trim(), isPresent }],
      ),
    }));
    try {
      const saved = await (command.isUnanswered
        ? command.sendAgain()
        : command.send({ id: request.id, version, results: given, conclusion, advice, isComplete }));
      command.beginAnew();
      setVersion(saved.version);
      void client.invalidateQueries({ queryKey: trpc.immunohematologyRequests.pathKey() });
      toast(isComplete ? t('completed', { no: saved.no ?? '' }) : t('kept'));
      if (isComplete) back();
    } catch {
      // said above the items
    }
  }
  useKey('Ctrl Enter', () => void send(true), { reach: 'form' });
  useKey('Esc', back);

  const faults = command.failure?.violations ?? [];
  const faultsOf = (index: number) =>
    faults.filter(({ path }) => path?.startsWith(`results.${index}.`)).map((fault) => words(fault));
  const rest = faults.filter(({ path }) => !path?.startsWith('results.') || path === 'results');
  const free = testCodes.filter((test) => !results.some((result) => result.test === test));
  return (
    <Page
      title={t('enterTitle', { no: request.no ?? '' })}
      note={t('entryOf', {
        patient: request.patientLabel,
        tests: format.list(request.tests.map((test) => t(`options.tests.${test}`))),
      })}
      scroll="page"
      actions={
        <>
          <Button isPending={isSending(command)} onClick={() => void send(false)}>
            {t('keepResults')}
          </Button>
          <Button variant="primary" kbd="Ctrl Enter" isPending={isSending(command)} onClick={() => void send(true)}>
            {t('completeResults')}
          </Button>
        </>
      }
    >
      {request.state === 'correcting' && (
        <Banner tone="info">{t('correctionOf', { reason: request.correction ?? '' })}</Banner>
      )}
      {command.failure && (faults.length === 0 || command.failure.code !== 'refused') && (
        <FailurePanel definition={immunoRecord} failure={command.failure} />
      )}
      {rest.length > 0 && command.failure?.code === 'refused' && (
        <div role="alert" className="border border-stop bg-surface px-3 py-2 text-13 text-stop">
          {rest.map((fault) => (
            <p key={`${fault.code} ${fault.path} ${JSON.stringify(fault.facts)}`}>{words(fault)}</p>
          ))}
        </div>
      )}
      {results.map((result, index) => (
        <ResultPanel
          key={result.test}
          value={result}
          isExtra={!request.tests.includes(result.test)}
          faults={faultsOf(index)}
          onValueChange={(next) => setResults((all) => all.map((one) => (one.test === next.test ? next : one)))}
          onRemove={
            request.tests.includes(result.test)
              ? null
              : () => setResults((all) => all.filter((one) => one.test !== result.test))
          }
        />
      ))}
      <Panel isPadded>
        <div className="grid grid-cols-2 gap-4">
          <Field label={t('conclusion')} layout="top">
            <Textarea rows={3} maxLength={500} value={conclusion} onValueChange={setConclusion} />
          </Field>
          <Field label={t('advice')} layout="top" isOptional>
            <Textarea rows={3} maxLength={500} value={advice} onValueChange={setAdvice} />
          </Field>
        </div>
        <Field label={t('addTest')} layout="top" className="mt-3 w-72">
          <Select<TestCode>
            items={free.map((test) => ({ value: test, label: t(`options.tests.${test}`) }))}
            value={null}
            placeholder={t('addTest')}
            onValueChange={(test) => setResults((all) => [...all, emptyResult(test)])}
          />
        </Field>
      </Panel>
    </Page>
  );
}

/** What there is so far, then what was asked and has nothing yet. */
function initial(request: Immuno): ResultValue[] {
  const kept = request.results.map((result): ResultValue => {
    const typed = new Set(result.antigens.map(({ antigen }) => antigen));
    const missing = (itemOf(result.test).antigens ?? []).filter((antigen) => !typed.has(antigen));
    return {
      ...result,
      antigens: [...result.antigens, ...missing.map((antigen) => ({ antigen, isPresent: null }))],
    };
  });
  const entered = new Set(kept.map(({ test }) => test));
  return [...kept, ...request.tests.filter((test) => !entered.has(test)).map(emptyResult)];
}
