import { performance } from 'node:perf_hooks';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importLimits } from '@/domain/import-definition';
import { execute } from '@/server/kernel/command';
import { previewImport } from '@/server/kernel/import-file';
import { importProgressOf } from '@/server/kernel/progress';
import { runRead } from '@/server/kernel/read';
import { voidPatient } from '@/server/modules/patients/void';
import { getRequest } from '@/server/modules/transfusion-requests/get';
import { importRequests, requestImporter } from '@/server/modules/transfusion-requests/import';
import { submitRequest } from '@/server/modules/transfusion-requests/submit';
import { type IssueCity, openIssueCity, refusals } from '../clinical-issues/issue-city';
import { makeWorkbook, makeZip, sheetXml } from '../imports/files';

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

const progressOfRequests = importProgressOf('transfusion-requests', 'transfusion-requests.import');
const countOf = async (table: string) =>
  Number((await city.owner.unsafe<{ n: string }[]>(`select count(*) as n from ${table}`))[0]?.n ?? 0);
const drafts = () => countOf('transfusion_requests');
const previews = () => countOf('imports');

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
  it('of 10,000 requests is drafts in under a minute, in bounded memory', async () => {
    const ids = await Promise.all(Array.from({ length: 20 }, () => city.addPatient()));
    const mrns = await Promise.all(ids.map(mrnOf));
    const count = 10_000;
    const lines = Array.from({ length: count }, (_, index) =>
      told(mrns[index % 20] ?? '', '悬浮红细胞', '2').replace('骨科', `${Math.floor(index / 20)} 科`),
    );
    const before = process.memoryUsage().rss;
    const began = performance.now();
    const seen = await preview(lines);
    expect([seen.rows.length, seen.badLines]).toEqual([count, 0]);
    const told10 = await drafts();
    const heard: number[] = [];
    const ask = () => runRead(progressOfRequests, city.as(city.physician), { importId: seen.importId });
    const watch = setInterval(() => void ask().then((told) => told && heard.push(told.done)), 100);
    const stranger = await city.enrol('2077', ['physician'], 'H02', '主治医师');
    const applied = apply(seen);
    applied.finally(() => clearInterval(watch)).catch(() => undefined);
    expect(await applied).toEqual({ registered: count });
    // It grows, and is told while nothing of it is in sight yet.
    expect(heard.length).toBeGreaterThan(1);
    expect(heard).toEqual([...heard].sort((a, b) => a - b));
    expect(await ask()).toBeNull();
    expect(await runRead(progressOfRequests, city.as(stranger), { importId: seen.importId })).toBeNull();
    expect(performance.now() - began).toBeLessThan(60_000);
    expect(process.memoryUsage().rss - before).toBeLessThan(700 * 1024 * 1024);
    expect(await drafts()).toBe(told10 + count);
    const [audit] = await city.owner<{ n: number }[]>`
      select count(*)::int as n from audit_log where action = 'transfusion-requests.import' and payload like ${'%申请单.csv%'}`;
    expect(audit?.n).toBeGreaterThanOrEqual(count);
  });
});

