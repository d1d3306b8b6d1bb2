'use client';
import { useMutation } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { appErrorOf } from '@/app/_client/app-error';
import { useTRPC } from '@/app/_client/trpc';
import { useFailureWords } from '@/components/record/violation-words';
import { receiptRecord } from '@/domain/bag-receipts/record';
import type { SignMethod } from './receipt-signatures';
import type { GivenSignature } from './use-receipt';

const samePerson = {
  code: 'refused' as const,
  violations: [{ code: 'signature.same_person' }],
  theirs: null,
  requestId: '',
};

/** The two signatures over the list as it stands: proved at the server, kept as tokens, void as soon as the list changes. */
export function useSigning(covers: string, now: Date) {
  const trpc = useTRPC();
  const failureWords = useFailureWords(receiptRecord);
  const { mutateAsync, isPending } = useMutation(trpc.signatures.verify.mutationOptions());
  const [receiver, setReceiver] = useState<GivenSignature | null>(null);
  const [reviewer, setReviewer] = useState<GivenSignature | null>(null);
  const [delivererName, setDelivererName] = useState('');
  const [error, setError] = useState<string | null>(null);

  const sign = useCallback(
    async (who: 'receiver' | 'reviewer', signature: SignMethod) => {
      setError(null);
      try {
        const { personId, name, token } = await mutateAsync({ data: { signature, coversDigest: covers } });
        if (who === 'reviewer' && personId === receiver?.personId) {
          setError(failureWords(samePerson));
          return;
        }
        const given: GivenSignature = { personId, name, token, covers, at: now };
        if (who === 'receiver') setReceiver(given);
        else setReviewer(given);
      } catch (thrown) {
        setError(failureWords(appErrorOf(thrown)));
      }
    },
    [mutateAsync, covers, receiver, now, failureWords],
  );

  const forget = useCallback(() => {
    setReceiver(null);
    setReviewer(null);
  }, []);

  return { receiver, reviewer, delivererName, setDelivererName, error, setError, sign, forget, isSigning: isPending };
}
