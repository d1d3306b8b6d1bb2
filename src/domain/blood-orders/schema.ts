import { z } from 'zod';
import { modifiers } from '../blood/compatibility-types';
import { aboGroups } from '../blood/groups';
import { day, instant } from '../instant';
import { words } from '../text';
import { declineCodes, deliveryMethods, negativeAntigens, priorities } from './kinds';

const reason = words(200).pipe(z.string().min(2));
const seen = { id: z.uuid(), version: z.int().min(1) };

/** Hundredths of the component's unit. */
const amount = z.int().min(1).max(100_000_000);

const group = { abo: z.enum(aboGroups), rhd: z.enum(['positive', 'negative']) };

export const orderLine = z.strictObject({
  component: z.string().min(1).max(40),
  ...group,
  amount,
  /** What the label must say beside the component. */
  modifiers: z.array(z.enum(modifiers)).max(6).default([]),
  antigensNegative: z.array(z.enum(negativeAntigens)).max(14).default([]),
  words: words(120).default(''),
  /** A patient of this hospital; the station hears of no patient. */
  patientId: z.uuid().nullable().default(null),
});
export type OrderLineInput = z.output<typeof orderLine>;

export const orderInput = z.strictObject({
  stationId: z.string().min(2).max(16),
  priority: z.enum(priorities),
  deliveryMethod: z.enum(deliveryMethods),
  /** When the blood has to be there. */
  neededAt: instant,
  lines: z.array(orderLine).min(1).max(200),
  /** Whom of the station somebody has telephoned. */
  phonedWith: z.string().trim().max(40).default(''),
  remark: words(200).default(''),
  /** Somebody has looked at the lines that are far beyond the usual, and means them. */
  areAmountsConfirmed: z.boolean().default(false),
  /** The order that this one was filled in from: its draft is settled, and one's own stays. */
  copyOf: z.uuid().nullable().default(null),
});
export type OrderInput = z.output<typeof orderInput>;

export const modifyOrderInput = orderInput.extend(seen);

export const reasonedInput = z.strictObject({ ...seen, reason });
export const seenInput = z.strictObject(seen);
export const confirmPhoneInput = z.strictObject({ ...seen, phonedWith: z.string().trim().min(1).max(40) });

export const answeredLine = z.strictObject({
  lineId: z.uuid(),
  now: z.int().min(0),
  later: z.int().min(0),
  laterOn: day.nullable(),
  declined: z.int().min(0),
  declineCode: z.enum(declineCodes).nullable(),
});
export type AnsweredLine = z.output<typeof answeredLine>;
export const answerInput = z.strictObject({
  ...seen,
  lines: z.array(answeredLine).min(1).max(200),
  /** Why more is promised for now than lies on the shelf. */
  beyondShelfReason: z.string().trim().max(200).default(''),
});

export const pickInput = z.strictObject({
  orderId: z.uuid(),
  lineId: z.uuid(),
  unitIds: z.array(z.uuid()).min(1).max(200),
  /** `scan`: the label was read, or its number typed. `list`: chosen from the list; it is scanned before the boxes close. */
  entry: z.enum(['scan', 'list']),
  /** What was promised for a later day is picked before it, on purpose. */
  isEarly: z.boolean().default(false),
});
export const putBackInput = z.strictObject({ orderId: z.uuid(), unitIds: z.array(z.uuid()).min(1).max(500) });

const box = z.strictObject({
  boxNo: z.int().min(1).max(99),
  temperatureClass: z.enum(['red_cells', 'platelets', 'frozen']),
  packedAtCelsius: z.number().min(-200).max(60).nullable(),
  /** Why a box of an urgent order leaves as its bags may travel, and not as they are stored; the hospital reads it. */
  offReason: z.string().trim().max(200).default(''),
});
export type OrderBox = z.output<typeof box>;
export const packInput = z.strictObject({
  orderId: z.uuid(),
  boxes: z.array(box).min(1).max(99),
  lines: z
    .array(z.strictObject({ unitId: z.uuid(), boxNo: z.int().min(1).max(99) }))
    .min(1)
    .max(2000),
});
export type PackInput = z.output<typeof packInput>;

export const sendInput = z.strictObject({
  orderId: z.uuid(),
  /** How many bags the boxes were seen to hold. */
  bagCount: z.int().min(1).max(2000),
  carrier: z.string().trim().min(1).max(40),
  carrierPhone: z.string().trim().max(30).default(''),
  plate: z.string().trim().max(20).default(''),
  dueAt: instant.nullable().default(null),
});
export type SendInput = z.output<typeof sendInput>;

export const arriveInput = z.strictObject({ orderId: z.uuid(), deliveryId: z.uuid() });

const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);
export const deliverySlot = z.strictObject({
  arrivesAt: clock,
  /** Last moment to order, the same day; after `arrivesAt` it is that of the day before. */
  orderBy: clock,
  /** ISO weekdays, 1 is Monday. */
  weekdays: z.array(z.int().min(1).max(7)).min(1).max(7),
});
export type DeliverySlot = z.output<typeof deliverySlot>;
export const savePlanInput = z.strictObject({ version: z.int().min(0), slots: z.array(deliverySlot).max(24) });

export const templateLines = z
  .array(z.strictObject({ component: z.string().min(1).max(40), ...group, amount }))
  .min(1)
  .max(200);
export const saveTemplateInput = z.strictObject({ name: z.string().trim().min(1).max(40), lines: templateLines });
