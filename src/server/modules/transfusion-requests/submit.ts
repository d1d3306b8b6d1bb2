import { transfusionRequests } from '@/db/schema';
import { isEditable } from '@/domain/transfusion-requests/lifecycle';
import { type RequestFields, seenRequest } from '@/domain/transfusion-requests/schema';
import { defineCommand, done } from '../../kernel/command';
import { refusal } from '../../kernel/errors';
import { saveVersioned } from '../../kernel/store';
import { composeRequest } from './compose';
import { lockRequest } from './load';
import { answerOf, type RequestRow } from './present';
import { changeOf } from './window';

/** 提交: as it stands. Whoever sends it is its applicant. */
export const submitRequest = defineCommand({
  name: 'transfusion-requests.submit',
  permission: 'transfusion-requests.register',
  input: seenRequest,
  async run(scope, seen) {
    const was = await lockRequest(scope, seen);
    if (!isEditable(was.state))
      throw refusal({ code: 'request.not_modifiable', facts: { no: was.no ?? '', state: was.state } });
    const asked = { id: was.id, patientId: was.patientId, fields: fieldsOf(was), isSubmitted: true };
    const { values, raised } = await composeRequest(scope, asked, was);
    const saved = await saveVersioned(scope, transfusionRequests, was.id, was.version, values);
    return done({ ...answerOf(saved), raised: raised.length }, changeOf('submit', was, saved), ...raised);
  },
});

function fieldsOf(row: RequestRow): RequestFields {
  const { sickType, department, ward, bed, feeType, residence, diagnosis, bloodHistory, bloodTimes } = row;
  const { reactionHistory, reactionText, allergy, gravida, para, transplant } = row;
  const { isConsented, isAssessed, assessment, purpose, indication, nature, arrangement, isEmergency } = row;
  const { lines, route, dripRate, plannedOn, labs, labsOn, applicantTitle } = row;
  return {
    ...{ sickType, department, ward, bed, feeType, residence, diagnosis, bloodHistory, bloodTimes },
    ...{ reactionHistory, reactionText, allergy, gravida, para, transplant },
    ...{ isConsented, isAssessed, assessment, purpose, indication, nature, arrangement, isEmergency },
    ...{ lines, route, dripRate, plannedOn, labs, labsOn, applicantTitle },
  };
}
