import { describe, expect, it } from 'vitest';
import { applyScan, emptyBagScan, type ScannedBag } from '../blood/barcodes/bag-scan';
import { encodeDonationNumber, encodeExpiry, encodeGroup, encodeProduct } from '../blood/barcodes/encode';
import { readScan } from '../blood/barcodes/read-scan';
import {
  checkRecheck,
  checkSigners,
  decideReceipt,
  type ExpectedBag,
  holdReasonAfter,
  judgeBag,
  type ReceiptFacts,
} from './rules';
import { type ReceiptDraft, type ReceiptLine, receiptLine } from './schema';

const now = new Date('2026-11-23T06:00:00Z');
const expiresAt = new Date('2026-12-27T15:59:00Z');
const bag: ExpectedBag = {
  unitId: '00000000-0000-4000-8000-000000000001',
  donationNo: '3100026020517',
  productCode: 'P0065H00',
  component: 'rbc-lr-suspended',
  temperatureClass: 'red_cells',
  transport: { minC: 2, maxC: 10 },
  abo: 'O',
  rhd: 'positive',
  expiresAt,
  collectedAt: new Date('2026-11-22T02:00:00Z'),
  boxNo: 1,
  state: 'expected',
};
const timeZone = 'Asia/Shanghai';
const codesOf = (change: Partial<Pick<ExpectedBag, 'abo' | 'rhd' | 'expiresAt'>> = {}) => {
  const { donationNo, productCode, abo, rhd, expiresAt: expiry } = { ...bag, ...change };
  return [
    encodeDonationNumber(donationNo),
    encodeProduct(productCode),
    encodeGroup({ abo, rhd }),
    encodeExpiry(expiry, timeZone),
  ];
};
const read = (codes: readonly string[]): ScannedBag =>
  codes.reduce((state, code) => applyScan(state, readScan(code, { now, timeZone })).state, emptyBagScan).bags[0] ?? {};
const reading = read(codesOf());
const line: ReceiptLine = {
  unitId: bag.unitId,
  boxNo: 1,
  entry: 'scan',
  scans: ['='],
  exceptions: [],
  outcome: 'accepted',
};
const draft: ReceiptDraft = {
  shipmentId: '00000000-0000-4000-8000-00000000000f',
  arrivedAt: now,
  dutyMode: 'two_person',
  temperatures: [{ boxNo: 1, temperatureClass: 'red_cells', celsius: 4.2 }],
  lines: [line],
};
const facts: ReceiptFacts = {
  now,
  timeZone,
  shipmentState: 'shipped',
  shipmentKind: 'delivery',
  sender: { name: '市血液中心', phone: '021-6275' },
  bags: [bag],
  readings: new Map([[bag.unitId, reading]]),
  isSingleDutyAllowed: false,
};

const codes = (f: Partial<ReceiptFacts>, d: Partial<ReceiptDraft>) => {
  const decision = decideReceipt({ ...facts, ...f }, { ...draft, ...d });
  return decision.ok ? [] : decision.violations.map((violation) => violation.code);
};
const withReading = (change: Parameters<typeof codesOf>[0]) => new Map([[bag.unitId, read(codesOf(change))]]);

