import { z } from 'zod';
import { type DeclineCode, declineCodes } from '@/domain/blood-orders/kinds';
import type { AnsweredLine } from '@/domain/blood-orders/schema';
import type { OrderLineView, OrderView } from './order-types';

/** What the station says of a line as it is being filled in, in the unit. */
export interface LineAnswer {
  readonly now: number | null;
  readonly later: number | null;
  readonly laterOn: string | null;
  readonly declined: number | null;
  readonly declineCode: DeclineCode | null;
}

/** What the shelf has comes now; the rest later, on a day that the clerk says, or not at all. `now` in hundredths. */
export function firstAnswer(line: Pick<OrderLineView, 'amount'>, now: number = line.amount): LineAnswer {
  const later = line.amount - now;
  return { now: now / 100, later: later > 0 ? later / 100 : null, laterOn: null, declined: null, declineCode: null };
}

const storedAnswer = z.object({
  now: z.number().nullable(),
  later: z.number().nullable(),
  laterOn: z.string().nullable(),
  declined: z.number().nullable(),
  declineCode: z.enum(declineCodes).nullable(),
});
const storedEntry = z.object({
  /** Of which order this answers: its lines as they were seen. */
  of: z.string(),
  answers: z.record(z.string(), storedAnswer),
  reason: z.string(),
});

/** An answer as it is being filled in: what was typed of each line, and why more is promised than there is. */
export type AnswerEntry = z.output<typeof storedEntry>;

/** What an earlier sitting left; null for what an older release wrote otherwise. */
export function openAnswers(body: unknown): AnswerEntry | null {
  const parsed = storedEntry.safeParse(body);
  return parsed.success ? parsed.data : null;
}

/** The same as long as the hospital changes nothing: changed lines are other lines. */
export function orderStamp({ neededAt, lines }: Pick<OrderView, 'neededAt' | 'lines'>): string {
  return [neededAt.toISOString(), ...lines.map(({ id }) => id)].join(' ');
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
