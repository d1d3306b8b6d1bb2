import { z } from 'zod';
import { second } from '../second-person';
import { releaseLine } from './schema';
import { sister } from './sisters';

/** Bags of one sitting: what two people can stick and check in one go. [unsourced: default] */
export const relabelledAtOnce = 200;

/** One bag: the label it bears, as it was scanned, and the one it takes. */
export const relabelLine = z.strictObject({
  unitId: z.uuid(),
  old: z.strictObject({ donationNo: z.string().min(9).max(32), productCode: z.string().min(5).max(10) }),
  label: releaseLine,
  /** Other bags of the donation that the new label names, as the two who sign saw them. */
  sisters: z.array(sister).max(200).default([]),
});
export type RelabelLine = z.output<typeof relabelLine>;

export const relabelInput = z.strictObject({
  lines: z.array(relabelLine).min(1).max(relabelledAtOnce),
  reason: z.string().trim().min(2).max(200),
  /** Stuck by whoever is signed in, checked by a second person on the spot: no telephone sees a label. */
  second: second.options[0].optional(),
});
/** Labels that were read whole, before anybody signs them. */
export const newLabelsInput = z.strictObject({
  lines: z
    .array(relabelLine.pick({ unitId: true, label: true }))
    .min(1)
    .max(relabelledAtOnce),
});

export type RelabelInput = z.output<typeof relabelInput>;
