import { z } from 'zod';
import { listMemberships, type MembershipChoice } from '@/server/auth/workstation';
import { rolesOf } from '@/server/kernel/actor';
import { defineRead } from '@/server/kernel/read';
import { theRuntime } from '@/server/runtime';

/** Who this screen acts for, and where else the person belongs. */
export const readMe = defineRead({
  name: 'session.me',
  permission: 'session.use',
  input: z.void(),
  async run({ actor }) {
    const runtime = theRuntime();
    const memberships: MembershipChoice[] = actor.kind === 'user' ? await listMemberships(runtime, actor) : [];
    return {
      kind: actor.kind,
      roles: rolesOf(actor),
      orgId: actor.orgId,
      name: actor.name,
      ...(actor.kind === 'user'
        ? {
            personId: actor.personId,
            staffNo: actor.staffNo,
            orgKind: actor.orgKind,
            orgName: actor.orgName,
            department: actor.department,
            mustChangePassword: actor.mustChangePassword,
          }
        : {}),
      memberships,
      isDemo: runtime.isDemo,
      isInsecure: runtime.isInsecure,
    };
  },
});
