import { z } from 'zod';
import { aboGroups } from '../blood/groups';
import { day } from '../instant';
import { reportingIntervals, reportingModes } from '../stock/reporting';

export const declaredCell = z.strictObject({
  component: z.string().min(1).max(40),
  abo: z.enum(aboGroups),
  rhd: z.enum(['positive', 'negative']),
  /** Hundredths of the component's unit. Zero was said; what was not said is not in the list. */
  amount: z.int(),
});
export type DeclaredCell = z.output<typeof declaredCell>;

/** Every component in force, every group. */
export const mostCells = 400;

export const declareInput = z.strictObject({
  /** The business day that the person sees: a page left open over midnight does not declare for another one. */
  day: day,
  /** Null for the first of the day; a correction names the version it corrects. */
  version: z.int().min(1).nullable(),
  cells: z.array(declaredCell).max(mostCells),
  areZeroesConfirmed: z.boolean().default(false),
  entry: z.enum(['form', 'import']).default('form'),
  reason: z.string().trim().max(200).default(''),
});
export type DeclareInput = z.output<typeof declareInput>;

export const agreeInput = z.strictObject({
  orgId: z.string().min(2).max(16),
  mode: z.enum(reportingModes),
  intervalHours: z.union(reportingIntervals.map((hours) => z.literal(hours))),
  dueHour: z.int().min(0).max(23),
  /** Null where nothing was agreed yet. */
  version: z.int().min(1).nullable(),
  /** Of a change; the first agreement needs none. */
  reason: z.string().trim().max(200).default(''),
});
export type AgreeInput = z.output<typeof agreeInput>;
