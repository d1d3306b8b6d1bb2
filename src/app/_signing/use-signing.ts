'use client';
import { useMutation } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { useTRPC } from '@/app/_client/trpc';
import { type Failure, readFailure } from '@/components/record/failure';

export type SignMethod =
  | { method: 'session' }
  | { method: 'badge'; badge: string }
  | { method: 'password'; staffNo: string; password: string };

export interface GivenSignature {
  readonly personId: string;
  readonly name: string;
  readonly token: string;
  /** Digest of what it covers: another one means it fell. */
  readonly covers: string;
  readonly at: Date;
}

const samePerson: Failure = {
  code: 'refused',
  violations: [{ code: 'signature.same_person' }],
  theirs: null,
  requestId: '',
};

/**
 * Signatures of this page by place: proved at the server, kept as tokens; one that covers something else than what stands
 * now has fallen. Where two people must sign, `isApart` refuses the same one at both places.
 */
export function useSigning<Place extends string>(now: Date | null, { isApart = false } = {}) {
  const trpc = useTRPC();
  const { mutateAsync, isPending } = useMutation(trpc.signatures.verify.mutationOptions());
  const [given, setGiven] = useState<Partial<Record<Place, GivenSignature>>>({});
  const [failure, setFailure] = useState<{ place: Place; failure: Failure } | null>(null);

  /** Resolves to the signature, or to null: the refusal stands in `failure`. */
  const sign = useCallback(
    async (place: Place, signature: SignMethod, covers: string): Promise<GivenSignature | null> => {
      setFailure(null);
      try {
        const { personId, name, token } = await mutateAsync({ data: { signature, coversDigest: covers } });
        const isElsewhere = (Object.entries(given) as [Place, GivenSignature][]).some(
          ([other, { covers: covered, personId: signer }]) =>
            other !== place && covered === covers && signer === personId,
        );
        if (isApart && isElsewhere) {
          setFailure({ place, failure: samePerson });
          return null;
        }
        const signed: GivenSignature = { personId, name, token, covers, at: now ?? new Date(0) };
        setGiven((before) => ({ ...before, [place]: signed }));
        return signed;
      } catch (error) {
        setFailure({ place, failure: readFailure(error) });
        return null;
      }
    },
    [mutateAsync, now, given, isApart],
  );
  const fits = (place: Place, covers: string) => {
    const signature = given[place];
    return signature?.covers === covers ? signature : null;
  };
  const forget = useCallback(() => setGiven({}), []);
  return { given, sign, fits, isPending, failure, forget };
}
