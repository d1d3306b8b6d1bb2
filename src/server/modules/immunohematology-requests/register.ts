import { immunohematologyRequests } from '@/db/schema';
import { registerImmunoInput } from '@/domain/immunohematology-requests/schema';
import { defineCommand, done } from '../../kernel/command';
import { actorName } from '../stock/post';
import { composeImmuno } from './compose';
import { answerOf, changeOf } from './present';

/** 登记: kept as a draft, or sent to the laboratory at once. */
export const registerImmuno = defineCommand({
  name: 'immunohematology-requests.register',
  permission: 'immunohematology-requests.register',
  input: registerImmunoInput,
  async run(scope, { isSubmitted, patientId, ...fields }) {
    const values = await composeImmuno(scope, { patientId, fields, isSubmitted }, null);
    const [row] = await scope.db
      .insert(immunohematologyRequests)
      .values({ ...values, orgId: scope.orgId, createdBy: actorName(scope), createdAt: scope.now })
      .returning();
    if (!row) throw new Error('nothing was written');
    return done(answerOf(row), changeOf('register', null, row));
  },
});
