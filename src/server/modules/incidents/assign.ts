import { checkAssignment } from '@/domain/incidents/rules';
import { assignIncidentInput } from '@/domain/incidents/schema';
import { decideBy } from '@/domain/result';
import { findPerson } from '../../auth/badges';
import { defineCommand, done, unwrap } from '../../kernel/command';
import { AppError } from '../../kernel/errors';
import { loadIncident } from './load';

/** Gives an incident to somebody of the blood bank, who finds out what happened; and to somebody else, when that one is not there. */
export const assignIncident = defineCommand({
  name: 'incidents.assign',
  permission: 'incidents.assign',
  input: assignIncidentInput,
  async run(scope, { id, version, personId }) {
    const owner = await findPerson(scope.q, scope.orgId, { personId });
    const incident = await loadIncident(scope, id, 'for update');
    const { no, state } = incident;
    unwrap(decideBy(checkAssignment({ no, state, owner }), () => null));
    if (incident.version !== version)
      throw new AppError('conflict', [{ code: 'changed_meanwhile', facts: { no } }], incident);
    const ownerName = `${owner?.staffNo} ${owner?.name}`;
    await scope.q`
      update incidents set state = 'assigned', owner_id = ${personId}, owner_name = ${ownerName}, version = version + 1 where id = ${id} and org_id = ${scope.orgId}`;
    return done(
      { id, version: version + 1 },
      {
        module: 'incidents',
        recordId: id,
        action: 'incidents.assign',
        version: version + 1,
        state: 'assigned',
        orgId: scope.orgId,
        before: { state, ownerName: incident.ownerName },
        after: { state: 'assigned', ownerName },
      },
    );
  },
});
