import { z } from 'zod';

export const temperatureClasses = ['red_cells', 'platelets', 'frozen'] as const;

export const shipmentBox = z.strictObject({
  boxNo: z.int().min(1).max(99),
  temperatureClass: z.enum(temperatureClasses),
  /** Measured when the box was closed; null when it was not. */
  packedAtCelsius: z.number().min(-200).max(60).nullable(),
});
export type ShipmentBoxInput = z.output<typeof shipmentBox>;

export const shipInput = z.strictObject({
  toOrgId: z.string().min(2).max(16),
  boxes: z.array(shipmentBox).min(1).max(99),
  lines: z
    .array(z.strictObject({ unitId: z.uuid(), boxNo: z.int().min(1).max(99) }))
    .min(1)
    .max(2000),
  carrier: z.string().trim().min(1).max(40),
  carrierPhone: z.string().trim().max(30).default(''),
});
export type ShipInput = z.output<typeof shipInput>;

export const voidShipmentInput = z.strictObject({
  id: z.uuid(),
  version: z.int().min(1),
  reason: z.string().trim().min(2).max(200),
});
