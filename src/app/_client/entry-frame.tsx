'use client';
import type { ReactNode } from 'react';
import { FailurePanel } from '@/components/record/failure-panel';
import { classNames } from '@/components/ui/class-names';
import type { RecordDefinition } from '@/domain/record';
import { SendingNote } from './sending-note';
import type { CommandHandle } from './use-command';

type EntryFrameProps = {
  command: Pick<CommandHandle<never, unknown>, 'state' | 'isUnanswered' | 'isLate' | 'isClosed' | 'failure'>;
  definition: Pick<RecordDefinition, 'module'>;
  /** The entry fills the page, and its tables scroll; otherwise the page does. */
  isFilling?: boolean;
  children: ReactNode;
};

/** One entry and the command that sends it: it stands still until the answer is there, and a refusal is said above it. */
export function EntryFrame({ command, definition, isFilling = false, children }: EntryFrameProps) {
  return (
    <>
      <SendingNote command={command} />
      {command.failure && !command.isUnanswered && <FailurePanel definition={definition} failure={command.failure} />}
      <div
        inert={command.isClosed}
        className={classNames('pale-when-inert flex flex-col gap-3', isFilling && 'min-h-0 flex-1')}
      >
        {children}
      </div>
    </>
  );
}
