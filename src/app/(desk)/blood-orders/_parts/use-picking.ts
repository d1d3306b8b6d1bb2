'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTRPC } from '@/app/_client/trpc';
import { useCommand } from '@/app/_client/use-command';
import { playTone } from '@/components/scan/scan-sounds';

/** Bags are taken and put back one after the other, however fast they are scanned; each is a command of its own with a key of its own. */
export function usePicking(orderId: string) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const pick = useCommand(trpc.bloodOrders.pick.mutationOptions());
  const putBack = useCommand(trpc.bloodOrders.putBack.mutationOptions());
  const [waiting, setWaiting] = useState(0);
  /** Until somebody has read them: a bag lies there that is on no list. */
  const [failures, setFailures] = useState<readonly unknown[]>([]);
  const last = useRef<Promise<unknown>>(Promise.resolve());

  function inTurn(command: { beginAnew(): void }, act: () => Promise<unknown>): void {
    setWaiting((count) => count + 1);
    const turn = async () => {
      try {
        await act();
      } catch (error) {
        playTone('refuse');
        setFailures((before) => [...before, error]);
      } finally {
        command.beginAnew();
        setWaiting((count) => count - 1);
        void client.invalidateQueries({ queryKey: trpc.bloodOrders.pathKey() });
      }
    };
    last.current = last.current.then(turn, turn);
  }

  return {
    take: (lineId: string, unitIds: readonly string[], entry: 'scan' | 'list', isEarly: boolean) =>
      inTurn(pick, () => pick.send({ orderId, lineId, entry, isEarly, unitIds: [...unitIds] })),
    /** What is asked of the order now would be about it as it stood before the last bag. */
    whenIdle: () => last.current,
    giveBack: (unitIds: readonly string[]) => inTurn(putBack, () => putBack.send({ orderId, unitIds: [...unitIds] })),
    waiting,
    failures,
    dismiss: () => setFailures([]),
    isUnanswered: pick.isUnanswered || putBack.isUnanswered,
  };
}