describe('a file that is none', () => {
  const refusedAs = async (bytes: Buffer, name = '申请单.xlsx') => {
    const before = [await drafts(), await previews()];
    const codes = await refusals(previewImport(city.as(city.physician), requestImporter, { name, bytes }));
    expect([await drafts(), await previews()]).toEqual(before);
    return codes;
  };
  const sheet = () => sheetXml([heading.split(','), told('ZY1', '悬浮红细胞', '2').split(',')]);

  it('a bomb is refused before it bursts', async () => {
    const bomb = makeWorkbook([{ name: '单', xml: Buffer.alloc(80 * 1024 * 1024) }]);
    expect(bomb.length).toBeLessThan(importLimits.bytes);
    expect(await refusedAs(bomb)).toEqual(['import.bomb']);
  });
  it('a macro file is refused, under its own name and as XLSX', async () => {
    const program = makeZip([
      { name: 'xl/workbook.xml', content: Buffer.from('<workbook/>') },
      { name: 'xl/worksheets/sheet1.xml', content: sheet() },
      { name: 'xl/vbaProject.bin', content: Buffer.from('Sub Auto_Open()') },
    ]);
    for (const name of ['申请单.xlsm', '申请单.xlsx'])
      expect(await refusedAs(program, name)).toEqual(['import.has_macros']);
  });
  it('100 MB are refused, and not read', async () => {
    const before = process.memoryUsage().rss;
    const huge = Buffer.alloc(100 * 1024 * 1024, ' ');
    const began = performance.now();
    expect(await refusedAs(huge, '申请单.csv')).toEqual(['import.too_large']);
    expect(performance.now() - began).toBeLessThan(2_000);
    expect(process.memoryUsage().rss - before).toBeLessThan(200 * 1024 * 1024);
  });
  it('a workbook broken in its half is refused', async () => {
    const good = makeWorkbook([{ name: '单', xml: sheet() }]);
    expect(await refusedAs(good.subarray(0, Math.floor(good.length / 2)))).toEqual(['import.not_a_workbook']);
    const torn = Buffer.from(sheet().toString().slice(0, 300));
    expect(await refusedAs(makeWorkbook([{ name: '单', xml: torn }]))).toEqual([expect.stringMatching(/^import\./)]);
  });
  it('one line too many is refused with how many there may be', async () => {
    const lines = Array.from({ length: 10_001 }, () => 'ZY1,悬浮红细胞,2');
    expect(await refusedAs(Buffer.from(['病案号,成分,数量', ...lines].join('\n')), 'a.csv')).toEqual([
      'import.too_many_lines',
    ]);
  });
  it('formulas in names are named line by line, and nothing of the file is kept as a draft', async () => {
    const mrn = await mrnOf(await city.addPatient());
    const before = await drafts();
    const formulas = ['=HYPERLINK("http://x";"y")', '@SUM(1)', '+cmd|x', '-2+cmd!A1', '＝1+1'];
    const seen = await preview([
      told(mrn, '悬浮红细胞', '2'),
      ...formulas.map((text) =>
        told(mrn, '新鲜冰冻血浆', '200').replace('股骨骨折', `"${text.replaceAll('"', '""')}"`),
      ),
      told(mrn, '冷沉淀凝血因子', '2').replace('股骨骨折', '-3 度近视，+2 级'),
    ]);
    expect(seen.problems.map(({ line, column, code }) => `${line} ${column} ${code}`)).toEqual(
      formulas.map((_, index) => `${index + 3} diagnosis request.import_formula`),
    );
    expect(await refusals(apply(seen))).toEqual(['import.has_bad_lines']);
    expect(await drafts()).toBe(before);
  });
  it('of which half is right is refused whole, and what became wrong meanwhile takes everything back', async () => {
    const mrn = await mrnOf(await city.addPatient());
    const before = await drafts();
    const half = await preview([told(mrn, '悬浮红细胞', '2'), told('无此人', '悬浮红细胞', '2')]);
    expect([half.rows.length, half.badLines]).toEqual([1, 1]);
    expect(await refusals(apply(half))).toEqual(['import.has_bad_lines']);
    const gone = await city.addPatient();
    const lines = Array.from({ length: 1_200 }, (_, index) =>
      told(mrn, '悬浮红细胞', '2').replace('骨科', `${index} 科`),
    );
    const seen = await preview([...lines, told(await mrnOf(gone), '悬浮红细胞', '2')]);
    await execute(voidPatient, city.as(city.reviewer), { id: gone, version: 1, reason: '重复登记' });
    expect(await refusals(apply(seen))).toEqual(['request.patient_unknown']);
    expect(await drafts()).toBe(before);
  });
});
