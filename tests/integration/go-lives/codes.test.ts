import { afterAll, beforeAll, expect, it } from 'vitest';
import { encodeDonationNumber } from '@/domain/blood/barcodes/encode';
import { execute } from '@/server/kernel/command';
import { previewImport } from '@/server/kernel/import-file';
import { mapCode } from '@/server/modules/go-lives/codes';
import { applyOpeningImport, openingImporter } from '@/server/modules/go-lives/count';
import { openGoLive } from '@/server/modules/go-lives/open';
import { voidOpening } from '@/server/modules/go-lives/void-opening';
import { openCity, type TrialCity } from '../../support/city';
import { type House, nextDonationNo, openHouse } from '../../support/city-work';
import { beginGoLive, codesOf, countBy, countedRows, postBags, readGoLive, shelfLine } from '../../support/go-lives';

let city: TrialCity;
let house: House;
let other: House;

beforeAll(async () => {
  city = await openCity();
  house = await openHouse(city, 'H01');
  other = await openHouse(city, 'H02');
});
afterAll(() => city?.close());

function file(lines: readonly (readonly string[])[]) {
  const text = [['献血码', '产品码', '血型', 'RhD', '失效时间', '血站'], ...lines]
    .map((line) => [...line, '', ''].slice(0, 6).join(','))
    .join('\n');
  return { name: '库存.csv', bytes: new TextEncoder().encode(text) };
}
const preview = (by: House, lines: readonly (readonly string[])[]) =>
  previewImport(city.as(by.reviewer), openingImporter, file(lines));

it('a file in the codes of the house is refused by its gaps, goes through once they are mapped, and is the first count only', async () => {
  const { id } = await execute(openGoLive, city.as(house.reviewer), {});
  const donationNo = nextDonationNo();
  const line = [encodeDonationNumber(donationNo), 'xhx2', '51', '阳', '2027-01-10 23:59'];
  const refused = await preview(house, [line]);
  expect(refused.problems.map(({ code, column, facts }) => [code, column, facts?.code])).toEqual([
    ['go_live.product_unmapped', 'productCode', 'XHX2'],
    ['go_live.group_unmapped', 'group', '51 阳'],
  ]);
  const gaps = (await readGoLive(city, house.reviewer, id)).codes;
  expect(gaps.map(({ kind, houseCode, state, seen }) => [kind, houseCode, state, seen])).toEqual([
    ['group', '51 阳', 'gap', 1],
    ['product', 'XHX2', 'gap', 1],
  ]);
  const [group, product] = gaps;
  const map = (by: House, input: object) =>
    execute(mapCode, city.as(by.technician), {
      kind: 'product',
      houseCode: 'XHX2',
      target: 'E0336V00',
      version: 1,
      ...input,
    } as never);
  expect(await codesOf(map(house, { target: 'E9999V00' }))).toEqual(['go_live.target_unknown']);
  // Another house's mapping is another house's.
  await map(other, { version: null });
  const both = await Promise.all([1, 2].map(() => codesOf(map(house, { version: product?.version }))));
  expect(both.flat().sort()).toEqual(['changed_meanwhile', 'ok']);
  await map(house, { kind: 'group', houseCode: group?.houseCode, target: 'O.positive', version: group?.version });

  const good = await preview(house, [line]);
  expect(good.problems).toEqual([]);
  const { version } = await readGoLive(city, house.reviewer, id);
  const input = { id, version, importId: good.importId, digest: good.digest, stationId: 'S01' };
  expect(await execute(applyOpeningImport, city.as(house.reviewer), input)).toMatchObject({ counter: 1, bagCount: 1 });

  const again = await preview(house, [line]);
  const now = await readGoLive(city, house.technician, id);
  const second = { ...input, version: now.version, importId: again.importId, digest: again.digest };
  expect(await codesOf(execute(applyOpeningImport, city.as(house.technician), second))).toEqual([
    'go_live.second_by_scan',
  ]);
  await countBy(city, house.technician, id, [
    await shelfLine(city, { donationNo, expiresAt: new Date('2027-01-10T23:59:00+08:00') }),
  ]);
  expect(await postBags(city, house, id)).toMatchObject({ posted: 1, left: 0 });
  const [unit] =
    await city.owner`select product_code, abo, rhd, state from blood_units where donation_no = ${donationNo}`;
  expect(unit).toEqual({ product_code: 'E0336V00', abo: 'O', rhd: 'positive', state: 'available' });
});

