import type { Violation } from '../result';
import type { TermFields } from './schema';

/** A term's days in order. Compared as text: both are ISO days. */
export function checkTerm({ validFrom, validTo }: Pick<TermFields, 'validFrom' | 'validTo'>): Violation[] {
  return validFrom !== null && validTo !== null && validTo < validFrom
    ? [{ code: 'term.ends_before', path: 'validTo' }]
    : [];
}

/** Another term of the same dictionary and owner, in use, has these words. */
export function checkTaken(isTaken: boolean, { name }: Pick<TermFields, 'name'>): Violation[] {
  return isTaken ? [{ code: 'term.taken', path: 'name', facts: { name } }] : [];
}
