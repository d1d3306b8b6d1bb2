/** A bag of a redistribution: `lapsed` with the reason why; whatever it was, it is nobody's promise any more. */
export const bagStates = [
  'proposed',
  'offered',
  'taken',
  'sent',
  'received',
  'declined',
  'withdrawn',
  'lapsed',
] as const;
export type RedistributedState = (typeof bagStates)[number];

/** Why a bag lapsed: used, kept for a patient, held, expired, moved, lost or discarded at the giver; nobody answered, or sent; the day is over; it did not arrive. */
export const lapseCodes = [
  'issued',
  'reserved',
  'held',
  'expired',
  'moved',
  'lost',
  'discarded',
  'unanswered',
  'not_sent',
  'day_over',
  'called_back',
  'refused',
  'missing',
] as const;
export type LapseCode = (typeof lapseCodes)[number];

/** Why a house is left out of a morning's reckoning: too few days of use are known, or nobody has heard of it. */
export const leftOutCodes = ['short_history', 'silent'] as const;
export type LeftOutCode = (typeof leftOutCodes)[number];

export const declineReasons = ['enough', 'too_short', 'no_space', 'transport', 'other'] as const;
export type DeclineReason = (typeof declineReasons)[number];

/** What comes first says where a redistribution stands: what somebody is waited for, what is on its way, then how it ended. */
const order = ['offered', 'taken', 'sent', 'received', 'declined', 'withdrawn', 'lapsed'] as const;

/** State of a redistribution from its bags that were offered; before anything was, `proposed` while one of them still may be. */
export function stateAfter(
  bags: readonly { readonly state: RedistributedState; readonly isOffered: boolean }[],
): RedistributedState {
  const offered = bags.filter(({ isOffered }) => isOffered);
  if (offered.length === 0) return bags.some(({ state }) => state === 'proposed') ? 'proposed' : 'lapsed';
  return order.find((state) => offered.some((bag) => bag.state === state)) ?? 'lapsed';
}
