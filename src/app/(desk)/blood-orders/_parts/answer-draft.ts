import type { DeclineCode } from '@/domain/blood-orders/kinds';
import type { AnsweredLine } from '@/domain/blood-orders/schema';
import type { OrderLineView } from './order-types';

/** What the station says of a line as it is being filled in, in the unit. */
export interface LineAnswer {
  readonly now: number | null;
  readonly later: number | null;
  readonly laterOn: string | null;
  readonly declined: number | null;
  readonly declineCode: DeclineCode | null;
}

/** Everything now, as it is most days; what the shelf does not have is for the clerk to say. */
export function firstAnswer(line: Pick<OrderLineView, 'amount'>): LineAnswer {
  return { now: line.amount / 100, later: null, laterOn: null, declined: null, declineCode: null };
}

/** What is typed for `now` or `later` is taken from what does not come, and the other way round: the three stay the order. */
export function answerWith(
  line: Pick<OrderLineView, 'amount'>,
  before: LineAnswer,
  part: Partial<LineAnswer>,
): LineAnswer {
  const next = { ...before, ...part };
  const ordered = line.amount / 100;
  if ('now' in part && part.now !== null && part.now !== undefined && Number.isFinite(part.now)) {
    const rest = Math.max(0, ordered - part.now - (next.declined ?? 0));
    return { ...next, later: rest > 0 ? rest : null };
  }
  if ('later' in part && part.later !== null && part.later !== undefined && Number.isFinite(part.later)) {
    const rest = Math.max(0, ordered - (next.now ?? 0) - part.later);
    return { ...next, declined: rest > 0 ? rest : null };
  }
  return next;
}

const hundredths = (value: number | null) => Math.round((value ?? 0) * 100);

export function answeredLine(line: Pick<OrderLineView, 'id'>, answer: LineAnswer): AnsweredLine {
  const later = hundredths(answer.later);
  const declined = hundredths(answer.declined);
  return {
    lineId: line.id,
    now: hundredths(answer.now),
    later,
    laterOn: later > 0 ? answer.laterOn : null,
    declined,
    declineCode: declined > 0 ? answer.declineCode : null,
  };
}

export type AnswerFault = 'uneven' | 'incomplete' | null;

/** What is still wrong with an answer, before the server is asked. */
export function faultOf(line: Pick<OrderLineView, 'amount'>, answer: LineAnswer): AnswerFault {
  const parts = [answer.now, answer.later, answer.declined].map((value) => value ?? 0);
  if (parts.some((value) => !Number.isFinite(value) || value < 0)) return 'uneven';
  if (hundredths(parts.reduce((sum, value) => sum + value, 0)) !== line.amount) return 'uneven';
  if ((answer.later ?? 0) > 0 && answer.laterOn === null) return 'incomplete';
  if ((answer.declined ?? 0) > 0 && answer.declineCode === null) return 'incomplete';
  return null;
}
