'use client';
import { useTRPC } from '@/app/_client/trpc';
import { isSending, useCommand } from '@/app/_client/use-command';
import { useStampedPrint } from '@/components/record/stamped-paper';

/** Labels and records are printed by a command: each copy stands in the trail. */
export function useCountedPrint(id: string, what: 'labels' | 'record') {
  const trpc = useTRPC();
  const command = useCommand(trpc.autologousTransfusions.print.mutationOptions());
  const { stamp, isPrinting, print } = useStampedPrint(async () => {
    const made = await command.send({ id, what });
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
