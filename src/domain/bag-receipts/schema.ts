import { z } from 'zod';
import { instant } from '../instant';
import { bagChecks, handEntryReasons, holdReasons } from './label-checks';

/** One bag of a receipt: what was read on it, what was found, what becomes of it. */
export const receiptLine = z.strictObject({
  unitId: z.uuid(),
  boxNo: z.int().min(1).max(99),
  entry: z.enum(['scan', 'hand']),
  entryReason: z.enum(handEntryReasons).optional(),
  /** The raw codes as they came from the scanner, in order. */
  scans: z.array(z.string().max(200)).max(12).default([]),
  exceptions: z.array(z.enum(bagChecks)).max(bagChecks.length).default([]),
  outcome: z.enum(['accepted', 'held', 'refused']),
  holdReason: z.enum(holdReasons).optional(),
  /** Code of the place it was put into; left out, it goes to the default place of what it is. */
  storagePlace: z.string().max(40).optional(),
  scannedAt: instant.optional(),
});
export type ReceiptLine = z.output<typeof receiptLine>;

/** Two decimals are kept, a third is refused: what is judged is what was read, never a rounding of it. */
const celsius = z.number().min(-200).max(60).multipleOf(0.01);

/** Whether a typed temperature can be taken as it stands; null: nothing is typed. */
export function checkTypedCelsius(typed: number | null): 'not_a_number' | 'too_precise' | 'out_of_scale' | null {
  if (typed === null) return null;
  if (!Number.isFinite(typed)) return 'not_a_number';
  if (celsius.safeParse(typed).success) return null;
  return z.number().multipleOf(0.01).safeParse(typed).success ? 'out_of_scale' : 'too_precise';
}

/** Temperature on arrival, per box and temperature class, °C. */
export const boxTemperature = z.strictObject({
  boxNo: z.int().min(1).max(99),
  temperatureClass: z.enum(['red_cells', 'platelets', 'frozen']),
  celsius,
});
export type BoxTemperatureInput = z.output<typeof boxTemperature>;

export const receiptDraft = z.strictObject({
  shipmentId: z.uuid(),
  arrivedAt: instant,
  dutyMode: z.enum(['two_person', 'single']),
  temperatures: z.array(boxTemperature).max(200),
  lines: z.array(receiptLine).min(1).max(2000),
});
export type ReceiptDraft = z.output<typeof receiptDraft>;

export const receiptSignatures = z.strictObject({
  /** The receiver signs by the session; the token proves when and over what. */
  receiver: z.string().max(2000),
  /** Two people: the reviewer's token. */
  reviewer: z.string().max(2000).optional(),
  /** One on duty: the deliverer, by name, stands in. */
  delivererName: z.string().trim().min(1).max(40).optional(),
});

export const postReceiptInput = z.strictObject({
  ...receiptDraft.shape,
  signatures: receiptSignatures,
  /** The open list it comes from: what that had found itself needs no telling. */
  listId: z.uuid().optional(),
});
export type PostReceiptInput = z.output<typeof postReceiptInput>;
