import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { declaredImport } from '@/domain/declared-stock/import';
import { parseRows } from '@/server/kernel/import-file';
import { openCity, type Person, type TrialCity } from '../../support/city';
import { patientInput } from '../../support/city-work';

let city: TrialCity;
let technician: Person;

beforeAll(async () => {
  city = await openCity({ poolSize: 4 });
  technician = await city.enter('H01', '101', ['technician']);
});
afterAll(async () => {
  await city.close();
});

const garbage = { 'a NUL': '31000\u000025', 'half a character': '31000\ud80025' };

it.each(Object.entries(garbage))(
  '%s in a text is refused by name, wherever it stands, and nothing fails',
  async (_what, text) => {
    const ask = (path: string, input: unknown, kind: 'command' | 'read' = 'read') =>
      city.call(technician.cookie, path, input, { kind });
    const answers = await Promise.all([
      ask('clinicalIssues.unreserve', { unitIds: [randomUUID()], reason: text }, 'command'),
      ask('units.find', { text }),
      ask('stock.units', { filters: { donationNo: text } }),
      ask('patients.list', { filters: { mrn: text } }),
      ask('clinicalIssues.saveDraft', {
        id: randomUUID(),
        subjectId: randomUUID(),
        version: 0,
        body: { note: [{ deep: text }] },
      }),
    ]);
    expect(answers.map(({ code, violations }) => [code, violations.map((violation) => violation.code)])).toEqual(
      answers.map(() => ['invalid_input', ['invalid.characters']]),
    );
    expect(answers[0]?.violations[0]?.path).toBe('reason');
  },
);

it('a name of something in a free body, and a body of many levels, are looked at too', async () => {
  const draft = (body: unknown) =>
    city.call(technician.cookie, 'clinicalIssues.saveDraft', {
      id: randomUUID(),
      subjectId: randomUUID(),
      version: 0,
      body,
    });
  const deep = Array.from({ length: 400 }).reduce<unknown>((inner) => ({ inner }), 'A\u0000');
  for (const body of [{ 'A\u0000': 1 }, deep]) expect((await draft(body)).code).toBe('invalid_input');
  expect((await draft({ note: '一、𠮷 🩸\t\n' })).code).toBe('ok');
});

it('in a file it is a fault of its line', () => {
  const table = [
    ['品种', '血型', '数量'],
    ['悬浮红细胞', 'O+', '12'],
    ['悬浮红细胞\u0000', 'B+', '12'],
  ];
  const { rows, problems } = parseRows(declaredImport, table);
  expect(rows).toHaveLength(1);
  expect(problems).toEqual([{ code: 'invalid.characters', line: 3, column: 'component', value: '' }]);
});

it('what no schema looks at is told as a bad input too: the key of a sending', async () => {
  const answer = await city.call(technician.cookie, 'patients.register', patientInput({}), {
    kind: 'command',
    key: 'abcdefgh\u0000',
  });
  expect(answer.code).toBe('invalid_input');
});
