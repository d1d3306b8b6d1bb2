import { findComponent } from './components';

interface Amount {
  readonly component: string;
  /** Hundredths of the component's unit. */
  readonly amount: number;
}

export interface RequestedKind {
  /** Class and unit: 悬浮红细胞 that was asked for is fulfilled by 去白悬浮红细胞. */
  readonly kind: string;
  readonly component: string;
  readonly asked: number;
  readonly issued: number;
  readonly left: number;
}

/** What fulfils what: any component of the same class that is measured in the same unit. [unsourced: default] */
export function kindOf(code: string, at: Date): string {
  const component = findComponent(code, at);
  return component ? `${component.componentClass}|${component.unit}` : code;
}

/** What of a request is still to come, kind by kind, in the order it was asked for. `left` is negative where more went out. No refusals. */
export function requestedKinds(lines: readonly Amount[], issued: readonly Amount[], at: Date): RequestedKind[] {
  const kinds = new Map<string, { component: string; asked: number }>();
  for (const { component, amount } of lines) {
    const kind = kindOf(component, at);
    const known = kinds.get(kind);
    kinds.set(kind, { component: known?.component ?? component, asked: (known?.asked ?? 0) + amount });
  }
  const sumOf = (kind: string) =>
    issued.reduce((sum, { component, amount }) => (kindOf(component, at) === kind ? sum + amount : sum), 0);
  return [...kinds].map(([kind, { component, asked }]) => {
    const given = sumOf(kind);
    return { kind, component, asked, issued: given, left: asked - given };
  });
}

export interface OverIssue {
  readonly component: string;
  /** Hundredths: what is still open of that kind, never below nothing; and what is about to go out. */
  readonly left: number;
  readonly giving: number;
}

/** Kinds of which these bags give more than is still open, or that were not asked for. Empty: within what was asked. */
export function findOverIssue(kinds: readonly RequestedKind[], bags: readonly Amount[], at: Date): OverIssue[] {
  const giving = new Map<string, { component: string; amount: number }>();
  for (const { component, amount } of bags) {
    const kind = kindOf(component, at);
    const known = giving.get(kind);
    giving.set(kind, { component: known?.component ?? component, amount: (known?.amount ?? 0) + amount });
  }
  return [...giving].flatMap(([kind, { component, amount }]) => {
    const left = Math.max(0, kinds.find((one) => one.kind === kind)?.left ?? 0);
    return amount > left ? [{ component, left, giving: amount }] : [];
  });
}

/** Nothing of it is still to come. */
export function isFulfilled(kinds: readonly RequestedKind[]): boolean {
  return kinds.length > 0 && kinds.every(({ left }) => left <= 0);
}
