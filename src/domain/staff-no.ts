import { z } from 'zod';

export const organisationId = z.string().regex(/^[A-Z0-9-]{2,16}$/);

/** 工号: unique in its organisation in any case; full-width characters of an input method are read as plain ones. */
export const staffNo = z
  .string()
  .trim()
  .transform((text) => text.normalize('NFKC'))
  .pipe(z.string().regex(/^[A-Za-z0-9]{1,20}$/));

/** A house before the number, or none: `H02/1001`, `1001`. */
export const staffNoHereForm = /^(?:[A-Za-z0-9-]{2,16}\/)?[A-Za-z0-9]{1,20}$/;

/** 工号 where a guest may be meant too: `1001` is the own house's 1001, `H02/1001` is kept by H02. */
export const staffNoHere = z
  .string()
  .trim()
  .transform((text) => text.normalize('NFKC'))
  .pipe(z.string().regex(staffNoHereForm));

export interface KeptStaffNo {
  /** The house that keeps the person. */
  readonly orgId: string;
  readonly staffNo: string;
}

/** Whose number was typed in this house. A bare one is the own house's alone: a guest who has the same is never meant by it. */
export function readStaffNo(typed: string, hereOrgId: string): KeptStaffNo {
  const text = typed.normalize('NFKC').trim();
  const slash = text.indexOf('/');
  if (slash < 0) return { orgId: hereOrgId, staffNo: text };
  return { orgId: text.slice(0, slash).trim().toUpperCase(), staffNo: text.slice(slash + 1).trim() };
}

/** As the number is written in a house: of whom another one keeps, with that house before it. */
export function writeStaffNo({ orgId, staffNo }: KeptStaffNo, hereOrgId: string): string {
  return orgId === hereOrgId ? staffNo : `${orgId}/${staffNo}`;
}
