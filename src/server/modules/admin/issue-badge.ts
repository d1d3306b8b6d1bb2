import { z } from 'zod';
import { badgeHashOf, mintBadgeCode } from '@/server/auth/badges';
import { accountChange } from '@/server/auth/chain';
import { defineCommand, done } from '@/server/kernel/command';
import { loadPerson } from './load';

/** A new badge code, to be printed now: only its hash is kept, and the earlier badge is void. */
export const issueBadge = defineCommand({
  name: 'admin.issueBadge',
  hasSecretAnswer: true,
  permission: 'admin.accounts',
  input: z.strictObject({ personId: z.uuid() }),
  async run(scope, { personId }) {
    const person = await loadPerson(scope, personId);
    const badge = mintBadgeCode();
    await scope.q`update people set badge_hash = ${badgeHashOf(badge)}, version = version + 1 where id = ${personId}`;
    return done(
      { badge, name: person.name, staffNo: person.staffNo },
      accountChange(scope.orgId, personId, 'admin.badge_issued', { version: person.version + 1 }),
    );
  },
});
