import { z } from 'zod';
import { roles } from '../permissions';
import { organisationId, staffNo, staffNoHere } from '../staff-no';

/** As typed: rules hold only where a password is set, and nothing is trimmed. */
export const typedPassword = z.string().min(1).max(128);
export const badgeCode = z.string().trim().min(1).max(80);

export const signInInput = z.strictObject({
  orgId: organisationId,
  /** Of the house that was chosen, or of whoever works there and is kept elsewhere: `H02/1001`. */
  staffNo: staffNoHere,
  password: typedPassword,
  /** A colleague's badge opens a locked account at this workstation. */
  colleagueBadge: badgeCode.optional(),
  deviceLabel: z.string().trim().max(60).default(''),
  /** To the city for practising, with the account of the real one. */
  isPractice: z.boolean().default(false),
});

export const unlockInput = z.union([z.strictObject({ password: typedPassword }), z.strictObject({ badge: badgeCode })]);

export const changePasswordInput = z.strictObject({ current: typedPassword, next: typedPassword });
export const switchMembershipInput = z.strictObject({ membershipId: z.uuid() });
export const viewAsInput = z.strictObject({ role: z.enum(roles) });
export const enrolInput = z.strictObject({ code: z.string().trim().min(16).max(80) });

export const setupInput = z.strictObject({
  token: z.string().min(16).max(80),
  cityName: z.string().trim().min(1).max(60),
  organisation: z.strictObject({ id: organisationId, name: z.string().trim().min(2).max(80) }),
  staffNo,
  name: z.string().trim().min(1).max(40),
  password: typedPassword,
});

export const accountInput = z.strictObject({
  orgId: organisationId,
  staffNo,
  name: z.string().trim().min(1).max(40),
  title: z.string().trim().max(40).default(''),
  department: z.string().trim().max(40).default(''),
  roles: z.array(z.enum(roles)).min(1).max(6),
});

export type SignInInput = z.input<typeof signInInput>;
export type SetupInput = z.input<typeof setupInput>;
export type AccountInput = z.input<typeof accountInput>;

/** `<organisation>.<staff no>` in lower case: unique in the city, because an organisation's code holds no dot. */
export function usernameOf(orgId: string, staff: string): string {
  return `${orgId}.${staff}`.toLowerCase();
}
