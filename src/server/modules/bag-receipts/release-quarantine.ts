import { z } from 'zod';
import { defineCommand, done } from '../../kernel/command';
import { post } from '../stock/post';

/** A reviewer decides that held bags may be used after all, with the reason; expired ones never. */
export const releaseQuarantine = defineCommand({
  name: 'bag-receipts.release-quarantine',
  permission: 'bag-receipts.release-quarantine',
  input: z.strictObject({ unitIds: z.array(z.uuid()).min(1).max(200), reason: z.string().trim().min(2).max(200) }),
  async run(scope, { unitIds, reason }) {
    const recordId = crypto.randomUUID();
    await post(scope, { kind: 'release_hold', unitIds, module: 'bag-receipts', recordId });
    return done(
      { released: unitIds.length },
      {
        module: 'bag-receipts',
        recordId,
        action: 'bag-receipts.release-quarantine',
        version: 1,
        state: 'released',
        orgId: scope.orgId,
        reason,
        before: { state: 'quarantined' },
        after: { unitIds, state: 'available' },
        tally: { kind: 'release_hold', bags: unitIds.length },
      },
    );
  },
});
