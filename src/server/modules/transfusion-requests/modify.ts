import { transfusionRequests } from '@/db/schema';
import { isEditable } from '@/domain/transfusion-requests/lifecycle';
import { modifyRequestInput } from '@/domain/transfusion-requests/schema';
import { defineCommand, done } from '../../kernel/command';
import { refusal } from '../../kernel/errors';
import { saveVersioned } from '../../kernel/store';
import { composeRequest } from './compose';
import { lockRequest } from './load';
import { answerOf } from './present';
import { changeOf } from './window';

/** 修改: a draft, or what was sent back or refused; sent, it begins a new round under its number. The patient stays. */
export const modifyRequest = defineCommand({
  name: 'transfusion-requests.modify',
  permission: 'transfusion-requests.register',
  input: modifyRequestInput,
  async run(scope, { id, version, isSubmitted, ...fields }) {
    const was = await lockRequest(scope, { id, version });
    if (!isEditable(was.state))
      throw refusal({ code: 'request.not_modifiable', facts: { no: was.no ?? '', state: was.state } });
    const asked = { id, patientId: was.patientId, fields, isSubmitted };
    const { values, raised } = await composeRequest(scope, asked, was);
    const saved = await saveVersioned(scope, transfusionRequests, id, version, values);
    return done({ ...answerOf(saved), raised: raised.length }, changeOf('modify', was, saved), ...raised);
  },
});
