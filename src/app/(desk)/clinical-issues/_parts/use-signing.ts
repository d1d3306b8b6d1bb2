'use client';
import { useMutation } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { useTRPC } from '@/app/_client/trpc';
import { type Failure, readFailure } from '@/components/record/failure';
import type { GivenSignature } from './issue-types';

export type SignMethod =
  | { method: 'session' }
  | { method: 'badge'; badge: string }
  | { method: 'password'; staffNo: string; password: string };

/** Signatures of this page by place; one that covers something else than what stands now has fallen. */
export function useSigning<Place extends string>(now: Date | null) {
  const trpc = useTRPC();
  const { mutateAsync, isPending } = useMutation(trpc.signatures.verify.mutationOptions());
  const [given, setGiven] = useState<Partial<Record<Place, GivenSignature>>>({});
  const [failure, setFailure] = useState<{ place: Place; failure: Failure } | null>(null);

  /** Resolves to whether the signature was given; a refusal stands in `failure`. */
  const sign = useCallback(
    async (place: Place, signature: SignMethod, covers: string): Promise<boolean> => {
      setFailure(null);
      try {
        const signer = await mutateAsync({ data: { signature, coversDigest: covers } });
        const at = now ?? new Date(0);
        setGiven((before) => ({
          ...before,
          [place]: { personId: signer.personId, name: signer.name, token: signer.token, covers, at },
        }));
        return true;
      } catch (error) {
        setFailure({ place, failure: readFailure(error) });
        return false;
      }
    },
    [mutateAsync, now],
  );
  const fits = (place: Place, covers: string) => {
    const signature = given[place];
    return signature?.covers === covers ? signature : null;
  };
  const forget = useCallback(() => setGiven({}), []);
  return { given, sign, fits, isPending, failure, forget };
}
