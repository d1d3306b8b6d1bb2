import { checkModification, checkPlan } from '@/domain/autologous-transfusions/rules';
import { modifyAutologousInput, planAutologousInput } from '@/domain/autologous-transfusions/schema';
import { ownDraft } from '@/domain/own-draft';
import { decideBy } from '@/domain/result';
import { readToday } from '../../kernel/calendar';
import { defineCommand, done, unchanged, unwrap } from '../../kernel/command';
import { dropDraft } from '../../kernel/drafts';
import { drawNumber } from '../../kernel/numbers';
import { actorName } from '../stock/post';
import { answerOf, changeOf, loadAutologous, takeAutologous } from './load';

/** 登记: whose blood, for which operation, and by which of the three ways. */
export const planAutologous = defineCommand({
  name: 'autologous-transfusions.plan',
  permission: 'autologous-transfusions.plan',
  input: planAutologousInput,
  async run(scope, input) {
    const { q, orgId } = scope;
    const { type, phase, patientId, diagnosis, operation, asa, plannedOn, remark } = input;
    // Held until the end: whoever voids the patient meanwhile finds the record.
    const [patient] = await q`
      select 1 from patients where id = ${patientId} and org_id = ${orgId} and state = 'active' for share`;
    const facts = { isPatientKnown: patient !== undefined, today: await readToday(scope) };
    unwrap(decideBy(checkPlan(input, facts), () => null));
    const id = crypto.randomUUID();
    const no = await drawNumber(scope, 'autologous-transfusions');
    await q`
      insert into autologous_transfusions (id, no, org_id, patient_id, type, phase, state, diagnosis, operation, asa, planned_on, remark, created_by)
      values (${id}, ${no}, ${orgId}, ${patientId}, ${type}, ${phase}, 'planned', ${diagnosis}, ${operation}, ${asa}, ${plannedOn}, ${remark}, ${actorName(scope)})`;
    await dropDraft(scope, 'autologous-transfusions', ownDraft);
    const saved = await loadAutologous(scope, id);
    return done(answerOf(saved), changeOf({ verb: 'plan', was: null, now: saved }));
  },
});

/** What was said of diagnosis, operation and blood count is put right, with a reason; what happened to blood is not changed. */
export const modifyAutologous = defineCommand({
  name: 'autologous-transfusions.modify',
  permission: 'autologous-transfusions.plan',
  input: modifyAutologousInput,
  async run(scope, { id, version, reason, fields }) {
    const was = await takeAutologous(scope, { id, version });
    unwrap(decideBy(checkModification(was), () => null));
    const said = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
    const next = { ...was, ...(said as Partial<typeof was>) };
    if (Object.entries(said).every(([name, value]) => was[name as keyof typeof was] === value))
      return unchanged(answerOf(was));
    await scope.q`
      update autologous_transfusions set diagnosis = ${next.diagnosis}, operation = ${next.operation}, asa = ${next.asa}, planned_on = ${next.plannedOn},
        remark = ${next.remark}, hb_before = ${next.hbBefore}, hct_before = ${next.hctBefore}, version = version + 1, updated_at = city_now()
      where id = ${id} and org_id = ${scope.orgId}`;
    const saved = await loadAutologous(scope, id);
    return done(answerOf(saved), changeOf({ verb: 'modify', was, now: saved, reason }));
  },
});
