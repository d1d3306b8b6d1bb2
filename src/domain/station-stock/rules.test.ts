import { describe, expect, it } from 'vitest';
import { latestExpiry } from '../blood/expiry';
import { findGroupDisagreements, readLabelledBag, readReleasedBags } from './rules';
import type { ReleaseLine } from './schema';

const facts = {
  now: new Date('2026-11-23T06:00:00Z'),
  stationId: 'S01',
  products: [
    {
      productCode: 'E0336V00',
      componentCode: 'rbc-suspended',
      amount: 200,
      modifiers: ['leukoreduced'],
      name: '悬浮红细胞 2U',
    },
  ] as const,
};
const line = (change: Partial<ReleaseLine>): ReleaseLine => ({
  donation: 'W123416000001K',
  productCode: 'E0336V00',
  abo: 'A',
  rhd: 'positive',
  intendedUse: 'allogeneic',
  expiresAt: new Date('2026-12-10T15:59:00Z'),
  collectedAt: null,
  preparedAt: null,
  entry: 'hand',
  ...change,
});
const codes = (...lines: ReleaseLine[]) =>
  readReleasedBags(lines, facts).violations.map(({ code, path }) => `${path} ${code}`);

describe('a released bag', () => {
  it('is read with its component and amount from the product list', () => {
    expect(readReleasedBags([line({})], facts).bags[0]).toMatchObject({
      labelScheme: 'isbt128',
      issuer: 'W1234',
      donationNo: 'W123416000001',
      component: 'rbc-suspended',
      amount: 200,
    });
  });
  it('with a wrong check character is refused', () =>
    expect(codes(line({ donation: 'W123416000001L' }))).toEqual(['lines.0.donation label.check_wrong']));
  it('typed without its check character is refused; scanned with other flags it is read', () => {
    expect(codes(line({ donation: '=410301602203855' }))).toEqual(['lines.0.donation label.check_missing']);
    expect(codes(line({ donation: '=410301602203855', entry: 'scan' }))).toEqual([]);
  });
  it('of an unknown product is refused, and expired as well in its own sentence', () =>
    expect(
      codes(
        line({
          donation: '=410301602203855',
          entry: 'scan',
          productCode: '=<E5445000',
          expiresAt: new Date('2016-04-22T01:50:00Z'),
        }),
      ),
    ).toEqual(['lines.0.productCode label.product_unknown', 'lines.0.expiresAt label.expired']));
  it('expires to the minute: now is too late', () =>
    expect(codes(line({ expiresAt: facts.now }))).toEqual(['lines.0.expiresAt label.expired']));
  it('listed twice is named on its second line; another division is another bag', () => {
    expect(codes(line({}), line({}))).toEqual(['lines.1.donation unit.listed_twice']);
    expect(codes(line({}), line({ productCode: 'E0336VA0' }))).toEqual([]);
  });
  it('that Excel turned into a number is refused', () =>
    expect(codes(line({ donation: '4.10302E+14' }))).toEqual(['lines.0.donation label.scientific']));
  it('of a donation that another bag of the list says otherwise of is refused, with both groups', () => {
    const plasma = { productCode: 'E0336VA0' };
    const { violations } = readReleasedBags([line({}), line({ ...plasma, abo: 'B', rhd: 'unspecified' })], facts);
    expect(violations).toEqual([
      {
        code: 'unit.group_disagrees',
        path: 'lines.1.group',
        facts: { donationNo: 'W123416000001', group: 'B', other: 'A+', where: 'list' },
      },
    ]);
    expect(codes(line({}), line({ ...plasma, rhd: 'negative' }))).toEqual(['lines.1.group unit.group_disagrees']);
    expect(codes(line({}), line({ ...plasma, rhd: 'unspecified' }))).toEqual([]);
  });
  it('of a donation that is known with another group is refused; the same number of another issuer is another donation', () => {
    const [bag] = readReleasedBags([line({})], facts).bags;
    if (!bag) throw new Error('no bag');
    expect(findGroupDisagreements([bag], [{ ...bag, abo: 'AB' }])).toMatchObject([
      { path: 'lines.0.group', facts: { group: 'A+', other: 'AB+', where: 'known' } },
    ]);
    expect(findGroupDisagreements([bag], [bag, { ...bag, abo: 'AB', issuer: 'S02' }])).toEqual([]);
  });
  it('collected after now is refused', () =>
    expect(codes(line({ collectedAt: new Date('2026-11-23T06:00:01Z') }))).toEqual([
      'lines.0.collectedAt label.collected_too_late',
    ]));
});

describe('an expiry against the shelf life', () => {
  const collectedAt = new Date('2026-11-20T02:00:00Z');
  const daysOn = (days: number) => new Date(collectedAt.getTime() + days * 86_400_000);
  it.each([
    ['42 days with a day of tolerance', daysOn(43), []],
    ['a minute more', new Date(daysOn(43).getTime() + 60_000), ['lines.0.expiresAt label.expiry_too_late']],
    ['ten years', daysOn(3650), ['lines.0.expiresAt label.expiry_too_late']],
  ])('of red cells: %s', (_, expiresAt, found) => expect(codes(line({ collectedAt, expiresAt }))).toEqual(found));
  it('is not asked where no collection is known, nor of what stands at the door', () => {
    expect(codes(line({ expiresAt: daysOn(3650) }))).toEqual([]);
    expect(
      readReleasedBags([line({ collectedAt, expiresAt: daysOn(3650) })], facts, readLabelledBag).violations,
    ).toEqual([]);
  });
  it('says how many days, and how many there are at most', () =>
    expect(readReleasedBags([line({ collectedAt, expiresAt: daysOn(100) })], facts).violations).toMatchObject([
      { facts: { donationNo: 'W123416000001', days: 100, limit: 42 } },
    ]));
  it('counts from the preparation where the component does: undefined while that is not recorded', () => {
    const life = {
      amount: 24,
      unit: 'hour',
      countedFrom: 'preparation',
      condition: null,
      sourceStatus: 'sourced',
    } as const;
    expect(latestExpiry([life], { collectedAt, preparedAt: null }, 'Asia/Shanghai')).toBeUndefined();
    expect(latestExpiry([life], { collectedAt, preparedAt: daysOn(20) }, 'Asia/Shanghai')).toEqual(daysOn(21));
  });
});

describe('a bag that stands at the door without a note', () => {
  const atTheDoor = (...lines: ReleaseLine[]) => readReleasedBags(lines, facts, readLabelledBag);

  it('is read also when it has expired or its collection time cannot be: it is here, and the receipt holds it', () => {
    const { bags, violations } = atTheDoor(
      line({ expiresAt: facts.now }),
      line({ donation: '=410301602203855', entry: 'scan', collectedAt: new Date('2026-11-24T06:00:00Z') }),
    );
    expect(violations).toEqual([]);
    expect(bags.map(({ donationNo }) => donationNo)).toEqual(['W123416000001', '4103016022038']);
  });

  it('of a product that nobody knows is refused, and its line is named', () =>
    expect(atTheDoor(line({}), line({ productCode: 'E9999V00' })).violations).toMatchObject([
      { code: 'label.product_unknown', path: 'lines.1.productCode', facts: { productCode: 'E9999V00', line: 2 } },
    ]));
});
