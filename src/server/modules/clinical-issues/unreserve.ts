import { z } from 'zod';
import type { Change } from '@/domain/change';
import { defineCommand, done } from '../../kernel/command';
import { refusal } from '../../kernel/errors';
import { post } from '../stock/post';
import { lockUnits } from './load';
import { endReservations, reservationEnded } from './write';

/** Gives reserved bags back to the shelf before their clock runs out. */
export const unreserveBags = defineCommand({
  name: 'clinical-issues.unreserve',
  permission: 'clinical-issues.reserve',
  input: z.strictObject({
    unitIds: z.array(z.uuid()).min(1).max(60),
    reason: z.string().trim().min(2).max(200),
  }),
  async run(scope, { unitIds, reason }) {
    const units = await lockUnits(scope, unitIds);
    const open = unitIds.filter((id) => !units.some((unit) => unit.id === id && unit.reservationId !== null));
    const [first, ...others] = open.map((unitId) => ({ code: 'issue.not_reserved', facts: { unitId } }));
    if (first) throw refusal(first, ...others);

    await post(scope, { kind: 'unreserve', unitIds, module: 'clinical-issues', recordId: crypto.randomUUID() });
    const ended = await endReservations(scope, unitIds, 'released');
    const [change, ...rest] = ended.map(
      (reservation): Change => ({ ...reservationEnded(scope.orgId, reservation, 'released'), reason }),
    );
    if (!change) throw new RangeError('a release without reservations');
    return done({ released: ended.length }, change, ...rest);
  },
});
