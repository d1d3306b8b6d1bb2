import { z } from 'zod';
import { incidentOwners } from '@/domain/incidents/rules';
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
      select p.id as "personId", p.staff_no as "staffNo", p.name from people p join memberships m on m.person_id = p.id
      where p.org_id = ${orgId} and m.org_id = ${orgId} and p.is_active and m.is_active and m.roles && ${[...incidentOwners]}::text[]
      order by p.staff_no limit 200`;
    return people.map((person) => ({ ...person, search: searchWords(person.name) }));
  },
});
