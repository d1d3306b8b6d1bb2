import type { UserActor } from '@/server/kernel/actor';
import { execute } from '@/server/kernel/command';
import { approvePlan, reviewPlan } from '@/server/modules/blood-use-plans/answer';
import { registerPlan } from '@/server/modules/blood-use-plans/draft';
import type { TrialCity } from './city';

type Amounts = { measure: 'red_cells' | 'platelets' | 'plasma' | 'cryo'; amount: number }[];

export interface Offices {
  readonly officeClerk: UserActor;
  readonly officeReviewer: UserActor;
}

export async function openOffices(city: TrialCity): Promise<Offices> {
  return {
    officeClerk: (await city.enter('O01', '7001', ['office_clerk'])).actor,
    officeReviewer: (await city.enter('O01', '7002', ['office_reviewer'])).actor,
  };
}

/** A plan of this year that has gone its whole way. Amounts in hundredths. */
export async function approvedPlan(
  city: TrialCity,
  technician: UserActor,
  { officeClerk, officeReviewer }: Offices,
  lines: Amounts,
): Promise<{ id: string; version: number }> {
  const year = (await city.now()).getUTCFullYear();
  const sent = await execute(registerPlan, city.as(technician), { year, lines, remark: '', isSubmitted: true });
  const seen = await execute(reviewPlan, city.as(officeClerk), { id: sent.id, version: sent.version, lines });
  return execute(approvePlan, city.as(officeReviewer), { id: sent.id, version: seen.version, lines });
}
