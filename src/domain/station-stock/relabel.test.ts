import { describe, expect, it } from 'vitest';
import { labelKey } from '../blood/bag-label';
import { encodeDonationNumber } from '../blood/barcodes/encode';
import type { SecondSigner } from '../stock/second';
import {
  checkRelabel,
  compareLabel,
  type RelabelFacts,
  type RelabelledBag,
  refusalOfRelabel,
  relabelCovers,
} from './relabel';
import type { RelabelLine } from './relabel-schema';
import { type ReleasedBag, readLabelledBag } from './rules';
import { differingSisters, refusalOfTaken } from './sisters';

const expiresAt = new Date('2026-12-10T15:59:00Z');
const clerk: SecondSigner = { personId: 'p1', name: '甲', roles: ['station_clerk'] };
const checker: SecondSigner = { personId: 'p2', name: '乙', roles: ['station_clerk'] };

const bag = (change: Partial<RelabelledBag> = {}): RelabelledBag => ({
  id: 'b1',
  labelScheme: 'isbt128',
  issuer: '31000',
  donationNo: '3100026000001',
  productCode: 'E0336V00',
  component: 'rbc-suspended',
  abo: 'O',
  rhd: 'positive',
  amount: 200,
  modifiers: [],
  intendedUse: 'allogeneic',
  expiresAt,
  state: 'available',
  holdReason: null,
  isHere: true,
  ...change,
});

const facts: RelabelFacts = {
  now: new Date('2026-11-23T06:00:00Z'),
  stationId: 'S01',
  products: [
    { productCode: 'E0336V00', componentCode: 'rbc-suspended', amount: 200, modifiers: [], name: '' },
    { productCode: 'E0337V00', componentCode: 'rbc-suspended', amount: 200, modifiers: [], name: '' },
    { productCode: 'E0338V00', componentCode: 'rbc-suspended', amount: 100, modifiers: [], name: '' },
    { productCode: 'E0339V00', componentCode: 'rbc-suspended', amount: 200, modifiers: ['washed'], name: '' },
    { productCode: 'E0701V00', componentCode: 'ffp', amount: 20000, modifiers: [], name: '' },
  ],
  bags: [bag()],
  bearers: new Map(),
  sisters: [],
  acting: clerk,
  second: checker,
};

const label = (donationNo: string, change: Partial<RelabelLine['label']> = {}): RelabelLine['label'] => ({
  donation: encodeDonationNumber(donationNo),
  labelScheme: 'isbt128',
  productCode: 'E0336V00',
  abo: 'O',
  rhd: 'positive',
  intendedUse: 'allogeneic',
  expiresAt,
  collectedAt: null,
  preparedAt: null,
  entry: 'scan',
  ...change,
});

const line = (change: Partial<RelabelLine> = {}): RelabelLine => ({
  unitId: 'b1',
  old: { donationNo: '3100026000001', productCode: 'E0336V00' },
  label: label('3100026000009'),
  sisters: [],
  ...change,
});

const second = { by: 'token', token: 'signed-token' } as const;
const check = (lines: RelabelLine[], more: Partial<RelabelFacts> = {}) =>
  checkRelabel({ lines, second }, { ...facts, ...more });
const codes = (lines: RelabelLine[], more: Partial<RelabelFacts> = {}) =>
  check(lines, more).violations.map(({ path, code }) => `${path} ${code}`);

function read(of: RelabelLine['label']): ReleasedBag {
  const found = readLabelledBag(of, facts);
  if (Array.isArray(found)) throw new Error('unreadable');
  return found;
}

describe('a bag that is to take another label', () => {
  it.each([
    ['on the shelf', {}, null],
    ['on hold for its label', { state: 'quarantined', holdReason: 'label' }, null],
    [
      'on hold because it expired: a fact',
      { state: 'quarantined', holdReason: 'expired', expiresAt: new Date(0) },
      null,
    ],
    ['of another house', { isHere: false }, 'relabel.elsewhere'],
    ['on its way', { state: 'in_transit' }, 'relabel.under_way'],
    ['picked for an order', { state: 'reserved' }, 'relabel.reserved'],
    ['in a processing', { state: 'quarantined', holdReason: 'processing' }, 'relabel.in_processing'],
    ['recalled', { state: 'quarantined', holdReason: 'recall' }, 'relabel.held_for_good'],
    ['to be discarded', { state: 'quarantined', holdReason: 'to_discard' }, 'relabel.held_for_good'],
    ['spoiled in processing', { state: 'quarantined', holdReason: 'processing_failed' }, 'relabel.held_for_good'],
    ['thrown away', { state: 'discarded' }, 'relabel.gone'],
    ['in no house', { state: 'withdrawn' }, 'relabel.gone'],
  ] as const)('%s', (_, change, code) => expect(refusalOfRelabel(bag(change))?.code ?? null).toBe(code));
});

