import { execute } from '../kernel/command';
import { approvePlan, reviewPlan } from '../modules/blood-use-plans/answer';
import { registerPlan } from '../modules/blood-use-plans/draft';
import { activateShare } from '../modules/donor-plans/activate';
import { allocateShare } from '../modules/donor-plans/allocate';
import type { Runtime } from '../runtime';
import { actAs, requestOf } from './actors';

/** Hundredths of each measure's unit: a hospital of a few hundred beds in a year. */
const yearly = [
  { measure: 'red_cells', amount: 900_000 },
  { measure: 'platelets', amount: 120_000 },
  { measure: 'plasma', amount: 90_000_000 },
  { measure: 'cryo', amount: 60_000 },
] as const;

/** Plans and shares in every stage, by the same verbs as everybody's: one plan in force, one to be approved, one to be reviewed; shares of groups. */
export async function bringPlans(runtime: Runtime, now: Date): Promise<void> {
  const clerk = requestOf(runtime, await actAs(runtime, 'O01', '3001'));
  const reviewer = requestOf(runtime, await actAs(runtime, 'O01', '3002'));
  const year = now.getUTCFullYear();
  const lines = [...yearly];
  const send = async (orgId: string, ofYear: number) =>
    execute(registerPlan, requestOf(runtime, await actAs(runtime, orgId, '1001')), {
      year: ofYear,
      lines,
      isSubmitted: true,
    });

  const inForce = await send('H02', year);
  const seen = await execute(reviewPlan, clerk, { id: inForce.id, version: inForce.version, lines });
  await execute(approvePlan, reviewer, { id: inForce.id, version: seen.version, lines });
  const toApprove = await send('H02', year + 1);
  await execute(reviewPlan, clerk, { id: toApprove.id, version: toApprove.version, lines });
  await send('H01', year + 1);

  const share = (orgId: string, donorGroup: string, amount: number) =>
    execute(allocateShare, clerk, {
      orgId,
      origin: 'group',
      donorGroup,
      measure: 'red_cells',
      amount,
      validUntil: `${year}-12-31`,
    });
  await share('H01', '申城示范大学', 4_000);
  const partly = await share('H02', '示范钢铁公司', 6_000);
  await execute(activateShare, requestOf(runtime, await actAs(runtime, 'H02', '1001')), {
    id: partly.id,
    version: partly.version,
    amount: 2_000,
  });
}
