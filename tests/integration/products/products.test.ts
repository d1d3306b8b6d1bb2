import { randomUUID } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import readXlsxFile from 'read-excel-file/node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { encodeDonationNumber } from '@/domain/blood/barcodes/encode';
import { productRecord } from '@/domain/products/record';
import { execute } from '@/server/kernel/command';
import { sqlStateOf } from '@/server/kernel/errors';
import { exportRecords } from '@/server/kernel/export';
import { previewImport } from '@/server/kernel/import-file';
import { listRecords } from '@/server/kernel/list';
import { runRead } from '@/server/kernel/read';
import { inScope } from '@/server/kernel/scope';
import { announceShipment, noteImporter } from '@/server/modules/bag-receipts/announce';
import { enterForm } from '@/server/modules/downtime-forms/enter';
import { listComponentWords } from '@/server/modules/products/components';
import { getProduct } from '@/server/modules/products/get';
import { productHistory } from '@/server/modules/products/history';
import { applyProductImport, productImporter } from '@/server/modules/products/import';
import { modifyProduct } from '@/server/modules/products/modify';
import { registerProduct } from '@/server/modules/products/register';
import { reportProduct } from '@/server/modules/products/report';
import { restoreProduct, retireProduct } from '@/server/modules/products/retire';
import { releaseImporter } from '@/server/modules/station-stock/import';
import { readLabels } from '@/server/modules/station-stock/read-labels';
import { releaseStock } from '@/server/modules/station-stock/release';
import { openCity, type Person, type TrialCity } from '../../support/city';
import { nextDonationNo, paperLine, printSheets, shipBags } from '../../support/city-work';
import { openScreen, until } from '../realtime/live-city';

let city: TrialCity;
let clerk: Person;
let colleague: Person;
let admin: Person;
let technician: Person;
let stranger: Person;

beforeAll(async () => {
  city = await openCity();
  clerk = await city.enter('S01', '1001', ['station_clerk'], { name: '供血甲' });
  colleague = await city.enter('S01', '1002', ['station_clerk'], { name: '供血乙' });
  admin = await city.enter('O01', '9001', ['city_admin'], { name: '全市管理员甲' });
  technician = await city.enter('H01', '1001', ['technician']);
  stranger = await city.enter('H02', '1001', ['technician']);
});
afterAll(() => city?.close());

const reason = '血站换了规格';
const meaning = { name: '悬浮红细胞 2U', component: 'rbc-suspended', amount: 200 };
test('a component is found by pinyin and initials of its name and of its short name', async () => {
  const words = await runRead(listComponentWords, city.as(clerk.actor), {});
  const of = (wanted: string) => words.find(({ code }) => code === wanted)?.search.split(' ');
  expect(of('rbc-suspended')).toEqual(expect.arrayContaining(['xuanfuhongxibao', 'xfhxb', 'xuanhong', 'xh']));
  expect(of('plt-apheresis')).toEqual(expect.arrayContaining(['dancaixuexiaoban', 'dcxxb']));
});

const register = (productCode: string, more: object = {}, by: Person = clerk, key?: string) =>
  execute(registerProduct, city.as(by.actor), { productCode, ...meaning, ...more }, key);
const modify = (id: string, version: number, more: object = {}, by: Person = clerk) =>
  execute(modifyProduct, city.as(by.actor), { id, version, reason, ...meaning, ...more });
const retire = (id: string, version = 1, by: Person = clerk) =>
  execute(retireProduct, city.as(by.actor), { id, version, reason });
const get = (id: string, by: Person = clerk) => runRead(getProduct, city.as(by.actor), { id });
const codesOf = (error: { violations?: { code: string }[] }) => error.violations?.map(({ code }) => code);
const refused = (work: Promise<unknown>) => work.then(() => ['done'], codesOf);
const label = async (productCode: string, more: object = {}) => ({
  donation: encodeDonationNumber(nextDonationNo()),
  productCode,
  abo: 'O',
  rhd: 'positive',
  expiresAt: new Date((await city.now()).getTime() + 10 * 86_400_000),
  ...more,
});
const release = async (...codes: string[]) =>
  execute(releaseStock, city.as(clerk.actor), { lines: await Promise.all(codes.map((code) => label(code))) });