describe('a bag that arrives', () => {
  it('is accepted when its four codes agree with the note and the box is cold', () => {
    expect(codes({}, {})).toEqual([]);
  });

  it.each([
    ['10.0 ℃ is the upper limit of red cells', 10, 'accepted'],
    ['10.1 ℃ is above it', 10.1, 'held'],
    ['10.04 ℃ is above it, and not rounded', 10.04, 'held'],
    ['2.0 ℃ is the lower limit', 2, 'accepted'],
    ['1.9 ℃ is below it', 1.9, 'held'],
  ])('temperature: %s', (_, celsius, outcome) => {
    expect(judgeBag(bag, line, reading, { boxNo: 1, temperatureClass: 'red_cells', celsius }, facts).outcome).toBe(
      outcome,
    );
  });

  it('that a hospital returned waits for the station’s review, whatever it looks like', () => {
    const cold = { boxNo: 1, temperatureClass: 'red_cells', celsius: 4 } as const;
    expect(judgeBag(bag, line, reading, cold, { ...facts, shipmentKind: 'return' })).toEqual({
      outcome: 'held',
      holdReason: 'returned',
    });
    expect(codes({ shipmentKind: 'return' }, {})).toEqual(['receipt.must_be_held']);
    expect(holdReasonAfter({ outcome: 'held', holdReason: 'temperature' }, 'return', null)).toBe('returned');
    expect(holdReasonAfter({ outcome: 'held', holdReason: 'temperature' }, 'transfer', null)).toBe('temperature');
  });

  it('that waits for an incident of this house from before it was sent away is held for it', () => {
    const cold = { boxNo: 1, temperatureClass: 'red_cells', celsius: 4 } as const;
    expect(judgeBag({ ...bag, isUnderIncident: true }, line, reading, cold, facts)).toEqual({
      outcome: 'held',
      holdReason: 'incident',
    });
  });

  it('that was held when it left is held for the same when it is refused', () => {
    expect(holdReasonAfter({ outcome: 'refused', holdReason: 'other' }, 'return', 'group_mismatch')).toBe(
      'group_mismatch',
    );
    expect(holdReasonAfter({ outcome: 'refused', holdReason: 'other' }, 'return', null)).toBe('other');
  });

  it('with another group on the bag than on the note may not be accepted', () => {
    expect(codes({ readings: withReading({ abo: 'A' }) }, {})).toEqual(['receipt.must_be_held']);
  });

  it('of a donation that another bag here says otherwise of is held for its group', () => {
    const judge = (...otherGroups: NonNullable<ExpectedBag['otherGroups']>) =>
      judgeBag({ ...bag, otherGroups }, line, reading, draft.temperatures[0], {
        now,
        timeZone,
        shipmentKind: 'delivery',
      });
    expect(judge({ abo: 'A', rhd: 'positive' })).toEqual({ outcome: 'held', holdReason: 'group_mismatch' });
    expect(judge({ abo: 'O', rhd: 'negative' })).toEqual({ outcome: 'held', holdReason: 'group_mismatch' });
    expect(judge({ abo: 'O', rhd: 'unspecified' }, { abo: 'O', rhd: 'positive' })).toEqual({ outcome: 'accepted' });
  });

  it('with RhD negative on the bag and positive on the note may not be accepted', () => {
    expect(codes({ readings: withReading({ rhd: 'negative' }) }, {})).toEqual(['receipt.must_be_held']);
  });

  it('with another expiry than the master record may not be accepted', () => {
    expect(codes({ readings: withReading({ expiresAt: new Date('2026-12-26T15:59:00Z') }) }, {})).toEqual([
      'receipt.must_be_held',
    ]);
  });

  it('that expired this very minute may only be held', () => {
    expect(codes({ now: expiresAt }, {})).toEqual(['receipt.must_be_held']);
    expect(codes({ now: new Date(expiresAt.getTime() - 60_000) }, {})).toEqual([]);
    expect(codes({ now: expiresAt }, { lines: [{ ...line, outcome: 'held', holdReason: 'expired' }] })).toEqual([]);
  });

  it('with a label exception is held, with the reason', () => {
    expect(codes({}, { lines: [{ ...line, exceptions: ['collection_time'] }] })).toEqual(['receipt.must_be_held']);
    expect(codes({}, { lines: [{ ...line, exceptions: ['collection_time'], outcome: 'held' }] })).toEqual([
      'receipt.hold_needs_reason',
    ]);
    expect(
      codes({}, { lines: [{ ...line, exceptions: ['collection_time'], outcome: 'held', holdReason: 'label' }] }),
    ).toEqual([]);
  });

  it('needs all four codes when scanned, and a reason when typed by hand', () => {
    const incomplete = read(codesOf().slice(0, 2));
    expect(codes({ readings: new Map([[bag.unitId, incomplete]]) }, {})).toEqual(['receipt.scan_incomplete']);
    expect(codes({ readings: new Map() }, { lines: [{ ...line, entry: 'hand', scans: [] }] })).toEqual([
      'receipt.hand_entry_needs_reason',
    ]);
    expect(
      codes({ readings: new Map() }, { lines: [{ ...line, entry: 'hand', scans: [], entryReason: 'label_damaged' }] }),
    ).toEqual([]);
  });

  it('is refused when it is not on the note, entered twice, or already received', () => {
    expect(codes({ bags: [] }, {})).toEqual(['receipt.not_on_note']);
    expect(codes({}, { lines: [line, line] })).toEqual(['receipt.duplicate_line']);
    expect(codes({ bags: [{ ...bag, state: 'received' }] }, {})).toEqual(['receipt.already_received']);
  });

  it.each([
    ['after now', new Date(now.getTime() + 60_000)],
    ['at its own expiry', expiresAt],
  ])('with a collection time %s is here and may only be held', (_, collectedAt) => {
    expect(codes({ bags: [{ ...bag, collectedAt }] }, {})).toEqual(['receipt.must_be_held']);
    const held = [{ ...line, outcome: 'held' as const, holdReason: 'label' as const }];
    expect(codes({ bags: [{ ...bag, collectedAt }] }, { lines: held })).toEqual([]);
  });

  it('comes in by its codes or by hand with a reason, and by nothing else', () => {
    expect(receiptLine.safeParse({ ...line, entry: 'import', scans: [] }).success).toBe(false);
    expect(receiptLine.safeParse(line).success).toBe(true);
  });

  it('needs the temperature of its own box and class', () => {
    expect(codes({}, { temperatures: [{ boxNo: 2, temperatureClass: 'red_cells', celsius: 4 }] })).toEqual([
      'receipt.temperature_missing',
    ]);
    expect(codes({}, { temperatures: [{ boxNo: 1, temperatureClass: 'frozen', celsius: -20 }] })).toEqual([
      'receipt.temperature_missing',
    ]);
  });
});