describe('the new label against the bag', () => {
  it.each([
    ['another number', {}, []],
    ['another code of the same product', { productCode: 'E0337V00' }, []],
    ['the same minute, other seconds', { expiresAt: new Date('2026-12-10T15:59:59Z') }, []],
    ['another ABO', { abo: 'A' }, ['group relabel.group_differs']],
    ['another RhD', { rhd: 'negative' }, ['group relabel.group_differs']],
    ['RhD not said', { rhd: 'unspecified' }, ['group relabel.group_differs']],
    ['another use', { intendedUse: 'autologous_only' }, ['group relabel.use_differs']],
    ['a minute later', { expiresAt: new Date('2026-12-10T16:00:00Z') }, ['expiresAt relabel.expiry_differs']],
    ['half the amount', { productCode: 'E0338V00' }, ['productCode relabel.product_differs']],
    ['washed', { productCode: 'E0339V00' }, ['productCode relabel.product_differs']],
    ['plasma', { productCode: 'E0701V00' }, ['productCode relabel.product_differs']],
  ] as const)('%s', (_, change, expected) =>
    expect(
      compareLabel(bag(), read(label('3100026000009', change))).map(({ path, code }) => `${path} ${code}`),
    ).toEqual(expected),
  );

  it('that is the one it bears is none', () =>
    expect(codes([line({ label: label('3100026000001') })])).toEqual(['lines.0.label.donation relabel.same_label']));

  it('of an old bag without a use on record says none against it', () =>
    expect(compareLabel(bag({ intendedUse: 'default' }), read(label('3100026000009')))).toEqual([]));

  it('wrong in everything is refused for everything at once', () =>
    expect(
      codes(
        [
          line({
            label: label('3100026000009', {
              abo: 'B',
              expiresAt: new Date('2026-12-01T15:59:00Z'),
              productCode: 'E0701V00',
            }),
          }),
        ],
        {
          second: null,
        },
      ),
    ).toEqual([
      'lines.0.label.group relabel.group_differs',
      'lines.0.label.expiresAt relabel.expiry_differs',
      'lines.0.label.productCode relabel.product_differs',
      'second signature.second_missing',
    ]));

  it('with a wrong check character, or of an unknown product, cannot be read', () =>
    expect(
      codes([
        line({ label: label('3100026000009', { donation: '3100026000009Y', entry: 'hand', productCode: 'E9999V00' }) }),
      ]),
    ).toEqual(['lines.0.label.donation label.check_wrong', 'lines.0.label.productCode label.product_unknown']));
});

describe('a label belongs to one bag', () => {
  const other = bag({ id: 'b2', donationNo: '3100026000002' });
  const otherLine = (to: string) =>
    line({ unitId: 'b2', old: { donationNo: '3100026000002', productCode: 'E0336V00' }, label: label(to) });
  const bears = (donationNo: string, unitId: string) => [labelKey(read(label(donationNo))), unitId] as const;

  it('that another bears or once bore is refused; back to a label that was its own is not', () => {
    expect(codes([line()], { bearers: new Map([bears('3100026000009', 'b7')]) })).toEqual([
      'lines.0.label.donation relabel.label_taken',
    ]);
    expect(codes([line()], { bearers: new Map([bears('3100026000009', 'b1')]) })).toEqual([]);
  });

  it('that the list gives to two is refused on the second', () =>
    expect(codes([line(), otherLine('3100026000009')], { bags: [bag(), other] })).toEqual([
      'lines.1.label.donation relabel.label_twice',
    ]));

  it('two bags do not swap: each is told to take a number of its own', () =>
    expect(
      codes([line({ label: label('3100026000002') }), otherLine('3100026000001')], {
        bags: [bag(), other],
        bearers: new Map([bears('3100026000002', 'b2'), bears('3100026000001', 'b1')]),
      }),
    ).toEqual(['lines.0.label.donation relabel.swapped', 'lines.1.label.donation relabel.swapped']));

  it('a bag that was relabelled meanwhile is named with what it bears now, and one that is listed twice', () => {
    expect(check([line({ old: { donationNo: '3100026000005', productCode: 'E0336V00' } })]).violations).toMatchObject([
      { code: 'relabel.relabelled_since', facts: { donationNo: '3100026000005', other: '3100026000001' } },
    ]);
    expect(codes([line(), line({ label: label('3100026000008') })])).toEqual(['lines.1.unitId unit.listed_twice']);
  });

  it('a bag of nobody here is not in stock', () =>
    expect(codes([line()], { bags: [] })).toEqual(['lines.0.unitId relabel.elsewhere']));
});

