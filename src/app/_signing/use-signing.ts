'use client';
import { useMutation } from '@tanstack/react-query';
import { useCallback, useRef, useState } from 'react';
import { useTRPC } from '@/app/_client/trpc';
import { type Failure, readFailure } from '@/components/record/failure';
import type { Role } from '@/domain/permissions';
import type { Violation } from '@/domain/result';

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

export interface VerifiedSigner {
  readonly personId: string;
  readonly name: string;
  readonly title: string;
  readonly roles: readonly Role[];
}

/** Why this person may not sign here: the very rule that the server asks when the record is sent. `actingId`: whoever is signed in. */
export type SignerRule = (signer: VerifiedSigner, actingId: string) => readonly Violation[];

interface SigningOptions<Place extends string> {
  /** The same person is refused at two places. */
  readonly isApart?: boolean;
  readonly refuse?: Partial<Record<Place, SignerRule>>;
}

const refusedFor = (violations: readonly Violation[]): Failure => ({
  code: 'refused',
  violations,
  theirs: null,
  requestId: '',
});

/**
 * Signatures of this page by place: proved at the server, kept as tokens; one that covers something else than what stands
 * now has fallen. Who may not sign a place is told at once, and nothing is signed.
 */
export function useSigning<Place extends string>(
  now: Date | null,
  { isApart = false, refuse }: SigningOptions<Place> = {},
) {
  const trpc = useTRPC();
  const { mutateAsync, isPending } = useMutation(trpc.signatures.verify.mutationOptions());
  const [given, setGiven] = useState<Partial<Record<Place, GivenSignature>>>({});
  const rules = useRef(refuse);
  rules.current = refuse;
  const [failure, setFailure] = useState<{ place: Place; failure: Failure } | null>(null);

  /** Resolves to the signature, or to null: the refusal stands in `failure`. */
  const sign = useCallback(
    async (place: Place, signature: SignMethod, covers: string): Promise<GivenSignature | null> => {
      setFailure(null);
      try {
        const signer = await mutateAsync({ data: { signature, coversDigest: covers } });
        const { personId, name, token } = signer;
        const isElsewhere = (Object.entries(given) as [Place, GivenSignature][]).some(
          ([other, { covers: covered, personId: signer }]) =>
            other !== place && covered === covers && signer === personId,
        );
        const violations = [
          ...(isApart && isElsewhere ? [{ code: 'signature.same_person' }] : []),
          ...(rules.current?.[place]?.(signer, signer.actingId ?? '') ?? []),
        ];
        if (violations.length > 0) {
          setFailure({ place, failure: refusedFor(violations) });
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
  /** That place, for somebody else to sign; without a place all of them. */
  const forget = useCallback((place?: Place) => {
    setFailure(null);
    setGiven(({ ...kept }) => {
      if (place === undefined) return {};
      delete kept[place];
      return kept;
    });
  }, []);
  return { given, sign, fits, isPending, failure, forget };
}
