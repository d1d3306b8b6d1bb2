/** What a workbook may be: thousands of lines inflate to a few megabytes, not to a gigabyte. */
export const zipLimits = { entries: 400, inflatedBytes: 64 * 1024 * 1024, ratio: 250 } as const;

export type ZipFault = 'not_a_zip' | 'too_big_inside' | 'has_macros';

const endSignature = 0x06054b50;
const entrySignature = 0x02014b50;

/**
 * Reads a zip's own list of contents, inflating nothing: refuses too many entries, too much content, or a compression no honest
 * workbook reaches, and a program inside (`vbaProject.bin`), whatever the file is called. The list may lie: the worker that inflates has a memory limit and a clock as well.
 */
export function checkZip(bytes: Uint8Array): ZipFault | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = findEnd(view);
  if (end === null) return 'not_a_zip';
  const entries = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  // 0xffff and 0xffffffff announce zip64: no note of 5 MB needs it.
  if (entries === 0xffff || at === 0xffffffff) return 'too_big_inside';
  if (entries === 0) return 'not_a_zip';
  if (entries > zipLimits.entries) return 'too_big_inside';
  let inflated = 0;
  for (let n = 0; n < entries; n++) {
    if (at + 46 > view.byteLength || view.getUint32(at, true) !== entrySignature) return 'not_a_zip';
    const packedSize = view.getUint32(at + 20, true);
    const size = view.getUint32(at + 24, true);
    if (nameAt(bytes, at + 46, view.getUint16(at + 28, true)).endsWith('vbaproject.bin')) return 'has_macros';
    inflated += size;
    if (inflated > zipLimits.inflatedBytes) return 'too_big_inside';
    if (size > 1024 * 1024 && size > packedSize * zipLimits.ratio) return 'too_big_inside';
    at += 46 + view.getUint16(at + 28, true) + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return null;
}

const nameAt = (bytes: Uint8Array, from: number, length: number) =>
  Buffer.from(bytes.subarray(from, from + length))
    .toString('latin1')
    .toLowerCase();

function findEnd(view: DataView): number | null {
  for (let at = view.byteLength - 22; at >= Math.max(0, view.byteLength - 22 - 0xffff); at--)
    if (view.getUint32(at, true) === endSignature) return at;
  return null;
}
