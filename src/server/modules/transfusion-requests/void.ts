import { transfusionRequests } from '@/db/schema';
import { requestLifecycle } from '@/domain/transfusion-requests/lifecycle';
import { voidRequestInput } from '@/domain/transfusion-requests/schema';
import { defineCommand, done } from '../../kernel/command';
import { refusal } from '../../kernel/errors';
import { saveVersioned } from '../../kernel/store';
import { releaseReservations } from '../stock/release-reservations';
import { hasIssues, lockRequest } from './load';
import { answerOf } from './present';
import { changeOf } from './window';

/** 作废: with a reason; its number stays used, and it counts into no window. Not once blood of it has gone out. */
export const voidRequest = defineCommand({
  name: 'transfusion-requests.void',
  permission: 'transfusion-requests.void',
  input: voidRequestInput,
  async run(scope, { id, version, reason }) {
    const was = await lockRequest(scope, { id, version });
    const facts = { no: was.no ?? '', state: was.state };
    if (was.state === 'draft') throw refusal({ code: 'request.is_draft' });
    if (!requestLifecycle.actions.void.from.some((from) => from === was.state))
      throw refusal({ code: 'request.not_voidable', facts });
    if (await hasIssues(scope, id)) throw refusal({ code: 'request.has_issues', facts });
    const saved = await saveVersioned(scope, transfusionRequests, id, version, {
      state: 'void',
      waitsFor: '',
      reason,
      updatedAt: scope.now,
      sortedAt: scope.now,
    });
    const released = await releaseReservations(scope, { requestId: id }, reason);
    return done(answerOf(saved), changeOf('void', was, saved, reason), ...released);
  },
});
