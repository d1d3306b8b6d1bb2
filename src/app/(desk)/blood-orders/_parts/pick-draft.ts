import { z } from 'zod';

/** What was written on a delivery and is in no command yet: temperatures, boxes, the journey. Boxes and bags by their number and id. */
const storedPick = z.object({
  celsius: z.record(z.string(), z.number().nullable()),
  reasons: z.record(z.string(), z.string()),
  chosen: z.record(z.string(), z.number()),
  carrier: z.string(),
  carrierPhone: z.string(),
  plate: z.string(),
  dueAt: z.coerce.date().nullable(),
});
export type PickEntry = z.output<typeof storedPick>;

export const emptyPick: PickEntry = {
  celsius: {},
  reasons: {},
  chosen: {},
  carrier: '',
  carrierPhone: '',
  plate: '',
  dueAt: null,
};

/** Whether somebody wrote something that no command has yet. */
export function isBegun(entry: PickEntry): boolean {
  const { carrier, carrierPhone, plate, dueAt, celsius, reasons, chosen } = entry;
  const isWritten = [carrier, carrierPhone, plate, ...Object.values(reasons)].some((text) => text.trim() !== '');
  const isMeasured = Object.values(celsius).some((value) => value !== null);
  return isWritten || isMeasured || dueAt !== null || Object.keys(chosen).length > 0;
}

/** What an earlier sitting left; nothing for what an older release wrote otherwise. */
export function openPick(body: unknown): PickEntry {
  const parsed = storedPick.safeParse(body);
  return parsed.success ? parsed.data : emptyPick;
}
