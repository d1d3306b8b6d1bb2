import { afterAll, beforeAll, expect, it } from 'vitest';
import { encodeDonationNumber } from '@/domain/blood/barcodes/encode';
import { execute } from '@/server/kernel/command';
import { previewImport } from '@/server/kernel/import-file';
import { mapCode } from '@/server/modules/go-lives/codes';
import { applyOpeningImport, openingImporter } from '@/server/modules/go-lives/count';
import { openGoLive } from '@/server/modules/go-lives/open';
import { openCity, type TrialCity } from '../../support/city';
import { type House, nextDonationNo, openHouse } from '../../support/city-work';
import { codesOf, countBy, postBags, readGoLive, shelfLine } from '../../support/go-lives';

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
  const text = [['献血码', '产品码', '血型', 'RhD', '失效时间'], ...lines].map((line) => line.join(',')).join('\n');
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
