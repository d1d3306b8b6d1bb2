'use client';
import { type ReactNode, useCallback, useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useCityNow } from '@/app/_client/live';
import type { CommandHandle } from '@/app/_client/use-command';
import { HistoryPanel } from '@/components/record/history-panel';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { ErrorState } from '@/components/ui/error-state';
import { Skeleton } from '@/components/ui/skeleton';
import type { RecordDefinition } from '@/domain/record';
import type { HistoryEntry } from '@/server/kernel/history';
import { changesSince, newestVersion } from './changes-since';

export interface SeenVersion {
  /** What the command is sent against. */
  readonly version: number;
  /** As the record stood when the command was refused for it; null as long as nobody is known to have changed it. */
  readonly theirs: number | null;
  /** The record was read up to this version: what was typed is still wanted on it. */
  see(upTo: number): void;
}

/** The version a dialog acts on: as it stood when the dialog was opened, or as a colleague left it, once that has been read. */
export function useSeenVersion(
  command: Pick<CommandHandle<never, unknown>, 'failure' | 'beginAnew'>,
  opened: number,
): SeenVersion {
  const [version, setVersion] = useState(opened);
  const theirs =
    command.failure?.code === 'conflict' ? (command.failure.theirs as { readonly version: number } | null) : null;
  return {
    version,
    theirs: theirs?.version ?? null,
    see(upTo) {
      setVersion(upTo);
      command.beginAnew();
    },
  };
}

type SeeFirstProps = {
  seen: SeenVersion;
  /** Up to which version it is shown. */
  shown: number | null;
  children: ReactNode;
};

/** A record that a colleague changed: how it stands now is read first, and nothing that was typed is lost by it. */
export function SeeFirst({ seen, shown, children }: SeeFirstProps) {
  const t = useTranslations('record.conflict');
  // Less than what the command was refused for is not the change.
  const upTo = shown !== null && seen.theirs !== null && shown >= seen.theirs ? shown : null;
  return (
    <Banner tone="warn">
      <p className="font-bold">{t('title')}</p>
      <p className="mb-1.5">{t('seeFirst')}</p>
      {children}
      <Button
        size="sm"
        className="mt-2 mb-1"
        isDisabled={upTo === null}
        onClick={() => upTo !== null && seen.see(upTo)}
      >
        {t('seen')}
      </Button>
    </Banner>
  );
}

type ChangedMeanwhileProps = {
  definition: RecordDefinition;
  seen: SeenVersion;
  history: { readonly data: readonly HistoryEntry[] | undefined; refetch(): Promise<{ readonly isError: boolean }> };
};

/** Who changed the record since the dialog was opened, what and why. */
export function ChangedMeanwhile({ definition, seen, history }: ChangedMeanwhileProps) {
  // Read at once: a query tells only of what was asked of it.
  const { data, refetch } = history;
  const now = useCityNow(60_000);
  const [how, setHow] = useState<'asked' | 'fresh' | 'failed'>('asked');
  const ask = useCallback(() => {
    setHow('asked');
    void refetch().then(({ isError }) => setHow(isError ? 'failed' : 'fresh'));
  }, [refetch]);
  useEffect(ask, [ask]);
  const changes = changesSince(data ?? [], seen.version);
  return (
    <SeeFirst seen={seen} shown={how === 'fresh' ? newestVersion(changes) : null}>
      {how === 'failed' ? (
        <ErrorState onRetry={ask} className="px-0" />
      ) : how === 'fresh' ? (
        <HistoryPanel definition={definition} entries={changes} {...(now ? { now } : {})} />
      ) : (
        <Skeleton lines={2} />
      )}
    </SeeFirst>
  );
}
