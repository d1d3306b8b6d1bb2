import { Mod37_2 } from '@konfirm/iso7064';

/** The label of an autologous bag: this prefix, the house, the record number with the bag's place in it, a check character. No label of a station begins so. */
export const autologousPrefix = 'XA-';

const form = /^XA-([0-9A-Z][0-9A-Z-]{0,15})-([0-9A-Z]{4,24})([0-9A-Z*])$/;

/** ISO 7064 MOD 37-2 over house and number, as in ISBT 128. */
function checkOf(orgId: string, serial: string): string {
  return Mod37_2.checksum(`${orgId}${serial}`.replace(/[^0-9A-Z]/g, ''));
}

/** `XA-H01-20261201000301K`: house H01, record 20261201-0003, its first bag. The house stands in it, so that a bag in the wrong house says where it belongs. */
export function autologousBagNo(orgId: string, recordNo: string, lineNo: number): string {
  const house = orgId.toUpperCase();
  const serial = `${recordNo.replace(/[^0-9A-Za-z]/g, '').toUpperCase()}${String(lineNo).padStart(2, '0')}`;
  return `${autologousPrefix}${house}-${serial}${checkOf(house, serial)}`;
}

/** House and number of a text that is such a label; `isChecked` false where its check character is wrong. Null: it is none. */
export function readAutologousBagNo(text: string): { bagNo: string; orgId: string; isChecked: boolean } | null {
  const [, orgId, serial, check] = form.exec(text) ?? [];
  if (!orgId || !serial || !check) return null;
  return { bagNo: text, orgId, isChecked: checkOf(orgId, serial) === check };
}