describe('a receipt', () => {
  it('is refused when the shipment is not awaited, or arrived in the future', () => {
    expect(codes({ shipmentState: 'void' }, {})).toEqual(['receipt.shipment_not_awaited']);
    expect(codes({}, { arrivedAt: new Date(now.getTime() + 61_000) })).toEqual(['receipt.arrival_in_future']);
  });

  it('by one person on duty only in the hours the hospital allows', () => {
    expect(codes({}, { dutyMode: 'single' })).toEqual(['receipt.single_duty_not_allowed']);
    expect(codes({ isSingleDutyAllowed: true }, { dutyMode: 'single' })).toEqual([]);
  });
});

describe('who signs a receipt', () => {
  const receiver = { personId: 'p1', name: '王登记' };
  const reviewer = { personId: 'p2', name: '李复核', roles: ['technician'] as const };
  const signed = (change: Partial<Parameters<typeof checkSigners>[0]> = {}) =>
    checkSigners({
      actingPersonId: 'p1',
      dutyMode: 'two_person',
      receiver,
      reviewer,
      delivererName: '',
      ...change,
    }).map(({ code }) => code);

  it('is the person signed in, and a technician or reviewer beside', () => {
    expect(signed()).toEqual([]);
    expect(signed({ reviewer: { ...reviewer, roles: ['reviewer'] } })).toEqual([]);
  });

  it.each([
    ['nobody beside', { reviewer: null }, 'signature.reviewer_missing'],
    ['the same person twice', { reviewer: { ...reviewer, personId: 'p1' } }, 'signature.same_person'],
    ['a nurse as reviewer', { reviewer: { ...reviewer, roles: ['nurse' as const] } }, 'signature.not_entitled'],
    ['a badge without any role', { reviewer: { ...reviewer, roles: [] } }, 'signature.not_entitled'],
    ['a colleague as receiver', { actingPersonId: 'p3' }, 'signature.receiver_not_acting'],
    ['an interface as receiver', { actingPersonId: null }, 'signature.receiver_not_acting'],
  ])('is refused: %s', (_, change, code) => {
    expect(signed(change)).toEqual([code]);
  });

  it('alone on duty has the deliverer beside, by a name that is not the own one', () => {
    const alone = { dutyMode: 'single' as const, reviewer: null };
    expect(signed({ ...alone, delivererName: '吴建国' })).toEqual([]);
    expect(signed(alone)).toEqual(['signature.deliverer_missing']);
    expect(signed({ ...alone, delivererName: '王登记' })).toEqual(['signature.same_person']);
  });
});

describe('who checks again in the morning', () => {
  it('is a reviewer who did not do it', () => {
    const signer = { personId: 'p2', name: '李复核', roles: ['reviewer'] as const };
    const codesOfRecheck = (change: Partial<typeof signer> | { roles: readonly 'technician'[] }, doers = ['p1']) =>
      checkRecheck({ signer: { ...signer, ...change }, doers }).map(({ code }) => code);
    expect(codesOfRecheck({})).toEqual([]);
    expect(codesOfRecheck({}, ['p1', 'p2'])).toEqual(['signature.own_work']);
    expect(codesOfRecheck({ roles: ['technician'] })).toEqual(['signature.not_reviewer']);
  });
});
