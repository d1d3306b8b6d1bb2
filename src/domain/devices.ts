import { z } from 'zod';

/** A wall screen, from its announcement on: waited for at the screen, too late for it, reading, or out of use. */
export const deviceStates = ['announced', 'lapsed', 'enrolled', 'revoked'] as const;
export type DeviceState = (typeof deviceStates)[number];

/** @param lapsesAt until when the link of a screen that was announced may be opened there. */
export function deviceStateOf(
  {
    enrolledAt,
    revokedAt,
    lapsesAt,
  }: { readonly enrolledAt: Date | null; readonly revokedAt: Date | null; readonly lapsesAt: Date | null },
  now: Date,
): DeviceState {
  if (revokedAt) return 'revoked';
  if (enrolledAt) return 'enrolled';
  return lapsesAt && lapsesAt > now ? 'announced' : 'lapsed';
}

export const enrolDeviceInput = z.strictObject({ label: z.string().trim().min(1).max(60) });
export const revokeDeviceInput = z.strictObject({ id: z.uuid(), reason: z.string().trim().min(2).max(200) });
