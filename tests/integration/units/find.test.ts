import { afterAll, beforeAll, expect, it } from 'vitest';
import { computeCheckCharacter, computeCheckFlags } from '@/domain/blood/barcodes/check-character';
import type { UserActor } from '@/server/kernel/actor';
import { runRead } from '@/server/kernel/read';
import { findUnits } from '@/server/modules/units/find';
import { openCity, type TrialCity } from '../../support/city';
import { type Bag, releaseBags } from '../../support/city-work';

let city: TrialCity;
let clerk: UserActor;
let bag: Bag;
let oldId: string;
const oldNo = '0226110012';

beforeAll(async () => {
  city = await openCity();
  clerk = (await city.enter('S01', '1001', ['station_clerk'])).actor;
  const [released] = await releaseBags(city, clerk, [{}, {}]);
  if (!released) throw new Error('a bag');
  bag = released;
  oldId = await city.owner.begin(async (sql) => {
    const [old] = await sql<{ id: string }[]>`
      insert into blood_units (label_scheme, issuer, donation_no, product_code, component, abo, rhd, amount, expires_at, source_org_id, holder_org_id, state, last_kind)
      values ('codabar', 'S01', ${oldNo}, '', 'ffp', 'A', 'positive', 20000, city_now() + interval '90 days', 'S01', 'S01', 'available', 'release') returning id`;
    await sql`
      insert into unit_labels (unit_id, label_scheme, issuer, label, product_code, org_id) values (${old?.id ?? ''}, 'codabar', 'S01', ${oldNo}, '', 'S01')`;
    await sql`
      insert into stock_movements (unit_id, kind, from_bucket, to_org, to_bucket, component, abo, rhd, amount, module, record_id, actor_org_id, actor)
      values (${old?.id ?? ''}, 'release', 'supply', 'S01', 'available', 'ffp', 'A', 'positive', 20000, 'station-stock', '', 'S01', '')`;
    return old?.id ?? '';
  });
});
afterAll(() => city?.close());

const find = async (text: string) => (await runRead(findUnits, city.as(clerk), { text })).map(({ id }) => id);
const wide = (text: string) => [...text].map((sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0)).join('');

it('a bag is found by its donation number however it is scanned, typed or pasted', async () => {
  const no = bag.donationNo;
  const forms = [
    no,
    ` ${no.slice(0, 5)} ${no.slice(5, 7)} ${no.slice(7)}\n`,
    `${no.slice(0, 5)}-${no.slice(5, 7)}-${no.slice(7)}`,
    `${no}${computeCheckCharacter(no)}`,
    `${no} ${computeCheckCharacter(no)}`.toLowerCase(),
    `=${no}00`,
    `=${no}${computeCheckFlags(no)}`,
    wide(`=${no}00`),
    `${no}E0336V00`,
    `=${no}00=<E0336V00`,
    no.slice(-6),
  ];
  for (const text of forms) expect([text, await find(text)]).toEqual([text, [bag.id]]);
});

it('a bag with an old label is found by its digits, with and without start and stop letters', async () => {
  for (const text of [oldNo, `a${oldNo}b`, wide(`A${oldNo}D`), '0226 1100 12', oldNo.slice(-5)])
    expect([text, await find(text)]).toEqual([text, [oldId]]);
});

it('what names no bag finds none, and a badge is not looked for', async () => {
  const no = bag.donationNo;
  const wrong = computeCheckCharacter(no) === 'A' ? 'B' : 'A';
  for (const text of [`${no}${wrong}`, '=<E0336V00', '=%5100', `XB-${'A'.repeat(26)}`, '血袋血袋', '3100099999999'])
    expect([text, await find(text)]).toEqual([text, []]);
});
