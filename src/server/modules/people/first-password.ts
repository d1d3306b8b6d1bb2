import { randomInt } from 'node:crypto';

/** No look-alikes: it is read from one screen and typed at another, once. */
const letters = 'abcdefghjkmnpqrstuvwxyz';
const capitals = 'ABCDEFGHJKMNPQRSTUVWXYZ';
const digits = '23456789';
const pattern = [
  capitals,
  letters,
  letters,
  letters,
  digits,
  digits,
  letters,
  letters,
  digits,
  capitals,
  letters,
  letters,
];

/** A first password: 14 characters of three classes, about 50 bits, in three groups. */
export function mintFirstPassword(): string {
  return pattern
    .map((set) => set[randomInt(set.length)] ?? '')
    .join('')
    .replace(/^(.{4})(.{4})/, '$1-$2-');
}
