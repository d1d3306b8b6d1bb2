import { z } from 'zod';
import { incidentOwners } from '@/domain/incidents/rules';
import { isStaffOf, staffColumns } from '../../auth/badges';
import { defineRead } from '../../kernel/read';
import { searchWords } from '../../kernel/search-words';
import { loadIncident, loadIncidentBags } from './load';

/** One incident with its bags as they stand now and who has signed. */
export const getIncident = defineRead({
  name: 'incidents.get',
  permission: 'incidents.read',
  input: z.strictObject({ id: z.uuid() }),
  async run(scope, { id }) {
    const incident = await loadIncident(scope, id);
    const signatures = await scope.q<{ meaning: string; signerName: string; method: string; signedAt: Date }[]>`
      select meaning, signer_name as "signerName", method, signed_at as "signedAt" from signatures
      where org_id = ${scope.orgId} and module = 'incidents' and record_id = ${id} order by signed_at, meaning`;
    return {
      ...incident,
      bags: await loadIncidentBags(scope, id),
      signatures: [...signatures],
    };
  },
});

export interface PossibleOwner {
  readonly personId: string;
  readonly staffNo: string;
  readonly name: string;
  /** Full pinyin and initials, for pickers. */
  readonly search: string;
}

/** Whom an incident may be given to: active people of the blood bank of this house. */
export const listOwners = defineRead({
  name: 'incidents.owners',
  permission: 'incidents.read',
  input: z.strictObject({}).optional(),
  async run({ q, orgId }): Promise<PossibleOwner[]> {
    const people = await q<Omit<PossibleOwner, 'search'>[]>`
      select ${staffColumns(q, orgId)} from people p
      where ${isStaffOf(q, orgId)} and exists (select 1 from memberships o where o.person_id = p.id and o.org_id = ${orgId} and o.is_active
        and o.roles && ${[...incidentOwners]}::text[])
      order by p.staff_no limit 200`;
    return people.map(({ personId, staffNo, name }) => ({ personId, staffNo, name, search: searchWords(name) }));
  },
});
