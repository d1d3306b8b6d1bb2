import { transfusionRequests } from '@/db/schema';
import { supplyPapersInput } from '@/domain/transfusion-requests/schema';
import { defineCommand, done } from '../../kernel/command';
import { refusal } from '../../kernel/errors';
import { saveVersioned } from '../../kernel/store';
import { loadSteps, lockRequest, signedOf } from './load';
import { answerOf } from './present';
import { changeOf, standing } from './window';

/** 补办: consent and assessment of what was asked for in an emergency, afterwards. What was signed once stays signed. */
export const supplyPapers = defineCommand({
  name: 'transfusion-requests.supply-papers',
  permission: 'transfusion-requests.register',
  input: supplyPapersInput,
  async run(scope, { id, version, isConsented, isAssessed, assessment }) {
    const was = await lockRequest(scope, { id, version });
    const facts = { no: was.no ?? '', state: was.state };
    if (!was.isEmergency || !['approved', 'accepted', 'completed'].includes(was.state))
      throw refusal({ code: 'request.nothing_to_supply', facts });
    const papers = {
      isEmergency: true,
      isConsented: was.isConsented || isConsented,
      isAssessed: was.isAssessed || isAssessed,
      assessment: assessment || was.assessment,
    };
    if (papers.isAssessed && papers.assessment === '')
      throw refusal({ code: 'request.assessment_result_missing', path: 'assessment' });
    if (papers.isConsented === was.isConsented && papers.isAssessed === was.isAssessed)
      throw refusal({ code: 'request.nothing_supplied', facts });
    const signed = signedOf(await loadSteps(scope, id), was.round);
    const saved = await saveVersioned(scope, transfusionRequests, id, version, {
      ...papers,
      ...standing(papers, was.state, was.approvalRow ?? 1, signed),
      updatedAt: scope.now,
    });
    return done(answerOf(saved), changeOf('supply-papers', was, saved));
  },
});
