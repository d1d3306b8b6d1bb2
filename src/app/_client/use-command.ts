'use client';
import { type UseMutationOptions, useMutation } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { type AppFailure, appErrorOf } from './app-error';
import { mintUuid } from './mint-uuid';

/** As it travels: the key makes a second sending the same command. */
interface CommandInput<Data> {
  readonly key?: string;
  readonly data: Data;
}

/**
 * idle → saving → saved | failed. `unknown`: the line broke after sending; the same command with the same key is on its way again,
 * and the server acts once however often it arrives.
 */
export type CommandState = 'idle' | 'saving' | 'unknown' | 'saved' | 'failed';

export interface CommandHandle<Data, Result> {
  readonly state: CommandState;
  readonly result: Result | undefined;
  readonly failure: AppFailure | null;
  /** Sends, and resolves to the answer or rejects with what was thrown. Nothing on the screen changes before the answer. */
  send(data: Data): Promise<Result>;
  /** The next entry begins: a new key, and the old answer forgotten. Saving the same entry again needs none. */
  beginAnew(): void;
}

const sendings = 20;

/** The idempotency key of one entry, minted when its form opens. */
export function useCommandKey(): { readonly key: string; renew(): void } {
  const [key, setKey] = useState(mintUuid);
  const renew = useCallback(() => setKey(mintUuid()), []);
  return { key, renew };
}

/** A command of the router: `useCommand(trpc.bagReceipts.post.mutationOptions())`. */
export function useCommand<Data, Result, Failure, Mutate>(
  options: UseMutationOptions<Result, Failure, CommandInput<Data>, Mutate>,
): CommandHandle<Data, Result> {
  const { key, renew } = useCommandKey();
  const mutation = useMutation({
    ...options,
    retry: (failures: number, error: Failure) => failures < sendings && isUnanswered(error),
    retryDelay: (failures: number) => Math.min(10_000, 500 * 2 ** failures),
  });
  const { mutateAsync, reset } = mutation;
  const send = useCallback((data: Data) => mutateAsync({ key, data }), [mutateAsync, key]);
  const beginAnew = useCallback(() => {
    reset();
    renew();
  }, [reset, renew]);

  const state: CommandState = mutation.isPending
    ? mutation.failureCount > 0
      ? 'unknown'
      : 'saving'
    : mutation.isSuccess
      ? 'saved'
      : mutation.isError
        ? 'failed'
        : 'idle';
  return {
    state,
    result: mutation.data,
    failure: mutation.isError ? appErrorOf(mutation.error) : null,
    send,
    beginAnew,
  };
}

/** `busy` was rolled back, silence was perhaps not: both may be sent again under the same key. */
function isUnanswered(error: unknown): boolean {
  const { code } = appErrorOf(error);
  return code === 'unreachable' || code === 'busy';
}
