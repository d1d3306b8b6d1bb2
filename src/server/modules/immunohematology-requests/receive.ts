import { immunohematologyRequests } from '@/db/schema';
import { receiveImmunoInput, refuseImmunoInput } from '@/domain/immunohematology-requests/schema';
import { defineCommand, done } from '../../kernel/command';
import { saveVersioned } from '../../kernel/store';
import { actorName } from '../stock/post';
import { lockImmuno } from './load';
import { answerOf, changeOf } from './present';

/** Nothing that was read of other tubes is carried into these. */
const nothingRead = { results: [], conclusion: '', advice: '', enteredBy: null, enteredById: null, enteredAt: null };

/** 接收标本: the tubes are here and may be tested. */
export const receiveImmuno = defineCommand({
  name: 'immunohematology-requests.receive',
  permission: 'immunohematology-requests.test',
  input: receiveImmunoInput,
  async run(scope, { id, version, note }) {
    const was = await lockImmuno(scope, { id, version }, 'laboratory', 'receive');
    const saved = await saveVersioned(scope, immunohematologyRequests, id, version, {
      ...nothingRead,
      state: 'received',
      receivedAt: scope.now,
      receivedBy: actorName(scope),
      receiptNote: note,
      updatedAt: scope.now,
      sortedAt: scope.now,
    });
    return done(answerOf(saved), changeOf('receive', was, saved));
  },
});

/** 拒收标本: by the table and in words. The hospital mends the request and sends other tubes under its number; what was read of these is in the chain alone. */
export const refuseImmuno = defineCommand({
  name: 'immunohematology-requests.refuse',
  permission: 'immunohematology-requests.test',
  input: refuseImmunoInput,
  async run(scope, { id, version, refusal, reason }) {
    const was = await lockImmuno(scope, { id, version }, 'laboratory', 'refuse');
    const saved = await saveVersioned(scope, immunohematologyRequests, id, version, {
      ...nothingRead,
      state: 'refused',
      refusal,
      reason,
      updatedAt: scope.now,
      sortedAt: scope.now,
    });
    return done(answerOf(saved), changeOf('refuse', was, saved, reason));
  },
});
