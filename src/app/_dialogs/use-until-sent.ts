'use client';
import { useRef } from 'react';
import type { CommandHandle } from '@/app/_client/use-command';

/** The newest value until the command was sent; from then on what it was sent from, whatever the record becomes by it. */
export function useUntilSent<Value>(command: Pick<CommandHandle<never, unknown>, 'isClosed'>, value: Value): Value {
  const last = useRef(value);
  if (!command.isClosed) last.current = value;
  return last.current;
}
