'use client';
import { useTRPC } from '@/app/_client/trpc';
import { isSending, useCommand } from '@/app/_client/use-command';
import { useStampedPrint } from '@/components/record/stamped-paper';

/** Papers of a request leave the printer by a command: each stands in the trail of both houses. */
export function useCountedPaper(id: string, what: 'application' | 'labels' | 'report', reportNo?: number) {
  const trpc = useTRPC();
  const command = useCommand(trpc.immunohematologyRequests.print.mutationOptions());
  const { stamp, isPrinting, print } = useStampedPrint(async () => {
    const made = await command.send({ id, what, ...(reportNo === undefined ? {} : { reportNo }) });
    command.beginAnew();
    return made;
  });
  return {
    stamp,
    failure: command.failure,
    print,
    paper: {
      isStamped: stamp !== null,
      isPrinting: isPrinting || isSending(command),
      mayLeave: !isSending(command) || command.isLate,
    },
  };
}