it('a scanned label with an unknown product is a gap too; one that is nobody’s is dropped, and a gap again when it is met again', async () => {
  const { id } = await execute(openGoLive, city.as(other.reviewer), {});
  const line = await shelfLine(city, { productCode: 'E7777V00' });
  expect(await codesOf(countBy(city, other.reviewer, id, [line]))).toEqual(['label.product_unknown']);
  const gap = async () =>
    (await readGoLive(city, other.reviewer, id)).codes.find(({ houseCode }) => houseCode === 'E7777V00');
  const met = await gap();
  expect(met).toMatchObject({ state: 'gap', seen: 1 });
  await execute(mapCode, city.as(other.technician), {
    kind: 'product',
    houseCode: 'E7777V00',
    target: null,
    version: met?.version ?? null,
  });
  expect((await readGoLive(city, other.reviewer, id)).conditions.find(({ code }) => code === 'gaps')).toMatchObject({
    isMet: true,
  });
  await codesOf(countBy(city, other.reviewer, id, [line]));
  expect(await gap()).toMatchObject({ state: 'gap', seen: 2 });
});

const dinOf = (donationNo: string) => encodeDonationNumber(donationNo);
const later = new Date('2027-01-10T23:59:00+08:00');

/** The file is the first count of this house. */
async function countFile(by: House, id: string, lines: readonly (readonly string[])[], stationId = 'S01') {
  const { importId, digest, problems } = await preview(by, lines);
  expect(problems).toEqual([]);
  const { version } = await readGoLive(city, by.reviewer, id);
  return execute(applyOpeningImport, city.as(by.reviewer), { id, version, importId, digest, stationId });
}

it('what a bag of a file is meant for is taken from its label, also when it is entered anew', async () => {
  const id = await beginGoLive(city, house);
  const donationNo = nextDonationNo();
  const line = await shelfLine(city, {
    donationNo,
    abo: 'A',
    expiresAt: later,
    intendedUse: 'autologous_only',
    collectedAt: new Date('2026-11-05T09:20:00+08:00'),
  });
  const unit = async () => {
    const [row] = await city.owner<{ intended_use: string; collected_at: Date | null }[]>`
      select intended_use, collected_at from blood_units where donation_no = ${donationNo}`;
    return [row?.intended_use, row?.collected_at?.toISOString()];
  };
  const post = async () => {
    await countFile(house, id, [[dinOf(donationNo), 'E0336V00', 'A+', '', '2027-01-10 23:59']]);
    await countBy(city, house.technician, id, [line]);
    return postBags(city, house, id);
  };
  expect(await post()).toMatchObject({ posted: 1, left: 0 });
  expect(await unit()).toEqual(['autologous_only', '2026-11-05T01:20:00.000Z']);
  const { version, rounds } = await readGoLive(city, house.reviewer, id);
  const input = { id, version, roundId: rounds[0]?.id ?? '', reason: '核对后更正' };
  await execute(voidOpening, city.as(house.reviewer), input);
  await city.owner`alter table blood_units disable trigger user`;
  await city.owner`update blood_units set intended_use = 'allogeneic', collected_at = null where donation_no = ${donationNo}`;
  await city.owner`alter table blood_units enable trigger user`;
  expect(await post()).toMatchObject({ posted: 1, left: 0 });
  expect(await unit()).toEqual(['autologous_only', '2026-11-05T01:20:00.000Z']);
});

