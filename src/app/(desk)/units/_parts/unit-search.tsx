'use client';
import { useQuery } from '@tanstack/react-query';
import { useRouter, useSearchParams } from 'next/navigation';
import { useEffect, useId, useMemo, useState } from 'react';
import { useTranslations } from 'use-intl';
import { appErrorOf } from '@/app/_client/app-error';
import { useTRPC } from '@/app/_client/trpc';
import { useRelabelledSentence } from '@/app/_scan/use-relabelled';
import { Page } from '@/app/_shell/page';
import { useScanner } from '@/components/scan/use-scanner';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { CodeInput } from '@/components/ui/code-input';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { focusControl } from '@/components/ui/error-summary';
import { Field } from '@/components/ui/field';
import { Skeleton } from '@/components/ui/skeleton';
import { useKey } from '@/components/ui/use-key';
import { addressOf, isSearched, type ReadLabel, readLabel } from '@/domain/units/read-label';
import { FoundBags } from './found-bags';
import { useReadWords } from './use-read-words';

/** Any label, scanned, pasted or typed, leads to a bag. One bag opens at once; several are chosen from; none says what was read. */
export function UnitSearch() {
  const t = useTranslations('units');
  const shell = useTranslations('shell.keys');
  const common = useTranslations('common.action');
  const trpc = useTRPC();
  const router = useRouter();
  const say = useReadWords();
  const fieldId = useId();
  // By the router alone: it goes on to the bag, and must not be overtaken by its own address.
  const asked = useSearchParams().get('q');
  const [typed, setTyped] = useState(asked ?? '');
  // What must not be searched stands on the screen alone, never in an address: it may be a badge.
  const [refused, setRefused] = useState<ReadLabel | null>(null);
  const label = asked ? readLabel(asked) : null;
  const found = useQuery({
    ...trpc.units.find.queryOptions({ text: asked ?? '' }),
    enabled: label !== null && isSearched(label),
  });
  // An old label leads to its bag, but not past the word that it is one.
  const relabelled = useRelabelledSentence(
    label?.kind === 'donation'
      ? { donationNo: label.donationNo, ...(label.productCode ? { productCode: label.productCode } : {}) }
      : null,
  );
  const [only, second] = found.data ?? [];
  const single = only && !second && relabelled === null ? only.id : null;
  useEffect(() => {
    if (single) router.replace(`/units/${single}`);
  }, [single, router]);

  function search(raw: string) {
    const read = readLabel(raw);
    setRefused(isSearched(read) ? null : read);
    setTyped(isSearched(read) ? addressOf(read) : '');
    router.push(isSearched(read) ? `/units?q=${encodeURIComponent(addressOf(read))}` : '/units');
  }
  useScanner({ onScan: search });
  useKey('F2', () => focusControl(fieldId));
  const keys = useMemo(() => [{ keys: 'F2', label: shell('scan') }], [shell]);

  return (
    <Page title={t('title')} keys={keys} scroll="page">
      <form
        className="flex flex-none items-start gap-3 border border-line-2 bg-surface px-3 py-3"
        onSubmit={(event) => {
          event.preventDefault();
          search(typed);
        }}
      >
        <Field label={t('search.label')} controlId={fieldId} layout="top" hint={t('search.hint')} className="flex-1">
          <CodeInput value={typed} onValueChange={setTyped} autoFocus maxLength={512} />
        </Field>
        <Button type="submit" variant="primary" className="mt-6" isPending={found.isFetching}>
          {common('search')}
        </Button>
      </form>
      <div role="status" className="border border-line-2 bg-surface">
        {refused ? (
          <EmptyState title={say(refused)} />
        ) : !asked ? (
          <EmptyState title={t('search.start')} />
        ) : label && !isSearched(label) ? (
          <EmptyState title={say(label)} />
        ) : found.error ? (
          <ErrorState
            requestId={appErrorOf(found.error).requestId}
            onRetry={() => void found.refetch()}
            isRetrying={found.isFetching}
          />
        ) : !found.data || single || relabelled === undefined ? (
          <Skeleton lines={3} />
        ) : found.data.length === 0 && label ? (
          <EmptyState title={relabelled ?? say(label)} />
        ) : (
          <>
            {relabelled && <Banner tone="stop">{relabelled}</Banner>}
            <FoundBags bags={found.data} />
          </>
        )}
      </div>
    </Page>
  );
}
