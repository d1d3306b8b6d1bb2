import { describe, expect, it } from 'vitest';
import { checkRequestImport, groupLines, requestImport, type WrittenRequest } from './import';

const texts = { mrn: ' zy100001 ', component: '悬浮红细胞', amount: '２ U', plannedOn: '2026-12-01' };
const read = (more: Record<string, string> = {}) => requestImport.rowSchema.safeParse({ ...texts, ...more });
const codes = (more: Record<string, string>) =>
  read(more).error?.issues.map(({ message, path }) => `${path} ${message}`);
const row = (more: Record<string, string> = {}) => {
  const answer = read(more);
  if (!answer.success) throw new Error(JSON.stringify(answer.error.issues));
  return answer.data as WrittenRequest;
};

describe('a line of a file of requests', () => {
  it('is read as hospitals write it', () =>
    expect(
      row({
        modifiers: '去白细胞、辐照',
        sickType: '急诊',
        isConsented: '已签',
        bloodHistory: '无',
        gravida: '２',
        para: '1',
      }),
    ).toMatchObject({
      mrn: 'ZY100001',
      line: { component: 'rbc-suspended', amount: 200, modifiers: ['leukoreduced', 'irradiated'] },
      fields: {
        sickType: '2',
        isConsented: true,
        bloodHistory: 'none',
        reactionHistory: null,
        gravida: 2,
        plannedOn: '2026-12-01',
      },
    }));
  it('names each cell that it cannot read, all at once', () =>
    expect(
      codes({
        component: '什么',
        amount: '两袋',
        plannedOn: '明天',
        isConsented: '也许',
        gravida: '三',
        modifiers: '新鲜',
        sickType: '体检',
      }),
    ).toEqual([
      'component request.import_component',
      'amount request.import_amount',
      'modifiers request.import_modifiers',
      'sickType request.import_choice',
      'plannedOn request.import_day',
      'isConsented request.import_choice',
      'gravida request.import_count',
    ]));
  it('masks an identity number in a text', () =>
    expect(row({ diagnosis: '骨折 11010519491231002X' }).fields.diagnosis).not.toContain('19491231'));
});

describe('a file of requests', () => {
  const plasma = row({ component: '新鲜冰冻血浆', amount: '400' });
  it('makes one request of the lines of one patient that say the same otherwise', () => {
    const groups = groupLines([row(), plasma, row({ mrn: 'ZY2' }), row({ diagnosis: '贫血' })]);
    expect(groups.map(({ mrn, lines }) => [mrn, lines.length])).toEqual([
      ['ZY100001', 2],
      ['ZY2', 1],
      ['ZY100001', 1],
    ]);
  });
  it('names patients whom the register does not have, and a component that stands twice', () =>
    expect(checkRequestImport([row(), plasma, row(), row({ mrn: 'ZY2' })], new Set(['ZY100001']))).toEqual([
      { code: 'request.patient_unknown', path: 'lines.3.mrn' },
      { code: 'request.line_twice', path: 'lines.2.component' },
    ]));
});
