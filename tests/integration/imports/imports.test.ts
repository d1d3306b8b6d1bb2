import { performance } from 'node:perf_hooks';
import readXlsxFile from 'read-excel-file/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { releaseRecord } from '@/domain/station-stock/record';
import { execute } from '@/server/kernel/command';
import { AppError } from '@/server/kernel/errors';
import { exportRecords, maskPersonal } from '@/server/kernel/export';
import { previewImport, readTable } from '@/server/kernel/import-file';
import { runRead } from '@/server/kernel/read';
import { writeWorkbook } from '@/server/kernel/write-workbook';
import { packedByImport, packingImporter } from '@/server/modules/shipments/import';
import { applyReleaseImport, releaseImporter } from '@/server/modules/station-stock/import';
import { makePerson, nextDonation, openTestCity, type TestCity } from '../../support/factories';
import { makeWorkbook, makeZip, sheetXml } from './files';

let city: TestCity;
const clerk = makePerson('S01', 'blood_station', ['station_clerk']);
const technician = makePerson('H01', 'hospital', ['technician']);

beforeAll(async () => {
  city = await openTestCity();
});
afterAll(() => city.close());

const headings = ['献血码', '产品码', '血型', '失效时间'];
const until = `${new Date(Date.now() + 20 * 86_400_000).toISOString().slice(0, 10)} 23:59`;
const row = (change: Partial<Record<'donation' | 'product' | 'group' | 'expiry', string>> = {}) => [
  change.donation ?? nextDonation().typed,
  change.product ?? 'E0336V00',
  change.group ?? 'A+',
  change.expiry ?? until,
];
const csvOf = (rows: readonly (readonly string[])[]) => rows.map((cells) => cells.join(',')).join('\r\n');
const workbookOf = (rows: readonly (readonly string[])[]) =>
  writeWorkbook({ name: '放行', preface: [], headings: rows[0] ?? [], rows: rows.slice(1) });
const preview = (bytes: Uint8Array, name = bytes[0] === 0x50 ? '放行.xlsx' : '放行.csv') =>
  previewImport(city.as(clerk), releaseImporter, { name, bytes });

const apply = ({ importId, digest }: { importId: string; digest: string }) =>
  execute(applyReleaseImport, city.as(clerk), { importId, digest });

async function codesOf(work: Promise<unknown>): Promise<string[]> {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof AppError) return error.violations.map((violation) => violation.code);
  throw new Error(`expected a refusal, got ${String(error)}`);
}
const bagCount = async () => (await city.owner<{ n: number }[]>`select count(*)::int as n from blood_units`)[0]?.n ?? 0;

