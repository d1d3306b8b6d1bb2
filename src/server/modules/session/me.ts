import { z } from 'zod';
import { rolesOf } from '@/server/kernel/actor';
import { defineRead } from '@/server/kernel/read';

/** Who this screen acts for. Where else the person belongs is answered by GET /api/auth/session. */
export const readMe = defineRead({
  name: 'session.me',
  permission: 'session.use',
  input: z.void(),
  async run({ actor, runtime }) {
    const { isDemo, isInsecure } = runtime;
    const place = { kind: actor.kind, roles: rolesOf(actor), orgId: actor.orgId, name: actor.name, isDemo, isInsecure };
    if (actor.kind !== 'user') return { ...place, person: null };
    const { personId, staffNo, orgKind, orgName, department, mustChangePassword } = actor;
    return { ...place, person: { personId, staffNo, orgKind, orgName, department, mustChangePassword } };
  },
});
