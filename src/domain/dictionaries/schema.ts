import { z } from 'zod';
import { day } from '../instant';
import { oneLine } from '../text';
import { dictionaryNames } from './names';

const reason = oneLine(200).pipe(z.string().min(2));

const term = {
  /** What a dialog offers and a record keeps. */
  name: oneLine(60).pipe(z.string().min(2)),
  nameEn: oneLine(100).default(''),
  /** 1 to 999; the first nine have a key. */
  position: z.int().min(1).max(999),
  /** Business days, both included; null: always was, and without end. */
  validFrom: day.nullable().default(null),
  validTo: day.nullable().default(null),
};

export const registerTermInput = z.strictObject({ dictionary: z.enum(dictionaryNames), ...term });
export const modifyTermInput = z.strictObject({ id: z.uuid(), version: z.int().min(1), reason, ...term });
export const retireTermInput = z.strictObject({ id: z.uuid(), version: z.int().min(1), reason });
export const termsInput = z.strictObject({ dictionary: z.enum(dictionaryNames) });

export type TermFields = Omit<z.output<typeof registerTermInput>, 'dictionary'>;
export const termFields = ['name', 'nameEn', 'position', 'validFrom', 'validTo'] as const;
