import { z } from 'zod';
import { roles } from '../permissions';
import { organisationId, staffNo } from '../staff-no';

const name = z.string().trim().min(1).max(40);
const title = z.string().trim().max(40).default('');
const department = z.string().trim().max(40).default('');
const reason = z.string().trim().min(2).max(200);

/** Where somebody works, and as what. Without a role: signs for it, and does nothing in the system. */
export const post = z.strictObject({ department, roles: z.array(z.enum(roles)).max(6) });
export type Post = z.output<typeof post>;

const posts = z.array(post).min(1).max(6);

export const registerPersonInput = z.strictObject({ staffNo, name, title, posts });
export type RegisterPersonInput = z.output<typeof registerPersonInput>;

/** What is left out stays as it is. */
export const modifyPersonInput = z.strictObject({
  id: z.uuid(),
  version: z.int().min(1),
  name: name.optional(),
  title: z.string().trim().max(40).optional(),
  posts: posts.optional(),
});
export type ModifyPersonInput = z.output<typeof modifyPersonInput>;

export const leaveInput = z.strictObject({ id: z.uuid(), version: z.int().min(1), reason });

/** Somebody of another house, by exactly his number there. */
export const findElsewhereInput = z.strictObject({ orgId: organisationId, staffNo });
export type FindElsewhereInput = z.output<typeof findElsewhereInput>;

export const askInInput = z.strictObject({ orgId: organisationId, staffNo, posts, reason });
export type AskInInput = z.output<typeof askInInput>;

export const modifyGuestInput = z.strictObject({ id: z.uuid(), version: z.int().min(1), posts });
export type ModifyGuestInput = z.output<typeof modifyGuestInput>;

/** @property orgId the house where he is a guest: the own one, or another for somebody of one's own. */
export const endGuestInput = z.strictObject({ id: z.uuid(), orgId: organisationId, version: z.int().min(1), reason });

export const personInput = z.strictObject({ id: z.uuid() });

/** A sheet of badges. */
export const badgesAtOnce = 100;
export const issueBadgesInput = z.strictObject({ ids: z.array(z.uuid()).min(1).max(badgesAtOnce) });

/** An administrator's account of another house, who opens the others there. */
export const openElsewhereInput = z.strictObject({
  orgId: organisationId,
  staffNo,
  name,
  title,
  department,
  role: z.enum(['hospital_admin', 'city_admin']),
  reason,
});
export type OpenElsewhereInput = z.output<typeof openElsewhereInput>;
