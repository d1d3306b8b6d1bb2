import { z } from 'zod';
import { maskIdentityNumbersIn } from './identity-number';

/** A text of one line, as people write and paste it: NFC, one space between words, no character that is none or that nobody sees. */
export const oneLine = (max: number) =>
  z
    .string()
    .transform((text) =>
      text
        .normalize('NFC')
        .replace(/[\u200b\u2060\ufeff]/g, '')
        .replace(/\s+/gu, ' ')
        .trim(),
    )
    .refine((text) => !/[\p{Cc}\p{Cs}]/u.test(text), 'invalid.invalid_format')
    .pipe(z.string().max(max));

/** Free text of a ward: an identity number that slipped in is masked before it is kept. */
export const words = (max: number) => oneLine(max).transform(maskIdentityNumbersIn);
