'use client';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useTRPC } from '@/app/_client/trpc';
import { findOverIssue } from '@/domain/blood/requested';
import type { FoundPatient, OpenRequest } from './issue-types';
import type { IssueForm } from './use-issue-form';

export interface IssueRequestState {
  /** Approved requests of the patient of which something is open. */
  readonly requests: readonly OpenRequest[];
  readonly chosen: OpenRequest | null;
  readonly isNeeded: boolean;
  /** Kinds of which the chosen bags give more than is open. */
  readonly over: ReturnType<typeof findOverIssue>;
}

/** What the issue may fulfil, and whether it gives more than that. Without an answer nothing is asked: the server asks again. */
export function useIssueRequest(
  patient: FoundPatient,
  form: IssueForm,
  now: Date | null,
  openedFor: string | null,
): IssueRequestState {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.clinicalIssues.requests.queryOptions({ patientId: patient.id }));
  const requests = data?.requests ?? [];
  const chosen = requests.find(({ id }) => id === form.requestId) ?? null;
  const { chooseRequest } = form;
  const isTold = useRef(openedFor === null || form.requestId !== null);
  useEffect(() => {
    const named = data?.requests.find(({ id }) => id === openedFor);
    if (isTold.current || !named) return;
    isTold.current = true;
    chooseRequest(named);
  }, [data, openedFor, chooseRequest]);
  const over =
    chosen && now
      ? findOverIssue(
          chosen.kinds,
          form.lines.map(({ bag }) => bag),
          now,
        )
      : [];
  return { requests, chosen, isNeeded: data?.isNeeded ?? false, over };
}
