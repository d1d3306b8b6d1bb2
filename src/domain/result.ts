/** A broken rule: a code that the words files translate, with the facts the sentence needs. Never prose. */
export interface Violation {
  readonly code: string;
  /** Field path of the form, when one field is to blame: `lines.3.unitId`. */
  readonly path?: string;
  readonly facts?: Readonly<Record<string, string | number | boolean | null>>;
}

export type Decision<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly violations: readonly [Violation, ...Violation[]] };

export function allow<T>(value: T): Decision<T> {
  return { ok: true, value };
}

export function refuse(first: Violation, ...rest: Violation[]): Decision<never> {
  return { ok: false, violations: [first, ...rest] };
}

/** All violations at once, or the value: people mend a form in one go, not error by error. */
export function decideBy<T>(violations: readonly Violation[], value: () => T): Decision<T> {
  const [first, ...rest] = violations;
  return first ? { ok: false, violations: [first, ...rest] } : { ok: true, value: value() };
}
