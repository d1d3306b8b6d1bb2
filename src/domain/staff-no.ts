import { z } from 'zod';

export const organisationId = z.string().regex(/^[A-Z0-9-]{2,16}$/);

/** 工号: unique in its organisation in any case; full-width characters of an input method are read as plain ones. */
export const staffNo = z
  .string()
  .trim()
  .transform((text) => text.normalize('NFKC'))
  .pipe(z.string().regex(/^[A-Za-z0-9]{1,20}$/));
