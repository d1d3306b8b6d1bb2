/** First expired, first out, within what the patient's compatibility allows. */
export interface Candidate {
  readonly id: string;
  readonly expiresAt: Date;
  /** 1 is the best match; higher ranks only when the better ones run out. */
  readonly rank: number;
  readonly isReservedForPatient: boolean;
}

/**
 * Orders bags as they should be offered: the patient's own reservations, then rank, then the earliest expiry.
 * Ties keep a stable order by id, so that two people see the same proposal.
 */
export function orderByFefo<T extends Candidate>(candidates: readonly T[]): T[] {
  return [...candidates].sort(
    (a, b) =>
      Number(b.isReservedForPatient) - Number(a.isReservedForPatient) ||
      a.rank - b.rank ||
      a.expiresAt.getTime() - b.expiresAt.getTime() ||
      (a.id < b.id ? -1 : 1),
  );
}
