import { z } from 'zod';
import { placeClasses } from '../stock/places';

/** What fits on a bar code of the house: capitals, digits, hyphens. */
const code = z
  .string()
  .trim()
  .transform((text) => text.normalize('NFKC').toUpperCase())
  .pipe(z.string().refine((text) => /^[A-Z0-9-]{1,12}$/.test(text), 'place.code_form'));
const name = z.string().trim().min(1).max(40);

export const registerPlaceInput = z.strictObject({
  code,
  name,
  placeClass: z.enum(placeClasses),
  isDefault: z.boolean().default(false),
});
export type RegisterPlaceInput = z.output<typeof registerPlaceInput>;

export const modifyPlaceInput = z.strictObject({
  id: z.uuid(),
  version: z.int().min(1),
  name,
  placeClass: z.enum(placeClasses),
  isDefault: z.boolean(),
  state: z.enum(['active', 'inactive']),
});
export type ModifyPlaceInput = z.output<typeof modifyPlaceInput>;

export const moveBagsInput = z.strictObject({ placeId: z.uuid(), unitIds: z.array(z.uuid()).min(1).max(200) });
export type MoveBagsInput = z.output<typeof moveBagsInput>;
