import { z } from 'zod';
import { instant } from '../instant';
import { second } from '../second-person';
import { processingNames } from './kinds';

/** Bags of one processing: two full baths. [unsourced: default] */
export const bagsAtOnce = 60;
/** Children of one bag: one letter of the division code each. */
export const partsAtMost = 26;

const reason = z.string().trim().min(2).max(200);
/** Hundredths of the unit of the component. */
const amount = z.int().min(1).max(1_000_000);

/** What became of one bag. A division says its parts; what was lost or taken for a sample is stated, so that parts and loss are the bag. */
export const endedBag = z.strictObject({
  unitId: z.uuid(),
  outcome: z.enum(['done', 'spoiled']).default('done'),
  parts: z.array(amount).max(partsAtMost).default([]),
  loss: z.int().min(0).max(1_000_000).default(0),
});
export type EndedBag = z.output<typeof endedBag>;

const ending = z.strictObject({ bags: z.array(endedBag).min(1).max(bagsAtOnce), second: second.optional() });
export type Ending = z.output<typeof ending>;

export const startProcessingInput = z.strictObject({
  kind: z.enum(processingNames),
  device: z.string().trim().max(40).default(''),
  words: z.string().trim().max(200).default(''),
  /** Of a division, which has no default: an opened system leaves a day, a closed one the whole life. */
  isOpenSystem: z.boolean().optional(),
  unitIds: z.array(z.uuid()).min(1).max(bagsAtOnce),
  /** Of what has been done already: when it began. Now, when left out. */
  startedAt: instant.optional(),
  /** Start and end posted at once. */
  end: ending.optional(),
});
export type StartProcessingInput = z.output<typeof startProcessingInput>;

export const endProcessingInput = z.strictObject({ id: z.uuid(), version: z.int().min(1), ...ending.shape });
export type EndProcessingInput = z.output<typeof endProcessingInput>;

export const cancelProcessingInput = z.strictObject({
  id: z.uuid(),
  version: z.int().min(1),
  reason,
  /** Bags that may not go back to the shelf: thawed, opened or broken meanwhile. On hold, to be discarded. */
  spoiledUnitIds: z.array(z.uuid()).max(bagsAtOnce).default([]),
});

export const voidProcessingInput = z.strictObject({ id: z.uuid(), version: z.int().min(1), reason });
