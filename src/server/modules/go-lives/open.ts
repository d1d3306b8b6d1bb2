import { z } from 'zod';
import { defineCommand, done } from '../../kernel/command';
import { refusal } from '../../kernel/errors';
import { drawNumber } from '../../kernel/numbers';
import { isHospital } from '../stock/load-duty';
import { actorName } from '../stock/post';
import { loadMinTrialDays } from './load';

/** A hospital begins to go live. One at a time, and none after the start. */
export const openGoLive = defineCommand({
  name: 'go-lives.open',
  permission: 'go-lives.open',
  input: z.strictObject({}),
  async run(scope) {
    const { q, orgId } = scope;
    if (!isHospital(scope)) throw refusal({ code: 'go_live.not_a_hospital' });
    const minTrialDays = await loadMinTrialDays(scope);
    // Two at once: the second waits here, and then finds the first one's.
    await q`select pg_advisory_xact_lock(hashtext('go-lives:' || ${orgId}))`;
    const [standing] = await q<{ no: string; state: string }[]>`
      select no, state from go_lives where org_id = ${orgId} and state in ('preparing', 'trial', 'live')`;
    if (standing)
      throw refusal({
        code: standing.state === 'live' ? 'go_live.live_already' : 'go_live.open_already',
        facts: { no: standing.no },
      });
    const id = crypto.randomUUID();
    const no = await drawNumber(scope, 'go-lives');
    await q`
      insert into go_lives (id, no, org_id, min_trial_days, created_by) values (${id}, ${no}, ${orgId}, ${minTrialDays}, ${actorName(scope)})`;
    return done(
      { id, no, version: 1 },
      {
        module: 'go-lives',
        recordId: id,
        action: 'go-lives.open',
        version: 1,
        state: 'preparing',
        orgId,
        isHeardByOffices: true,
        before: null,
        after: { no, state: 'preparing', minTrialDays },
      },
    );
  },
});
