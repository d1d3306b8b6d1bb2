import { z } from 'zod';
import { signatureToken } from '../second-person';
import { releaseHoldInput } from '../stock/hold-schema';
import { incidentDecisions } from './record';

const recheck = releaseHoldInput.shape.bags.element;

export const assignIncidentInput = z.strictObject({
  id: z.uuid(),
  version: z.int().min(1),
  personId: z.uuid(),
});

export const resolveIncidentInput = z.strictObject({
  id: z.uuid(),
  version: z.int().min(1),
  /** What was found out, and what was done about it. */
  finding: z.string().trim().min(2).max(400),
  decision: z.enum(incidentDecisions),
  /** The bags on hold that are decided about, as whoever signs was shown them; of a release each with the ground it comes back on. */
  bags: z.array(recheck).max(200).default([]),
  /** Over all of this, by whoever resolves. */
  signature: signatureToken,
  /** The second of two, over the same and present: an incident can wait for the morning. Of a release alone. */
  second: signatureToken.optional(),
});
export type ResolveIncidentInput = z.output<typeof resolveIncidentInput>;