it('a file may say of each bag which station it comes from', async () => {
  await city.owner`insert into organisations (id, kind, name, short_name, search, sort_order) values ('S02', 'blood_station', '邻市血站', '邻市', '', 90)`;
  const id = await beginGoLive(city, house);
  const [near, far, wrong] = [nextDonationNo(), nextDonationNo(), nextDonationNo()];
  const row = (no: string, station: string) => [dinOf(no), 'E0336V00', 'O+', '', '2027-01-10 23:59', station];
  const unknown = await preview(house, [row(near, '哪里')]);
  expect(unknown.problems.map(({ code, column }) => [code, column])).toEqual([['receipt.unknown_station', 'station']]);
  await countFile(house, id, [row(near, ''), row(far, '邻市血站'), row(wrong, 's02')]);
  const scan = (donationNo: string, stationId: string) => shelfLine(city, { donationNo, stationId, expiresAt: later });
  await countBy(city, house.technician, id, [
    await scan(near, 'S01'),
    await scan(far, 'S02'),
    await scan(wrong, 'S01'),
  ]);
  const { rows, organisations } = await readGoLive(city, house.technician, id);
  expect(countedRows(rows).map(({ outcome, differences, bag }) => [bag.donationNo, outcome, ...differences])).toEqual([
    [wrong, 'differs', 'station'],
    [near, 'accepted'],
    [far, 'accepted'],
  ]);
  expect(organisations.S02?.zh).toBe('邻市');
  await postBags(city, house, id);
  const [unit] = await city.owner`select source_org_id from blood_units where donation_no = ${far}`;
  expect(unit).toEqual({ source_org_id: 'S02' });
});

it('a product code of the stations is never the house’s to map', async () => {
  const id = await beginGoLive(city, house);
  const map = (houseCode: string) =>
    execute(mapCode, city.as(house.technician), { kind: 'product', houseCode, target: 'E0336V00', version: null });
  expect(await codesOf(map('E0701V00'))).toEqual(['go_live.code_is_ours']);
  expect(await codesOf(map('=<e0701vA0'))).toEqual(['go_live.code_is_ours']);
  expect(await codesOf(map('e9998v00'))).toEqual(['go_live.code_is_of_station']);
  // One that was mapped before the product table had it is not asked for any more.
  await city.owner`alter table go_live_codes disable trigger user`;
  await city.owner`insert into go_live_codes (org_id, kind, house_code, state, target) values ('H01', 'product', 'E0701V00', 'mapped', 'E0336V00')`;
  await city.owner`alter table go_live_codes enable trigger user`;
  const [listed, scanned] = [nextDonationNo(), nextDonationNo()];
  await countFile(house, id, [[dinOf(listed), 'E0701V00', 'O+', '', '2027-01-10 23:59']]);
  await countBy(city, house.technician, id, [
    await shelfLine(city, { donationNo: scanned, product: 'plasma', expiresAt: later }),
  ]);
  const bags =
    await city.owner`select distinct product_code, component from go_live_bags where donation_no = any(${[listed, scanned]})`;
  expect(bags).toEqual([{ product_code: 'E0701V00', component: 'ffp' }]);
});

it('a file of a wrong column leaves no gaps behind, and however many gaps there are, what is mapped is read', async () => {
  const id = await beginGoLive(city, other);
  const lines = Array.from({ length: 60 }, (_, index) => [
    dinOf(nextDonationNo()),
    `床位${index}`,
    'O+',
    '',
    '2027-01-10 23:59',
  ]);
  const before = (await readGoLive(city, other.reviewer, id)).gaps;
  const { problems } = await preview(other, lines);
  expect(problems.map(({ code, column, facts }) => [code, column, facts?.count])).toEqual([
    ['go_live.column_wrong', 'productCode', 60],
  ]);
  expect((await readGoLive(city, other.reviewer, id)).gaps).toBe(before);
  await city.owner`alter table go_live_codes disable trigger user`;
  await city.owner`insert into go_live_codes (org_id, kind, house_code, state) select 'H02', 'group', 'GAP' || n, 'gap' from generate_series(1, 700) n`;
  await city.owner`insert into go_live_codes (org_id, kind, house_code, state, target) values ('H02', 'product', 'ZZ-9', 'mapped', 'E0336V00')`;
  await city.owner`alter table go_live_codes enable trigger user`;
  const seen = await readGoLive(city, other.reviewer, id);
  expect([seen.codes.length, seen.gaps]).toEqual([500, before + 700]);
  const line = [dinOf(nextDonationNo()), 'zz-9', 'O+', '', '2027-01-10 23:59'];
  expect(await countFile(other, id, [line])).toMatchObject({ bagCount: 1 });
});
