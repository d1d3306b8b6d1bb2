import { z } from 'zod';
import { normaliseScan } from '../blood/barcodes/normalise';
import { modifiers } from '../blood/compatibility-types';
import { day } from '../instant';
import { unmappedPlaces } from './places';

/** Eight characters, with or without `=<`, or the first five for every donation type and division. */
export const productCode = z
  .string()
  .max(20)
  .transform((text) => normaliseScan(text).replace(/^=</, ''))
  .refine((code) => /^[0-9A-Z]{5}([0-9A-Z]{3})?$/.test(code) && /\d/.test(code), 'product.code_form');

const reason = z.string().trim().min(2).max(200);

const meaning = {
  name: z.string().trim().min(1).max(60),
  component: z.string().min(1).max(40),
  /** Hundredths of the component's unit. */
  amount: z.int(),
  modifiers: z.array(z.enum(modifiers)).max(modifiers.length).default([]),
  /** The first business day on which the code is read; null: always. */
  validFrom: day.nullable().default(null),
  /** The person was told that bags in stock keep what they are. */
  areBagsConfirmed: z.boolean().default(false),
};

export const registerProductInput = z.strictObject({ productCode, ...meaning });
export type RegisterProductInput = z.output<typeof registerProductInput>;

export const modifyProductInput = z.strictObject({ id: z.uuid(), version: z.int().min(1), reason, ...meaning });

export const retireProductInput = z.strictObject({ id: z.uuid(), version: z.int().min(1), reason });

export const reportProductInput = z.strictObject({
  productCode: z.string().regex(/^[0-9A-Z]{5,10}$/),
  place: z.enum(unmappedPlaces),
});

export type ProductFields = Pick<RegisterProductInput, 'name' | 'component' | 'amount' | 'modifiers' | 'validFrom'>;
export const productFields = ['name', 'component', 'amount', 'modifiers', 'validFrom'] as const;
