'use client';
import { type UseMutationOptions, useMutation } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
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
  /** Idempotency key of the entry that is sent next. */
  readonly key: string;
  readonly state: CommandState;
  /** Sent, and nobody knows yet what became of it: what was sent stays as it is, or the answer would be about something else. */
  readonly isUnanswered: boolean;
  /** Unanswered, or taken: nothing can be added to what was sent. */
  readonly isClosed: boolean;
  /** Unanswered for so long that the person has to be told. */
  readonly isLate: boolean;
  readonly result: Result | undefined;
  /** `unreachable` as long as nobody knows what became of the entry, whatever its last sending was told. */
  readonly failure: AppFailure | null;
  /**
   * Sends, and resolves to the answer or rejects with what was thrown. Nothing on the screen changes before the answer; pressed again
   * meanwhile, it is the same sending.
   * @param data or how it is made, as a signature is: from there on the entry counts as sent, and stands still. Made once.
   * @param before awaited once, before the first attempt; the entry counts as sent already.
   */
  send(data: Data | (() => Promise<Data>), before?: () => Promise<void>): Promise<Result>;
  /** What nobody answered goes again as it was sent, whatever the clock or the list say of it by now. */
  sendAgain(): Promise<Result>;
  /** The next entry begins: a new key, and the old answer forgotten. Saving the same entry again needs none. */
  beginAnew(): void;
}

/** On its way now; pressing again does nothing. */
export function isSending({ state }: { readonly state: CommandState }): boolean {
  return state === 'saving' || state === 'unknown';
}

const sendings = 20;
const lateAfterMs = 3_000;

/** The idempotency key of one entry, minted when its form opens. */
function useCommandKey() {
  const [key, setKey] = useState(mintUuid);
  /** What is sent in the breath of `renew` is the new entry already. */
  const current = useRef(key);
  const renew = useCallback(() => {
    current.current = mintUuid();
    setKey(current.current);
  }, []);
  return { key, current, renew };
}

/** What is handed to the mutation: it carries its own entry, whatever the next one has become while this one is repeated. */
interface Envelope<Data> {
  readonly key: string;
  readonly sending: Sending<Data>;
}

interface Sending<Data> {
  before: (() => Promise<void>) | undefined;
  make: () => Promise<Data>;
  made: { readonly data: Data } | undefined;
}

