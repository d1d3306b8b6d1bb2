import { z } from 'zod';
import { dictionaryNames } from './names';

const reason = z.string().trim().min(2).max(200);

const term = {
  /** What a dialog offers and a record keeps. */
  name: z.string().trim().min(2).max(60),
  nameEn: z.string().trim().max(100).default(''),
  /** 1 to 999; the first nine have a key. */
  position: z.int().min(1).max(999),
  /** Business days, both included; null: always was, and without end. */
  validFrom: z.iso.date().nullable().default(null),
  validTo: z.iso.date().nullable().default(null),
};

export const registerTermInput = z.strictObject({ dictionary: z.enum(dictionaryNames), ...term });
export const modifyTermInput = z.strictObject({ id: z.uuid(), version: z.int().min(1), reason, ...term });
export const retireTermInput = z.strictObject({ id: z.uuid(), version: z.int().min(1), reason });
export const termsInput = z.strictObject({ dictionary: z.enum(dictionaryNames) });

export type TermFields = Omit<z.output<typeof registerTermInput>, 'dictionary'>;
export const termFields = ['name', 'nameEn', 'position', 'validFrom', 'validTo'] as const;
