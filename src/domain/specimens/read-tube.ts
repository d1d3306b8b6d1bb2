import { tubeNo } from './schema';

/** Labels that begin like this are of bags, badges, wristbands and places. */
const otherLabels = /^(?:[=&]|XB-|XMP|XP-|XA-)/;

/** The tube number that was scanned, or null: another label, or none at all. A tube may bear digits alone, as an old donation number does. */
export function readTube(raw: string): string | null {
  const read = tubeNo.safeParse(raw);
  return read.success && !otherLabels.test(read.data) && !raw.trim().startsWith('=') ? read.data : null;
}
