import { kindOf, type ProcessingName } from '@/domain/processings/kinds';
import { equalParts, hundredthsOf, readParts, sayParts } from '@/domain/processings/parts';
import type { EndedBag } from '@/domain/processings/schema';

/** What somebody typed of one bag; what nobody typed is as usual. */
export interface Answer {
  readonly parts?: string | undefined;
  readonly loss?: string | undefined;
  readonly isSpoiled?: boolean | undefined;
}
/** By unit id. */
export type Answers = Readonly<Record<string, Answer>>;

interface AnsweredBag {
  readonly id: string;
  readonly amount: number;
}

export interface ReadAnswer {
  readonly ended: EndedBag;
  /** Parts and loss together, where they are not the bag. */
  readonly wrongSum: number | null;
  readonly isRight: boolean;
}

/** The parts of a bag as they stand in its field. */
export function partsText({ amount }: AnsweredBag, { parts }: Answer, pieces: number): string {
  return parts ?? sayParts(equalParts(amount, pieces));
}

/** What a bag's fields say, as the command takes it. */
export function readAnswer(kind: ProcessingName, bag: AnsweredBag, answer: Answer, pieces: number): ReadAnswer {
  const { makes } = kindOf(kind);
  const isSpoiled = answer.isSpoiled ?? false;
  if (isSpoiled || makes === 'same') {
    const outcome = isSpoiled ? 'spoiled' : 'done';
    return { ended: { unitId: bag.id, outcome, parts: [], loss: 0 }, wrongSum: null, isRight: true };
  }
  const loss = hundredthsOf(answer.loss?.trim() || '0');
  const parts = makes === 'parts' ? readParts(partsText(bag, answer, pieces)) : [];
  const ended: EndedBag = { unitId: bag.id, outcome: 'done', parts: parts ?? [], loss: loss ?? 0 };
  if (loss === null || parts === null) return { ended, wrongSum: null, isRight: false };
  if (makes !== 'parts') return { ended, wrongSum: null, isRight: loss < bag.amount };
  const sum = parts.reduce((total, part) => total + part, 0) + loss;
  return {
    ended,
    wrongSum: sum === bag.amount ? null : sum,
    isRight: sum === bag.amount && parts.length > 1 && !parts.includes(0),
  };
}