const readsNow = async (productCode: string) =>
  (await runRead(readLabels, city.as(clerk.actor), {})).products.find((one) => one.productCode === productCode);
const list = async (by: Person, filters: Record<string, string> = {}) => {
  const input = { filters, side: 'owner', limit: 200 } as const;
  return inScope(city.as(by.actor), 'read', (scope) => listRecords(scope, productRecord, input));
};
const unmapped = async (by: Person) =>
  Object.fromEntries((await list(by)).waiting.map((row) => [String(row.productCode), row]));

describe('a product code', () => {
  test('is registered once: of two at the same time one does it, and the same request twice does it once', async () => {
    const outcomes = await Promise.allSettled([register('K0001V00'), register('K0001V00', {}, admin)]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const lost = outcomes.find((outcome) => outcome.status === 'rejected')?.reason;
    expect(codesOf(lost)).toEqual(['product.code_taken']);

    const key = randomUUID();
    const first = await register('K0002V00', {}, clerk, key);
    expect(await register('K0002V00', {}, clerk, key)).toEqual(first);
    const rows = await city.owner`select version from products where product_code in ('K0001V00', 'K0002V00')`;
    expect(rows.map(({ version }) => version)).toEqual([1, 1]);
  });

  test('is read off labels from its first day on, and its name and modifiers are those of the line', async () => {
    const [row] = await city.owner<{ tomorrow: string }[]>`select (city_today() + 1)::text as tomorrow`;
    await register('K0003V00', { modifiers: ['irradiated'] });
    await register('K0004V00', { validFrom: row?.tomorrow });
    expect(await readsNow('K0003V00')).toMatchObject({ modifiers: ['irradiated'], amount: 200 });
    expect(await readsNow('K0004V00')).toBeUndefined();
    expect(await refused(release('K0004V00'))).toEqual(['label.product_unknown']);
    expect((await list(clerk, { productCode: 'K0004' })).rows).toMatchObject([{ state: 'upcoming' }]);
    await city.wait(24);
    expect((await release('K0004V00')).bagCount).toBe(1);
  });

  test('is refused with everything that is wrong with it', async () => {
    expect(await refused(register('K0005V00', { component: 'blood' }))).toEqual(['product.component_unknown']);
    expect(await refused(register('K0005V00', { amount: 30 }))).toEqual(['product.amount_U']);
    expect(await refused(register('K05'))).toEqual(['product.code_form']);
    expect(await refused(register('K0005V00', { modifiers: ['boiled'] }))).toEqual(['invalid.invalid_value']);
  });

  test('is changed by whoever saw it as it stands, and the other one is shown what the first one said', async () => {
    const { id } = await register('K0006V00');
    const outcomes = await Promise.allSettled([modify(id, 1, { name: '甲' }), modify(id, 1, { name: '乙' }, admin)]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const lost = outcomes.find((outcome) => outcome.status === 'rejected')?.reason;
    expect(lost).toMatchObject({ code: 'conflict', theirs: { version: 2, productCode: 'K0006V00' } });
    expect(lost.theirs.name).toBe((await get(id)).name);
    expect(await refused(modify(id, 2, { name: lost.theirs.name }))).toEqual(['product.nothing_changed']);
  });

  test('has its history from the chains of all who keep it; a person is named in his own house, of others the house', async () => {
    const { id } = await register('K0007V00', {}, admin);
    await modify(id, 1, { amount: 150 });
    await modify(id, 2, { amount: 100 }, admin);
    const seenBy = async (by: Person) =>
      (await runRead(productHistory, city.as(by.actor), { id })).map(
        ({ action, actor, reason: why, before, after }) => [action, actor.name, why, before, after],
      );
    expect(await seenBy(clerk)).toEqual([
      ['products.modify', '血液办公室', reason, { amount: 150 }, { amount: 100 }],
      ['products.modify', '供血甲', reason, { amount: 200 }, { amount: 150 }],
      [
        'products.register',
        '血液办公室',
        null,
        null,
        { productCode: 'K0007V00', ...meaning, modifiers: [], validFrom: null },
      ],
    ]);
    expect((await seenBy(technician)).map(([, name]) => name)).toEqual(['血液办公室', '血液中心', '血液办公室']);
  });

  test('is kept by the station and the city, read by every house, and no hospital writes it by any road', async () => {
    const { id } = await register('K0008V00', {}, admin);
    for (const by of [technician, stranger]) {
      expect((await get(id, by)).productCode).toBe('K0008V00');
      expect(await refused(register('K0009V00', {}, by))).toEqual(['forbidden']);
      expect(await refused(modify(id, 1, { name: '改' }, by))).toEqual(['forbidden']);
      expect(await refused(retire(id, 1, by))).toEqual(['forbidden']);
    }
    const direct = (orgId: string, role: string, text: string) =>
      city.runtime.sql
        .begin(async (tx) => {
          await tx`select set_config('app.org', ${orgId}, true), set_config('app.actor', '{}', true), set_config('role', ${role}, true)`;
          return (await tx.unsafe(text)).count;
        })
        .then((count) => `${count} rows`, sqlStateOf);
    const update = `update products set name = 'x' where product_code = 'K0008V00'`;
    const insert = `insert into products (product_code, name, component, amount) values ('K9999V00', 'x', 'ffp', 20000)`;
    expect(await direct('H01', 'scope_org', update)).toBe('0 rows');
    expect(await direct('H01', 'scope_org', insert)).toBe('42501');
    expect(await direct('O01', 'scope_district', update)).toBe('42501');
    // A station may, but never without its audit row.
    expect(await direct('S01', 'scope_org', update)).toBe('XM001');
    expect(await direct('S01', 'scope_org', insert)).toBe('XM001');
    expect(await direct('O01', 'scope_city', `delete from products where product_code = 'K0008V00'`)).toBe('42501');
  });
});

describe('bags under a code', () => {
  test('keep what they are when the code is changed; whoever changes it is told how many they are, wherever they stand', async () => {
    const { id } = await register('K0010V00');
    const { units } = await release('K0010V00', 'K0010V00', 'K0010VA0');
    const [onItsWay] = units;
    await shipBags(city, clerk.actor, 'H01', [{ id: onItsWay?.id ?? '', product: 'red' }]);
    // A hospital sees the count, and none of the bags.
    expect((await get(id, stranger)).bags).toBe(3);
    const error = await modify(id, 1, { amount: 150 }).catch((reason_: unknown) => reason_);
    expect(error).toMatchObject({ violations: [{ code: 'product.bags_in_stock', facts: { count: 3 } }] });
    expect(await readsNow('K0010V00')).toMatchObject({ amount: 200 });
    // The name says nothing of a bag.
    await modify(id, 1, { name: '悬红 2U' });
    await modify(id, 2, { name: '悬红 1.5U', amount: 150, areBagsConfirmed: true });
    await release('K0010V00');
    const amounts = await city.owner<{ amount: number }[]>`
      select amount from blood_units where product_code like 'K0010%' order by amount desc`;
    expect(amounts.map(({ amount }) => amount)).toEqual([200, 200, 200, 150]);
    expect(await city.reconcile()).toEqual([]);
  });

  test('are counted under the line that read them: the whole code before its first five', async () => {
    const five = await register('K0011', { amount: 200 });
    await release('K0011V00', 'K0011VA0');
    expect((await get(five.id)).bags).toBe(2);
    // A code of its own reads its bags otherwise than the line of the five did.
    expect(await refused(register('K0011V00', { amount: 150 }))).toEqual(['product.bags_in_stock']);
    const { id } = await register('K0011V00', { amount: 150, areBagsConfirmed: true });
    expect([(await get(id)).bags, (await get(five.id)).bags]).toEqual([1, 1]);
  });

  test('stay as they are when their code is retired, and no further one is read; it is restored with a reason', async () => {
    const { id } = await register('K0012V00');
    await release('K0012V00');
    await retire(id);
    expect(await readsNow('K0012V00')).toBeUndefined();
    expect(await refused(release('K0012V00'))).toEqual(['label.product_unknown']);
    expect(await get(id)).toMatchObject({ state: 'retired', retiredReason: reason, version: 2, bags: 1 });
    const [bag] = await city.owner`select state, component, amount from blood_units where product_code = 'K0012V00'`;
    expect(bag).toEqual({ state: 'available', component: 'rbc-suspended', amount: 200 });
    expect(await refused(retire(id, 2))).toEqual(['product.retired']);
    expect(await refused(modify(id, 2, { name: '改' }))).toEqual(['product.retired']);
    expect(await refused(register('K0012V00'))).toEqual(['product.code_taken']);
    expect(await refused(retire(id, 1))).toEqual(['changed_meanwhile']);
    const restore = (version: number) => execute(restoreProduct, city.as(admin.actor), { id, version, reason });
    await restore(2);
    expect(await refused(restore(3))).toEqual(['product.not_retired']);
    expect((await release('K0012V00')).bagCount).toBe(1);
  });
});

describe('a code that the table lacks', () => {
  test('is listed with how often, when last and where, from every road on which it is refused', async () => {
    expect(await refused(release('L0001V00', 'L0001V00', 'E0336V00'))).toEqual([
      'label.product_unknown',
      'label.product_unknown',
    ]);
    const announced = { stationId: 'S01', reason: '无电子发血单', lines: [await label('L0001V00')] };
    expect(await refused(execute(announceShipment, city.as(technician.actor), announced))).toEqual([
      'label.product_unknown',
    ]);
    const file = (code: string) => ({
      name: '单.csv',
      bytes: Buffer.from(`献血码,产品码,血型,失效时间\n=${nextDonationNo()}00,${code},O+,2030-01-01 12:00\n`),
    });
    await previewImport(city.as(technician.actor), noteImporter, file('L0002V00'));
    await previewImport(city.as(clerk.actor), releaseImporter, file('L0003V00'));
    const [sheet] = await printSheets(city, technician.actor, 1);
    if (!sheet) throw new Error('no sheet');
    await city.layReady(sheet.id);
    const paper = {
      ...(await paperLine(city, { donationNo: nextDonationNo(), product: 'red' })),
      productCode: 'L0004V00',
    };
    const entered = execute(enterForm, city.as(technician.actor), { id: sheet.id, version: 1, lines: [paper] });
    expect(await refused(entered)).toContain('label.product_unknown');
    await execute(reportProduct, city.as(clerk.actor), { productCode: 'L0001V00', place: 'station-stock' });

    const rows = await city.owner<{ code: string; org: string; place: string; seen: number }[]>`
      select product_code as code, org_id as org, place, seen from unmapped_products where product_code like 'L000%' order by 1, 2, 3`;
    expect(rows.map(({ code, org, place, seen }) => `${code} ${org} ${place} ${seen}`)).toEqual([
      'L0001V00 H01 bag-receipts 1',
      'L0001V00 S01 station-stock 3',
      'L0002V00 H01 bag-receipts 1',
      'L0003V00 S01 station-stock 1',
      'L0004V00 H01 downtime-forms 1',
    ]);
    for (const by of [clerk, admin])
      expect((await unmapped(by)).L0001V00).toMatchObject({
        seen: 4,
        lastSeenOrgId: 'S01',
        lastSeenPlace: 'station-stock',
        state: 'unmapped',
      });
    // A hospital sees what it met itself.
    expect((await unmapped(technician)).L0001V00).toMatchObject({ seen: 1, lastSeenOrgId: 'H01' });
    expect(Object.keys(await unmapped(stranger)).filter((code) => code.startsWith('L000'))).toEqual([]);
    const { sightings } = await get(String((await unmapped(admin)).L0001V00?.id), admin);
    expect(sightings.map(({ orgId, place, seen }) => `${orgId} ${place} ${seen}`).sort()).toEqual([
      'H01 bag-receipts 1',
      'S01 station-stock 3',
    ]);
  });

  test('leaves the list once a line reads it, and is read then; a code whose line is retired comes back only when it is met again', async () => {
    await refused(release('L0010V00'));
    await refused(release('L0010VA0'));
    const { id } = await register('L0010');
    expect(Object.keys(await unmapped(clerk)).filter((code) => code.startsWith('L0010'))).toEqual([]);
    expect((await release('L0010V00')).bagCount).toBe(1);
    await retire(id);
    expect((await unmapped(clerk)).L0010V00).toBeUndefined();
    await city.wait(1);
    await refused(release('L0010V00'));
    expect((await unmapped(clerk)).L0010V00).toMatchObject({ seen: 2 });
  });

  test('is forgotten by the list after ninety days without being met', async () => {
    await refused(release('L0020V00'));
    expect((await unmapped(clerk)).L0020V00).toBeDefined();
    await city.owner`update unmapped_products set last_seen_at = city_now() - interval '91 days' where product_code = 'L0020V00'`;
    expect((await unmapped(clerk)).L0020V00).toBeUndefined();
  });

  test('is not noted by a desk whose list is old, and of a refusal for another reason nothing is kept', async () => {
    const count = async () => (await city.owner`select id from unmapped_products`).length;
    const before = await count();
    const reported = execute(reportProduct, city.as(clerk.actor), { productCode: 'E0336V00', place: 'station-stock' });
    expect(await refused(reported)).toEqual(['product.known']);
    const expired = await label('E0336V00', { expiresAt: new Date('2020-01-01T00:00:00Z') });
    expect(await refused(execute(releaseStock, city.as(clerk.actor), { lines: [expired] }))).toEqual(['label.expired']);
    expect(await count()).toBe(before);
  });

  test('is told to every open desk, mapped or not, and says to none whose it was', async () => {
    // The sessions of the others are a day old.
    const listening = await Promise.all([
      city.enter('S01', '1011', ['station_clerk']),
      city.enter('O01', '9011', ['city_admin']),
      city.enter('H01', '1011', ['technician']),
      city.enter('H02', '1011', ['nurse']),
    ]);
    const screens = await Promise.all(listening.map(({ cookie }) => openScreen(city, cookie)));
    try {
      await refused(release('L0030V00'));
      await register('L0030V00');
      for (const screen of screens) {
        const heard = () => screen.heard.filter(({ module }) => module === 'products');
        await until(() => heard().length === 2, 'both were heard');
        expect(heard().map(({ action, orgId, state }) => `${action} ${orgId} ${state}`)).toEqual([
          'products.meet city unmapped',
          'products.register city active',
        ]);
      }
    } finally {
      for (const screen of screens) screen.close();
    }
  });
});

describe('a file of product codes', () => {
  const csv = (...lines: string[]) => ({
    name: '产品表.csv',
    bytes: Buffer.from(['产品码,名称,品种,每袋量,处理,启用日期', ...lines].join('\r\n')),
  });
  const preview = (file: { name: string; bytes: Uint8Array }, by: Person = clerk) =>
    previewImport(city.as(by.actor), productImporter, file);
  const apply = ({ importId, digest }: { importId: string; digest: string }, by: Person = clerk, key?: string) =>
    execute(applyProductImport, city.as(by.actor), { importId, digest }, key);

  test('names every bad line and applies nothing of it; mended it registers and changes, once however often it is sent', async () => {
    const kept = await register('M0001V00');
    const old = await register('M0002V00');
    await retire(old.id);
    await register('M0003V00');
    await release('M0003V00');
    const bad = await preview(
      csv(
        'M0010V00,悬浮红细胞 2U,悬浮红细胞,2,,',
        'M001,短,悬浮红细胞,2,,',
        'M0011V00,怪,红血球,2,,',
        'M0012V00,大,悬浮红细胞,50,,',
        'M0010V00,又来,悬浮红细胞,2,,',
        'M0002V00,停用的,悬浮红细胞,2,,',
        'M0003V00,在库的,悬浮红细胞,1,,',
      ),
    );
    expect(bad.problems.map(({ line, column, code }) => `${line} ${column} ${code}`)).toEqual([
      '3 productCode product.code_form',
      '4 component product.component_unknown',
      '5 amount product.amount_U',
      '6 productCode product.listed_twice',
      '7 productCode product.retired',
      '8 productCode product.import_bags_in_stock',
    ]);
    expect({ badLines: bad.badLines, good: bad.rows.length }).toEqual({ badLines: 6, good: 1 });
    expect(await refused(apply(bad))).toEqual(['import.has_bad_lines']);
    expect(await readsNow('M0010V00')).toBeUndefined();

    const good = await preview(
      csv(
        'M0010V00,悬浮红细胞 2U,悬浮红细胞,2,辐照,2026-01-01',
        'M0001V00,悬浮红细胞 1U,悬浮红细胞,1,,',
        'M0003V00,悬浮红细胞 2U,悬浮红细胞,2,,',
      ),
    );
    expect(await refused(apply(good, colleague).then(() => apply(good)))).toEqual(['import.already_applied']);
    expect(await readsNow('M0010V00')).toMatchObject({ modifiers: ['irradiated'] });
    expect(await get(kept.id)).toMatchObject({ name: '悬浮红细胞 1U', amount: 100, version: 2 });
    const [change] = await runRead(productHistory, city.as(clerk.actor), { id: kept.id });
    expect(change).toMatchObject({ action: 'products.modify', reason: '产品表.csv', before: { amount: 200 } });
    // The third line says what the table says already.
    const [untouched] = await city.owner`select version from products where product_code = 'M0003V00'`;
    expect(untouched?.version).toBe(1);
    const again = await preview(csv('M0003V00,悬浮红细胞 2U,悬浮红细胞,2,,'));
    expect(await refused(apply(again))).toEqual(['product.file_says_nothing']);
  });

  test('says nothing by a column that it has not got: what was done to a code, and its first day, stand', async () => {
    await register('M0015V00', { modifiers: ['irradiated'], validFrom: '2099-01-01' });
    const bytes = Buffer.from(['产品码,名称,品种,每袋量', 'M0015V00,辐照悬浮红细胞 2U,悬浮红细胞,2'].join('\r\n'));
    await apply(await preview({ name: '产品表.csv', bytes }));
    const [row] = await city.owner`
      select name, modifiers, valid_from::text as "validFrom" from products where product_code = 'M0015V00'`;
    expect(row).toEqual({ name: '辐照悬浮红细胞 2U', modifiers: ['irradiated'], validFrom: '2099-01-01' });
  });

  test('is applied once when the same request comes twice, also from the city administrator', async () => {
    const file = await preview(csv('M0020V00,悬浮红细胞 2U,悬浮红细胞,2,,'), admin);
    const key = randomUUID();
    const [first, second] = await Promise.all([apply(file, admin, key), apply(file, admin, key)]);
    expect(first).toEqual({ registered: 1, modified: 0, unchanged: 0 });
    expect(second).toEqual(first);
    expect(await refused(preview(csv('M0021V00,悬浮红细胞 2U,悬浮红细胞,2,,'), technician))).toEqual(['forbidden']);
  });

  test('that another one forestalled is refused whole', async () => {
    const file = await preview(csv('M0030V00,悬浮红细胞 2U,悬浮红细胞,2,,', 'M0031V00,悬浮红细胞 2U,悬浮红细胞,2,,'));
    const outcomes = await Promise.allSettled([apply(file), register('M0031V00', { name: '手工' }, admin)]);
    const [applied] = outcomes;
    const codes = await city.owner<{ code: string; name: string }[]>`
      select product_code as code, name from products where product_code like 'M003%' order by 1`;
    // Who was first is left to chance; half of the file is never in the table.
    if (applied?.status === 'fulfilled') expect(codes).toHaveLength(2);
    else expect(codes).toEqual([{ code: 'M0031V00', name: '手工' }]);
  });

  test('of 500 lines is previewed and applied in under five seconds, and listed in its own order', async () => {
    const lines = Array.from({ length: 500 }, (_, n) => `N${String(n + 1000)}V00,悬浮红细胞 2U,悬浮红细胞,2,,`);
    const began = performance.now();
    expect(await apply(await preview(csv(...lines)))).toEqual({ registered: 500, modified: 0, unchanged: 0 });
    expect(performance.now() - began).toBeLessThan(5_000);
    const { rows } = await list(clerk, { productCode: 'N1' });
    expect(rows.slice(0, 3).map(({ productCode }) => productCode)).toEqual(['N1000V00', 'N1001V00', 'N1002V00']);
  });
});

test('the table is taken away as a workbook, by a hospital too, with its own words', async () => {
  const { id } = await register('K0040V00', { modifiers: ['irradiated', 'washed'] });
  await retire(id);
  const { bytes } = await exportRecords(
    city.as(technician.actor),
    productRecord,
    { filters: { productCode: 'K0040' } },
    'zh-CN',
  );
  const rows = (await readXlsxFile(bytes))[0]?.data ?? [];
  const row = rows.find((cells) => cells[0] === 'K0040V00');
  expect(row?.slice(0, 5)).toEqual(['K0040V00', '悬浮红细胞 2U', '悬浮红细胞', '2 U', '辐照、洗涤']);
  expect(row?.slice(-2)).toEqual([reason, '停用']);
});
