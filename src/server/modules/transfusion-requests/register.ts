import { transfusionRequests } from '@/db/schema';
import { registerRequestInput } from '@/domain/transfusion-requests/schema';
import { defineCommand, done } from '../../kernel/command';
import { actorName } from '../stock/post';
import { composeRequest } from './compose';
import { answerOf } from './present';
import { changeOf } from './window';

/** 登记: kept as a draft, or sent to its approvers at once. */
export const registerRequest = defineCommand({
  name: 'transfusion-requests.register',
  permission: 'transfusion-requests.register',
  input: registerRequestInput,
  async run(scope, { isSubmitted, patientId, ...fields }) {
    const id = crypto.randomUUID();
    const { values, raised } = await composeRequest(scope, { id, patientId, fields, isSubmitted }, null);
    const [row] = await scope.db
      .insert(transfusionRequests)
      .values({ ...values, id, orgId: scope.orgId, createdBy: actorName(scope), createdAt: scope.now })
      .returning();
    if (!row) throw new Error('nothing was written');
    return done({ ...answerOf(row), raised: raised.length }, changeOf('register', null, row), ...raised);
  },
});
