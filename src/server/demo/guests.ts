import { execute } from '../kernel/command';
import { askIn } from '../modules/people/ask-in';
import type { Runtime } from '../runtime';
import { actAs, requestOf } from './actors';

/** One of the demo works in two houses: a reviewer of H03 does nights in H02, whose administrator asked her in. */
export async function askGuestIn(runtime: Runtime): Promise<void> {
  await execute(askIn, requestOf(runtime, await actAs(runtime, 'H02', '9001')), {
    orgId: 'H03',
    staffNo: '1002',
    posts: [{ department: '输血科', roles: ['technician', 'reviewer'] }],
    reason: '夜班支援',
  });
}