describe('a file', () => {
  it('of 500 lines is previewed and applied in under five seconds', async () => {
    const bytes = await workbookOf([headings, ...Array.from({ length: 500 }, () => row())]);
    const before = await bagCount();
    const began = performance.now();
    const { importId, digest, rows, badLines } = await preview(bytes);
    expect({ rows: rows.length, badLines }).toEqual({ rows: 500, badLines: 0 });
    const done = await execute(applyReleaseImport, city.as(clerk), { importId, digest });
    expect(performance.now() - began).toBeLessThan(5_000);
    expect(done.bagCount).toBe(500);
    expect(await bagCount()).toBe(before + 500);
    expect(await city.owner`select * from reconcile_stock()`).toEqual([]);
  });

  it('names every bad line with its column, its content and the rule, and imports nothing of it', async () => {
    const known = row();
    const first = await preview(await workbookOf([headings, known]));
    await apply(first);
    const twice = row();
    const mixed = row().at(0) ?? '';
    const before = await bagCount();
    const { importId, digest, badLines, problems, rows } = await preview(
      await workbookOf([
        headings,
        row(),
        row({ donation: '310002690000100' }),
        row({ product: 'E9999V00' }),
        row({ group: 'C+' }),
        row({ expiry: '2016-04-22 09:50' }),
        row({ expiry: '' }),
        twice,
        twice,
        known,
        row({ donation: mixed }),
        row({ donation: mixed, product: 'E0336VA0', group: 'B+' }),
        row({ donation: known[0] ?? '', product: 'E0336VA0', group: 'O+' }),
      ]),
    );
    expect(problems.map(({ line, column, code }) => `${line} ${column} ${code}`)).toEqual([
      '4 productCode label.product_unknown',
      '5 group label.group_unreadable',
      '6 expiresAt label.expired',
      '7 expiresAt import.required',
      '9 donation unit.listed_twice',
      '10 donation unit.already_known',
      '12 group unit.group_disagrees',
      '13 group unit.group_disagrees',
    ]);
    expect({ badLines, good: rows.length }).toEqual({ badLines: 8, good: 4 });
    expect(problems[1]?.value).toBe('C+');
    expect(problems[2]?.value).toBe('2016-04-22 09:50');
    expect(problems[5]?.value).toBe(known[0]);
    expect(await codesOf(execute(applyReleaseImport, city.as(clerk), { importId, digest }))).toEqual([
      'import.has_bad_lines',
    ]);
    expect(await bagCount()).toBe(before);
  });

  it('names a bag of practice in the preview, and in practice a real one', async () => {
    const file = await workbookOf([headings, row(), row({ donation: 'LX00026000017' })]);
    const told = async () =>
      (await preview(file)).problems.map(({ line, column, code, value }) => `${line} ${column} ${code} ${value}`);
    expect(await told()).toEqual(['3 donation unit.of_practice LX00026000017']);
    await city.owner`update city set kind = 'practice'`;
    try {
      expect(await told()).toEqual([expect.stringMatching(/^2 donation unit\.of_real_city /)]);
    } finally {
      await city.owner`update city set kind = 'test'`;
    }
  });

  it('of a bag that would keep for ten years names the line and its expiry', async () => {
    const [donation, product, group] = row();
    const collected = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
    const { problems } = await preview(
      await workbookOf([
        [...headings, '采血时间'],
        [donation ?? '', product ?? '', group ?? '', '2036-04-22 09:50', collected],
      ]),
    );
    expect(problems).toMatchObject([
      { code: 'label.expiry_too_late', line: 2, column: 'expiresAt', value: '2036-04-22 09:50', facts: { limit: 42 } },
    ]);
  });

  it('is applied once, by its digest, by its own organisation', async () => {
    const { importId, digest } = await preview(await workbookOf([headings, row()]));
    const other = digest.replace(/^./, (first) => (first === '0' ? '1' : '0'));
    expect(await codesOf(execute(applyReleaseImport, city.as(clerk), { importId, digest: other }))).toEqual([
      'import.digest_changed',
    ]);
    const stranger = makePerson('S02', 'blood_station', ['station_clerk']);
    await expect(execute(applyReleaseImport, city.as(stranger), { importId, digest })).rejects.toMatchObject({
      code: 'not_found',
    });
    const results = await Promise.allSettled(
      [1, 2].map(() => execute(applyReleaseImport, city.as(clerk), { importId, digest })),
    );
    expect(results.map((result) => result.status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('is previewed by nobody who may not import it', async () => {
    await expect(
      previewImport(city.as(technician), releaseImporter, { name: 'x', bytes: await workbookOf([headings, row()]) }),
    ).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('whose bag came in by another way meanwhile is refused whole when applied', async () => {
    const shared = row();
    const a = await preview(await workbookOf([headings, shared, row()]));
    const b = await preview(await workbookOf([headings, row(), shared]));
    await apply(a);
    const before = await bagCount();
    expect(await codesOf(apply(b))).toEqual(['unit.already_known']);
    expect(await bagCount()).toBe(before);
  });
});

describe('as CSV', () => {
  const rows = [headings, row({ group: 'AB型Rh阴性' })];
  it.each([
    ['UTF-8', Buffer.from(csvOf(rows), 'utf8')],
    ['UTF-8 with its mark', Buffer.from(`\ufeff${csvOf(rows)}`, 'utf8')],
    ['UTF-16', Buffer.from(`\ufeff${rows.map((cells) => cells.join('\t')).join('\r\n')}`, 'utf16le')],
    ['semicolons', Buffer.from(rows.map((cells) => cells.join(';')).join('\n'), 'utf8')],
  ])('in %s the Chinese is read', async (_, bytes) => {
    const { rows: read } = await readTable(bytes);
    expect(read).toEqual(rows);
  });

  it('in GBK the Chinese is read', async () => {
    // 献血码,血型 \r\n 1,阴性 in GBK.
    const gbk = Buffer.from('cfd7d1aac2eb2cd1aad0cd0d0a312cd2f5d0d40d0a', 'hex');
    expect((await readTable(gbk)).rows).toEqual([
      ['献血码', '血型'],
      ['1', '阴性'],
    ]);
  });

  it('a code that became a number by itself is refused with what to do', async () => {
    const { problems } = await preview(Buffer.from(csvOf([headings, row({ donation: '4.10302E+14' })])), 'a.csv');
    expect(problems).toMatchObject([{ line: 2, column: 'donation', code: 'import.scientific' }]);
  });

  it('blank lines keep the numbering, and headings are met as people write them', async () => {
    const bytes = Buffer.from(
      csvOf([
        ['DIN ', '产品码（必填）', 'ABO', 'RhD', '有效期', '备注'],
        [],
        ['x', 'E0336V00', 'A', '阳性', until, ''],
      ]),
    );
    const { problems, ignoredColumns } = await preview(bytes, 'a.csv');
    expect(problems).toMatchObject([{ line: 3, column: 'donation', value: 'x' }]);
    expect(ignoredColumns).toEqual(['备注']);
  });

  it('without a column it needs, or with one twice, is refused by name', async () => {
    expect(await codesOf(preview(Buffer.from('献血码,血型,血型\n1,A,A')))).toEqual([
      'import.duplicate_column',
      'import.missing_column',
      'import.missing_column',
    ]);
  });
});

describe('a workbook', () => {
  it('long numbers keep every digit, formulas give their last result, a formula without one is an empty cell', async () => {
    const xml = sheetXml([
      ['a', 'b', 'c', 'd'],
      [
        { xml: '<c r="REF"><v>410301602203855</v></c>' },
        { xml: '<c r="REF"><v>4.10301602203855E14</v></c>' },
        { xml: '<c r="REF" t="str"><f>CONCAT("A","+")</f><v>A+</v></c>' },
        { xml: '<c r="REF"><f>1+1</f></c>' },
      ],
    ]);
    const { rows } = await readTable(makeWorkbook([{ name: 'x', xml }]));
    expect(rows[1]).toEqual(['410301602203855', '4.10301602203855E14', 'A+', ''].slice(0, rows[1]?.length));
  });

  it('a hidden first sheet is not read; what was left unread is counted', async () => {
    const sheet = (word: string) => sheetXml([['献血码'], [word]]);
    const { rows, ignoredSheets } = await readTable(
      makeWorkbook([
        { name: '藏', state: 'veryHidden', xml: sheet('hidden') },
        { name: '单', xml: sheet('visible') },
        { name: '其它', xml: sheet('other') },
      ]),
    );
    expect(rows[1]).toEqual(['visible']);
    expect(ignoredSheets).toBe(1);
  });
});

describe('garbage', () => {
  const zeros = Buffer.alloc(80 * 1024 * 1024);
  const merged = (ref: string) => {
    const rows = [
      ['产品码', '处理'],
      ['a', '辐照'],
      ['b', ''],
      ['c', ''],
    ];
    const cells = `</sheetData><mergeCells count="1"><mergeCell ref="${ref}"/></mergeCells>`;
    return makeWorkbook([{ name: '单', xml: Buffer.from(sheetXml(rows).toString().replace('</sheetData>', cells)) }]);
  };
  it.each<[string, () => Buffer, string]>([
    ['ten megabytes', () => Buffer.alloc(10 * 1024 * 1024, 'a'), 'import.too_large'],
    ['nothing', () => Buffer.alloc(0), 'import.empty'],
    ['a heading alone', () => Buffer.from('献血码,产品码\n\n\n'), 'import.empty'],
    ['an old XLS', () => Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'import.not_a_workbook'],
    ['a zip cut off', () => Buffer.from('504b0304ffff', 'hex'), 'import.not_a_workbook'],
    ['a picture', () => Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), 'import.not_a_workbook'],
    ['what no encoding reads', () => Buffer.from('fffffefd8180ff0a0102ff', 'hex'), 'import.not_a_workbook'],
    ['a zip that is no workbook', () => makeZip([{ name: 'a.txt', content: Buffer.from('x') }]), 'import.unreadable'],
    ['a bomb that says so', () => makeWorkbook([{ name: 'x', xml: zeros }]), 'import.bomb'],
    [
      'a thousand entries',
      () => makeZip(Array.from({ length: 1000 }, (_, at) => ({ name: `${at}`, content: Buffer.from('x') }))),
      'import.bomb',
    ],
    ['cells merged over lines', () => merged('B2:B4'), 'import.merged_cells'],
    ['5,001 lines', () => Buffer.from(`a\n${'1\n'.repeat(5001)}`), 'import.too_many_lines'],
  ])('%s is refused', async (_, make, code) => {
    expect(await codesOf(readTable(make()))).toEqual([code]);
  });

  it('cells merged in the heading, or along one line, are read', async () => {
    for (const ref of ['A1:B1', 'A3:B3']) expect((await readTable(merged(ref))).rows).toHaveLength(4);
  });

  it('text that calls itself XLSX is refused; the same as CSV is read', async () => {
    const text = Buffer.from('献血码,产品码\n1,2\n');
    expect(await codesOf(readTable(text, '放行.xlsx'))).toEqual(['import.not_a_workbook']);
    expect((await readTable(text, '放行.csv')).rows).toHaveLength(2);
  });

  it('a bomb that lies about its size is refused, in bounded memory', async () => {
    const cellText = `<row r="1"><c r="A1" t="inlineStr"><is><t>${'x'.repeat(1000)}</t></is></c></row>`;
    const xml = Buffer.from(`<worksheet><sheetData>${cellText.repeat(280_000)}</sheetData></worksheet>`);
    const bomb = makeWorkbook([{ name: 'x', xml, declaredSize: 4_000_000 }]);
    expect(bomb.length).toBeLessThan(5 * 1024 * 1024);
    const before = process.memoryUsage().rss;
    expect(['import.bomb', 'import.unreadable', 'import.too_slow', 'import.too_many_lines']).toEqual(
      expect.arrayContaining(await codesOf(readTable(bomb))),
    );
    expect(process.memoryUsage().rss - before).toBeLessThan(900 * 1024 * 1024);
  });
});

describe('a packing list', () => {
  it('is checked against the shelf and gives the draft its bags, in its order', async () => {
    const lines = [row(), row()];
    const released = await preview(await workbookOf([headings, ...lines]));
    await apply(released);
    const packing = [
      ['献血码', '产品码', '箱号'],
      ...lines.map((line, at) => [line[0] ?? '', line[1] ?? '', String(at + 1)]),
    ];
    const ask = (rows: readonly (readonly string[])[]) =>
      workbookOf(rows).then((bytes) => previewImport(city.as(clerk), packingImporter, { name: 'p.xlsx', bytes }));
    const { importId, badLines } = await ask(packing);
    expect(badLines).toBe(0);
    const bags = await runRead(packedByImport, city.as(clerk), { importId });
    expect(bags.map((bag) => bag.boxNo)).toEqual([1, 2]);
    expect(bags[0]).toMatchObject({ component: 'rbc-suspended', state: 'available' });

    const { problems } = await ask([
      ...packing,
      packing[1] ?? [],
      [nextDonation().typed, 'E0336V00', '1'],
      [nextDonation().typed, 'E0336V00', '100'],
    ]);
    expect(problems.map(({ line, code }) => `${line} ${code}`)).toEqual([
      '4 unit.listed_twice',
      '5 unit.unknown',
      '6 shipment.box_unreadable',
    ]);
  });
});

describe('an export', () => {
  it('says what it is, under which filters, when and by whom; keeps codes as text; is in the audit trail', async () => {
    const { fileName, bytes } = await exportRecords(
      city.as(clerk),
      releaseRecord,
      { filters: { source: 'import' } },
      'zh-CN',
    );
    expect(fileName).toMatch(/\.xlsx$/);
    const [sheet] = await readXlsxFile(bytes);
    expect(String(sheet?.data[1]?.[0])).toContain(clerk.name);
    expect(String(sheet?.data[2]?.[0])).toContain('import');
    expect(typeof sheet?.data[4]?.[0]).toBe('string');
    const [audit] = await city.owner<{ payload: string }[]>`
      select payload from audit_log where action = 'station-stock.export' order by id desc limit 1`;
    expect(JSON.parse(audit?.payload ?? '{}')).toMatchObject({ after: { filters: { source: 'import' } } });
  });

  it('is refused to whom it is not given', async () => {
    await expect(exportRecords(city.as(technician), releaseRecord, {}, 'zh-CN')).rejects.toMatchObject({
      code: 'forbidden',
    });
  });

  it('masks what is personal', () => {
    expect(maskPersonal('李桂芳')).toBe('李**');
    expect(maskPersonal('ZY0264417')).toBe('*******17');
    expect(maskPersonal('𬱖')).toBe('𬱖*');
  });

  it('writes what looks like a formula as text', async () => {
    const bytes = await writeWorkbook({
      name: 'x',
      preface: [],
      headings: ['a'],
      rows: [['=cmd|x'], ['0100012345678']],
    });
    const [sheet] = await readXlsxFile(bytes);
    expect(sheet?.data.slice(1)).toEqual([['=cmd|x'], ['0100012345678']]);
  });
});