/** A command of the router: `useCommand(trpc.bagReceipts.post.mutationOptions())`. */
export function useCommand<Data, Result, Failure, Mutate>(
  options: UseMutationOptions<Result, Failure, CommandInput<Data>, Mutate>,
): CommandHandle<Data, Result> {
  const { key, current, renew } = useCommandKey();
  const [lostKeys, setLostKeys] = useState<ReadonlySet<string>>(noKeys);
  const wasLost = lostKeys.has(key);
  const sent = useRef<Sending<Data> | undefined>(undefined);
  const flight = useRef<Promise<Result> | undefined>(undefined);
  const { mutationFn } = options;
  const mutation = useMutation({
    ...options,
    ...(mutationFn
      ? {
          mutationFn: async (...[input, context]: Parameters<typeof mutationFn>) => {
            const { key, sending } = input as unknown as Envelope<Data>;
            try {
              const { before } = sending;
              sending.before = undefined;
              await before?.();
              sending.made ??= { data: await sending.make() };
              const result = await mutationFn({ key, data: sending.made.data }, context);
              setLostKeys((lost) => lostAfter(lost, key, null));
              return result;
            } catch (error) {
              // What was not made yet has not left.
              if (sending.made) setLostKeys((lost) => lostAfter(lost, key, error));
              throw error;
            }
          },
        }
      : {}),
    retry: (failures: number, error: Failure) => failures < sendings && isUnanswered(error),
    retryDelay: (failures: number) => Math.min(10_000, 500 * 2 ** failures),
  });
  const { mutateAsync, reset } = mutation;
  const fly = useCallback(
    (sending: Sending<Data>): Promise<Result> => {
      if (flight.current) return flight.current;
      sent.current = sending;
      const answer = mutateAsync({ key: current.current, sending } as unknown as CommandInput<Data>).finally(() => {
        if (flight.current === answer) flight.current = undefined;
      });
      flight.current = answer;
      return answer;
    },
    [mutateAsync, current],
  );
  const send = useCallback(
    (data: Data | (() => Promise<Data>), before?: () => Promise<void>) =>
      fly({ before, make: data instanceof Function ? data : async () => data, made: undefined }),
    [fly],
  );
  const sendAgain = useCallback(async () => {
    if (!sent.current) throw new Error('nothing was sent');
    return fly(sent.current);
  }, [fly]);
  const beginAnew = useCallback(() => {
    flight.current = undefined;
    reset();
    renew();
  }, [reset, renew]);

  // Paused is a repetition that waits for the window: `networkMode: 'always'` sends the first one at once, whatever the browser believes of
  // the line. So there is no command here of which it is known that it never left, and none that could be taken back.
  const state: CommandState = mutation.isPending
    ? wasLost || mutation.failureCount > 0 || mutation.isPaused
      ? 'unknown'
      : 'saving'
    : mutation.isSuccess
      ? 'saved'
      : mutation.isError
        ? 'failed'
        : 'idle';
  const said = mutation.isError ? appErrorOf(mutation.error) : null;
  const failure: AppFailure | null =
    said && wasLost ? { ...said, code: 'unreachable', violations: [], theirs: null } : said;
  const hasNoAnswer = mutation.isPending || failure?.code === 'unreachable';
  const hasWaited = useHasLasted(state === 'saving', lateAfterMs);
  return {
    key,
    state,
    isUnanswered: hasNoAnswer,
    isClosed: hasNoAnswer || mutation.isSuccess,
    isLate: state === 'unknown' || failure?.code === 'unreachable' || hasWaited,
    result: mutation.data,
    failure,
    send,
    sendAgain,
    beginAnew,
  };
}

function useHasLasted(isTrue: boolean, ms: number): boolean {
  const [hasLasted, setHasLasted] = useState(false);
  useEffect(() => {
    if (!isTrue) return;
    const timer = setTimeout(() => setHasLasted(true), ms);
    return () => {
      clearTimeout(timer);
      setHasLasted(false);
    };
  }, [isTrue, ms]);
  return hasLasted;
}

/** `busy` was rolled back, silence was perhaps not: both may be sent again under the same key. */
export function isUnanswered(error: unknown): boolean {
  const { code } = appErrorOf(error);
  return code === 'unreachable' || code === 'busy';
}

/**
 * After these it is known what became of a key: the server had claimed it, so no earlier sending was taken, or, with `key_reused`, one was.
 * `invalid_input` is said before the key is looked at, and a release that has come meanwhile may be stricter than the one that took the entry.
 */
const answersOfTheKey: ReadonlySet<AppFailure['code']> = new Set(['refused', 'conflict', 'not_found', 'key_reused']);

/** Whether nobody knows what became of the sendings of a key after one more of them failed: a closed door says nothing about those before it. */
export function isStillLost(wasLost: boolean, error: unknown): boolean {
  return isUnanswered(error) || (wasLost && !answersOfTheKey.has(appErrorOf(error).code));
}

const noKeys: ReadonlySet<string> = new Set();

/**
 * The keys of which nobody knows what became of them, after one more sending of one of them was answered or failed: an entry that was left says
 * nothing of the one begun since.
 * @param error null: answered.
 */
export function lostAfter(lost: ReadonlySet<string>, key: string, error: unknown): ReadonlySet<string> {
  const next = new Set(lost);
  if (error !== null && isStillLost(lost.has(key), error)) next.add(key);
  else next.delete(key);
  return next;
}
