import { immunohematologyRequests } from '@/db/schema';
import { type ImmunoFields, modifyImmunoInput, seenImmuno } from '@/domain/immunohematology-requests/schema';
import { defineCommand, done } from '../../kernel/command';
import { saveVersioned } from '../../kernel/store';
import { composeImmuno } from './compose';
import { lockImmuno } from './load';
import { answerOf, changeOf, type ImmunoRow } from './present';

/** 修改: a draft, or what the laboratory did not take; sent, it keeps its number and has other tubes. The patient stays. */
export const modifyImmuno = defineCommand({
  name: 'immunohematology-requests.modify',
  permission: 'immunohematology-requests.register',
  input: modifyImmunoInput,
  async run(scope, { id, version, isSubmitted, ...fields }) {
    const was = await lockImmuno(scope, { id, version }, 'hospital', 'modify');
    const values = await composeImmuno(scope, { patientId: was.patientId, fields, isSubmitted }, was);
    const saved = await saveVersioned(scope, immunohematologyRequests, id, version, values);
    return done(answerOf(saved), changeOf('modify', was, saved));
  },
});

/** 提交: as it stands. Whoever sends it is its applicant. */
export const submitImmuno = defineCommand({
  name: 'immunohematology-requests.submit',
  permission: 'immunohematology-requests.register',
  input: seenImmuno,
  async run(scope, seen) {
    const was = await lockImmuno(scope, seen, 'hospital', 'submit');
    const asked = { patientId: was.patientId, fields: fieldsOf(was), isSubmitted: true };
    const values = await composeImmuno(scope, asked, was);
    const saved = await saveVersioned(scope, immunohematologyRequests, was.id, was.version, values);
    return done(answerOf(saved), changeOf('submit', was, saved));
  },
});

function fieldsOf(row: ImmunoRow): ImmunoFields {
  const { partyOrgId, isUrgent, department, bed, phone, diagnosis, question, transfusionHistory } = row;
  const { lastTransfusedOn, gravida, para, transplant, medication, tests, specimens } = row;
  return {
    ...{ partyOrgId, isUrgent, department, bed, phone, diagnosis, question, transfusionHistory },
    ...{ lastTransfusedOn, gravida, para, transplant, medication, tests },
    specimens: specimens.map(({ kind, collectedAt }) => ({ kind, collectedAt: new Date(collectedAt) })),
  };
}