describe('the donation that the new label names', () => {
  const known = (productCode: string, abo: 'O' | 'A', donationNo = '3100026000009') =>
    ({ labelScheme: 'isbt128', issuer: '31000', donationNo, productCode, abo, rhd: 'positive', isHere: true }) as const;
  const seen = (productCode: string, abo: 'O' | 'A') => ({ productCode, abo, rhd: 'positive' }) as const;

  it('has other bags, which both have seen: also one of another group, for a wrong label is put right so', () => {
    const sisters = [known('E0701V00', 'O'), known('E0337V00', 'A'), known('E0338V00', 'A', '3100026000008')];
    expect(codes([line({ sisters: [seen('E0337V00', 'A'), seen('E0701V00', 'O')] })], { sisters })).toEqual([]);
    expect(differingSisters({ abo: 'O', rhd: 'positive' }, sisters).map(({ productCode }) => productCode)).toEqual([
      'E0337V00',
      'E0338V00',
    ]);
  });

  it.each([
    ['one that came since', [], [known('E0701V00', 'O')]],
    ['one that is not there any more', [seen('E0701V00', 'O')], []],
    ['one whose group was another', [seen('E0701V00', 'O')], [known('E0701V00', 'A')]],
    ['one of another code', [seen('E0701V00', 'O')], [known('E0337V00', 'O')]],
  ])('is signed with its bags: %s', (_, shown, sisters) =>
    expect(check([line({ sisters: shown })], { sisters }).violations).toMatchObject([
      { code: 'relabel.sisters_changed', path: 'lines.0.sisters', facts: { count: sisters.length } },
    ]),
  );

  it('takes two groups from no list', () =>
    expect(
      codes(
        [
          line(),
          line({
            unitId: 'b2',
            old: { donationNo: '3100026000002', productCode: 'E0336V00' },
            label: label('3100026000009', { productCode: 'E0337V00', abo: 'A' }),
          }),
        ],
        { bags: [bag(), bag({ id: 'b2', donationNo: '3100026000002', abo: 'A' })] },
      ),
    ).toEqual(['lines.1.label.group unit.group_disagrees']));
});

describe('a label that is taken', () => {
  const asked = { donationNo: '3100026000009', productCode: 'E0336V00' };
  it.each([
    ['free', null, undefined],
    ['of another house', { now: null }, 'relabel.label_taken'],
    ['of another bag here', { now: asked }, 'relabel.label_of_other'],
    ['once of another bag here', { now: { ...asked, productCode: 'E0337V00' } }, 'relabel.label_once_of_other'],
  ])('%s', (_, taken, code) => expect(refusalOfTaken(asked, taken)?.code).toBe(code));
});

describe('the second person', () => {
  it('is a clerk of the station, and not whoever stuck the label', () => {
    expect(codes([line()], { second: clerk })).toEqual(['second signature.same_person']);
    expect(codes([line()], { second: { ...checker, roles: ['auditor'] } })).toEqual(['second signature.not_entitled']);
    expect(checkRelabel({ lines: [line()], second: undefined }, facts).violations).toMatchObject([
      { code: 'signature.second_missing' },
    ]);
  });

  it('signs every old and new label, and the reason', () => {
    const covers = relabelCovers({ lines: [line()], reason: ' 标签打印错误 ' });
    expect(covers).toEqual(relabelCovers({ lines: [line()], reason: '标签打印错误' }));
    const changes: RelabelLine[] = [
      line({ unitId: 'b2' }),
      line({ old: { donationNo: '3100026000001', productCode: 'E0336VA0' } }),
      line({ label: label('3100026000008') }),
      line({ sisters: [{ productCode: 'E0701V00', abo: 'A', rhd: 'positive' }] }),
      line({ label: label('3100026000009', { productCode: 'E0337V00' }) }),
      line({ label: label('3100026000009', { abo: 'A' }) }),
      line({ label: label('3100026000009', { expiresAt: new Date('2026-12-11T15:59:00Z') }) }),
    ];
    for (const change of changes)
      expect(relabelCovers({ lines: [change], reason: '标签打印错误' })).not.toEqual(covers);
  });
});
