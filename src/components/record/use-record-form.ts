'use client';
import { zodResolver } from '@hookform/resolvers/zod';
import { useState } from 'react';
import { type DefaultValues, type FieldValues, type Path, type UseFormReturn, useForm } from 'react-hook-form';
import type { z } from 'zod';
import { type Failure, readFailure } from './failure';

export interface RecordFormOptions<I extends FieldValues, O, R> {
  readonly schema: z.ZodType<O, I>;
  readonly defaultValues: DefaultValues<I>;
  /** Sends the parsed data; the command behind it brings its own key, so that sending again never makes a second record. */
  readonly submit: (data: O) => Promise<R>;
  readonly onDone: (result: R) => void;
}

export interface RecordFormState<I extends FieldValues> {
  readonly form: UseFormReturn<I, unknown, FieldValues>;
  /** Counts the attempts to submit. */
  readonly attempt: number;
  /** What the server said and no field of the form is to blame for. */
  readonly failure: Failure | null;
  readonly isPending: boolean;
  readonly send: () => Promise<void>;
  readonly dismissFailure: () => void;
}

/**
 * A form over one zod schema: the same rules here and on the server. Violations with a path land on their field.
 */
export function useRecordForm<I extends FieldValues, O, R>(options: RecordFormOptions<I, O, R>): RecordFormState<I> {
  const form = useForm<I, unknown, O>({
    // The resolver's overloads know zod 3 and 4; this names the one we use.
    resolver: zodResolver(options.schema as never) as never,
    defaultValues: options.defaultValues,
    mode: 'onSubmit',
    reValidateMode: 'onChange',
  });
  const [attempt, setAttempt] = useState(0);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [isPending, setIsPending] = useState(false);

  async function send() {
    if (isPending) return;
    setFailure(null);
    await form.handleSubmit(async (data) => {
      setIsPending(true);
      try {
        options.onDone(await options.submit(data));
      } catch (error) {
        const said = readFailure(error);
        let isPlaced = false;
        for (const violation of said.violations) {
          if (!violation.path || !hasField(form.getValues(), violation.path)) continue;
          form.setError(violation.path as Path<I>, {
            type: 'server',
            message: violation.code,
            types: (violation.facts ?? {}) as never,
          });
          isPlaced = true;
        }
        if (!isPlaced || said.violations.some((violation) => !violation.path)) setFailure(said);
      } finally {
        setIsPending(false);
      }
    })();
    setAttempt((count) => count + 1);
  }

  return {
    form: form as unknown as UseFormReturn<I, unknown, FieldValues>,
    attempt,
    failure,
    isPending,
    send,
    dismissFailure: () => setFailure(null),
  };
}

function hasField(values: unknown, path: string): boolean {
  let current = values;
  for (const part of path.split('.')) {
    if (current === null || typeof current !== 'object' || !(part in current)) return false;
    current = (current as Record<string, unknown>)[part];
  }
  return true;
}
