import { z } from 'zod';
import { asHistory, type HistoryEntry } from '../../kernel/history';
import { defineRead } from '../../kernel/read';
import { loadImmuno, loadLaboratories, loadPatient, loadReports } from './load';
import { presentImmuno } from './present';

/** One request for its two parties, with every version that was reported. */
export const getImmuno = defineRead({
  name: 'immunohematology-requests.get',
  permission: 'immunohematology-requests.read',
  input: z.strictObject({ id: z.uuid() }),
  async run(scope, { id }) {
    const row = await loadImmuno(scope, id);
    const [reports, [names]] = await Promise.all([
      loadReports(scope, id),
      scope.q<{ orgName: string; partyOrgName: string }[]>`
        select o.name as "orgName", p.name as "partyOrgName" from organisations o, organisations p where o.id = ${row.orgId} and p.id = ${row.partyOrgId}`,
    ]);
    if (!names) throw new Error('a request without its parties');
    const personId = scope.actor.kind === 'user' ? scope.actor.personId : '';
    const { enteredById, patientId, ...view } = presentImmuno(row, scope.orgId);
    const isOurs = row.orgId === scope.orgId;
    return {
      ...view,
      ...names,
      // The laboratory has no register of the hospital's patients.
      patientId: isOurs ? patientId : null,
      isOurs,
      hasEntered: enteredById === personId,
      reports: reports.map(({ enteredById: _, reviewedById: __, ...report }) => report),
    };
  },
});

/** What happened to a request, from the chains of both parties, newest first. */
export const immunoHistory = defineRead({
  name: 'immunohematology-requests.history',
  permission: 'immunohematology-requests.read',
  input: z.strictObject({ id: z.uuid() }),
  run: async ({ q }, { id }): Promise<HistoryEntry[]> =>
    asHistory(await q<{ seq: number; payload: string }[]>`select seq, payload from immunohematology_history(${id})`),
});

/** What stands around a request that is being written: the patient as the register has him, who may be asked, what was asked last. */
export const lookAroundImmuno = defineRead({
  name: 'immunohematology-requests.around',
  permission: 'immunohematology-requests.register',
  input: z.strictObject({ patientId: z.uuid() }),
  async run(scope, { patientId }) {
    const { q, orgId } = scope;
    const patient = await loadPatient(scope, patientId);
    const laboratories = await loadLaboratories(scope);
    const [last] = await q<{ department: string; bed: string; phone: string; diagnosis: string; partyOrgId: string }[]>`
      select department, bed, phone, diagnosis, party_org_id as "partyOrgId" from immunohematology_requests
      where org_id = ${orgId} and patient_id = ${patientId} and applied_at is not null order by applied_at desc, id limit 1`;
    return { patient, laboratories, last: last ?? null };
  },
});
