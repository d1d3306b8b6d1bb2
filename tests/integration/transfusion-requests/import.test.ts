import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importLimits } from '@/domain/import-definition';
import { execute } from '@/server/kernel/command';
import { previewImport } from '@/server/kernel/import-file';
import { runRead } from '@/server/kernel/read';
import { getRequest } from '@/server/modules/transfusion-requests/get';
import { importRequests, requestImporter } from '@/server/modules/transfusion-requests/import';
import { submitRequest } from '@/server/modules/transfusion-requests/submit';
import { type IssueCity, openIssueCity, refusals } from '../clinical-issues/issue-city';

let city: IssueCity;
beforeAll(async () => {
  city = await openIssueCity();
});
afterAll(() => city.close());

const heading = '病案号,成分,数量,科别,诊断,输血目的,输血指征,预定输血日期,同意书,评估,评估结果,输血史,反应史';
async function mrnOf(patientId: string): Promise<string> {
  const [row] = await city.owner<{ mrn: string }[]>`select mrn from patients where id = ${patientId}`;
  return row?.mrn ?? '';
}
const preview = (lines: readonly string[], by = city.physician) =>
  previewImport(city.as(by), requestImporter, {
    name: '申请单.csv',
    bytes: Buffer.from([heading, ...lines].join('\n')),
  });
const apply = ({ importId, digest }: { importId: string; digest: string }, by = city.physician, key?: string) =>
  execute(importRequests, city.as(by), { importId, digest }, key);
const told = (mrn: string, component: string, amount: string) =>
  `${mrn},${component},${amount},骨科,股骨骨折,增加携氧能力,Hb 62 g/L,2036-12-01,已签,已评估,适合输血,无,无`;

describe('a file of requests', () => {
  it('becomes drafts, a request for a patient and its lines, which a physician submits', async () => {
    const patientId = await city.addPatient();
    const mrn = await mrnOf(patientId);
    const seen = await preview([told(mrn, '悬浮红细胞', '2'), told(mrn, '新鲜冰冻血浆', '400')]);
    expect([seen.rows.length, seen.badLines]).toEqual([2, 0]);
    expect(await apply(seen)).toEqual({ registered: 1 });
    const [draft] = await city.owner<{ id: string; version: number }[]>`
      select id, version from transfusion_requests where patient_id = ${patientId}`;
    if (!draft) throw new Error('nothing was imported');
    expect(await runRead(getRequest, city.as(city.technician), { id: draft.id })).toMatchObject({
      state: 'draft',
      lines: [
        { component: 'rbc-suspended', amount: 200 },
        { component: 'ffp', amount: 40_000 },
      ],
    });
    expect((await execute(submitRequest, city.as(city.physician), draft)).state).toBe('submitted');
  });
  it('names each line that it may not say, and keeps the numbers of patients to itself', async () => {
    const mrn = await mrnOf(await city.addPatient());
    const elsewhere = await mrnOf(await city.addPatient({}, city.otherTechnician));
    const seen = await preview([
      told(mrn, '悬浮红细胞', '2'),
      told(mrn, '悬浮红细胞', '4'),
      told(elsewhere, '悬浮红细胞', '2'),
      told(mrn, '什么', '两袋'),
    ]);
    expect(seen.problems.map(({ line, column, code }) => [line, column, code]).sort()).toEqual([
      [3, 'component', 'request.line_twice'],
      [4, 'mrn', 'request.patient_unknown'],
      [5, 'amount', 'request.import_amount'],
      [5, 'component', 'request.import_component'],
    ]);
    expect(JSON.stringify(seen)).not.toContain(mrn);
    expect(await refusals(apply(seen))).not.toEqual([]);
  });
  it('is applied once, by the house that brought it', async () => {
    const mrn = await mrnOf(await city.addPatient());
    const seen = await preview([told(mrn, '悬浮红细胞', '2')]);
    const stranger = await city.enrol('2001', ['physician'], 'H02', '主治医师');
    expect(await refusals(apply(seen, stranger))).not.toEqual([]);
    const both = await Promise.allSettled([apply(seen), apply(seen)]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });
  it('takes as many lines as a file may have', async () => {
    const ids = await Promise.all(Array.from({ length: 20 }, () => city.addPatient()));
    const mrns = await Promise.all(ids.map(mrnOf));
    const lines = Array.from(
      { length: importLimits.lines },
      (_, index) => `${mrns[index % 20]},悬浮红细胞,2,${Math.floor(index / 20)} 科`,
    );
    const seen = await preview(lines);
    expect([seen.rows.length, seen.badLines]).toEqual([importLimits.lines, 0]);
    expect(await apply(seen)).toEqual({ registered: importLimits.lines });
  });
});
