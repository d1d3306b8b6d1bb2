import type { ProcessingKind } from '../blood/expiry';

/** What happens to the bags: the same bag goes on, each becomes another product, each is divided, or all become one. */
export type Making = 'same' | 'one' | 'parts' | 'pool';

export interface KindDefinition {
  /** The row of the expiry rules. Of a division it holds only where the system is opened. */
  readonly expiry: ProcessingKind;
  /** What the bag is said to be from then on; the same thing is not done twice. */
  readonly mark: string;
  readonly makes: Making;
  /** Modifier that a compatibility rule may ask for. */
  readonly modifier?: 'irradiated' | 'washed';
  /** From its first minute the bag is not what it was: a cancelled one does not go back to the shelf unseen. */
  readonly changesAtOnce?: true;
}

/** 加工类型 with what it does to bags. Source of the expiries: src/domain/blood/expiry.ts. Kinds and order [unsourced: default]. */
export const processingKinds = {
  thaw: { expiry: 'thawed', mark: 'thawed', makes: 'same', changesAtOnce: true },
  irradiate: { expiry: 'irradiated', mark: 'irradiated', makes: 'same', modifier: 'irradiated' },
  wash: { expiry: 'washed', mark: 'washed', makes: 'one', modifier: 'washed', changesAtOnce: true },
  deglycerolise: {
    expiry: 'deglycerolised',
    mark: 'deglycerolised',
    makes: 'one',
    modifier: 'washed',
    changesAtOnce: true,
  },
  split: { expiry: 'opened', mark: 'divided', makes: 'parts' },
  pool: { expiry: 'pooled', mark: 'pooled', makes: 'pool' },
  open: { expiry: 'opened', mark: 'opened', makes: 'same', changesAtOnce: true },
} as const satisfies Record<string, KindDefinition>;

export type ProcessingName = keyof typeof processingKinds;
export const processingNames = Object.keys(processingKinds) as ProcessingName[];

export function kindOf(kind: ProcessingName): KindDefinition {
  return processingKinds[kind];
}

/** Whether the bag itself goes on, with a new expiry. */
export function isInPlace(kind: ProcessingName): boolean {
  return kindOf(kind).makes === 'same';
}

/**
 * Why a bag does not come back to the shelf when its processing ends, or null: it was spoiled, its time has come, or something was found of it
 * meanwhile (its place was out of range) that two people decide on.
 */
export function holdReasonOfEnd(
  outcome: 'done' | 'spoiled' | 'back',
  expiresAt: Date,
  openHolds: readonly string[],
  now: Date,
): string | null {
  if (outcome === 'spoiled') return 'processing_failed';
  return expiresAt <= now ? 'expired' : (openHolds[0] ?? null);
}

/** Reason of the hold between start and end: nobody but the processing releases it. */
export const processingHold = 'processing';
