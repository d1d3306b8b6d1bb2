import { describe, expect, it } from 'vitest';
import type { Bucket, MovementKind } from '../stock/effects';
import type { Account, HoldRecord, IssueRecord, ReceiptRecord, TraceFacts, TraceMovement, TraceRecord } from './facts';
import { gapsOf, traceBag } from './trace';

const at = (hhmm: string, day = 1) => new Date(`2026-11-${String(day).padStart(2, '0')}T${hhmm}:00Z`);
const account = (text: string): Account => {
  const [orgId, bucket] = text.includes(':') ? text.split(':') : [null, text];
  return { orgId: orgId ?? null, bucket: bucket as Bucket };
};

let id = 0;
function move(kind: MovementKind, time: Date, from: string, to: string, by: string, key = ''): TraceMovement {
  id += 1;
  return {
    id,
    at: time,
    kind,
    from: account(from),
    to: account(to),
    actorOrgId: by,
    actor: `${by} somebody`,
    recordKey: key,
  };
}

const receipt = (more: Partial<ReceiptRecord> = {}): ReceiptRecord => ({
  module: 'bag-receipts',
  id: 'r',
  no: '20261101-0001',
  arrivedAt: at('11:00'),
  celsius: 4.2,
  isInRange: true,
  signed: ['received', 'reviewed'],
  openTasks: [],
  ...more,
});
const issue = (more: Partial<IssueRecord> = {}): IssueRecord => ({
  module: 'clinical-issues',
  id: 'i',
  no: '20261102-0001',
  issueType: 'routine',
  requestNo: 'HIS1',
  patientLabel: null,
  signed: ['issued', 'collected'],
  openTasks: [],
  ...more,
});

const release = () => move('release', at('08:00'), 'supply', 'S01:available', 'S01', 'release');
const ship = (time = at('09:00')) => move('ship', time, 'S01:available', 'H01:in_transit', 'S01', 'note');
const receive = (time = at('11:30')) =>
  move('receive', time, 'H01:in_transit', 'H01:available', 'H01', 'bag-receipts r');

function facts(more: Partial<TraceFacts> & { held?: [string, TraceRecord][] } = {}): TraceFacts {
  const { held = [], ...rest } = more;
  return {
    now: at('12:00', 3),
    viewerOrgId: 'H01',
    bag: {
      sourceOrgId: 'S01',
      holderOrgId: 'H01',
      expectedOrgId: null,
      state: 'available',
      collectedAt: at('07:00', 1),
    },
    movements: [ship(), receive()],
    placeMoves: [],
    relabellings: [],
    records: new Map<string, TraceRecord>([['bag-receipts r', receipt()], ...held]),
    ...rest,
  };
}

const kindsOf = (one: TraceFacts) => traceBag(one).map(({ kind }) => kind);
const putAt = (time: Date, places: { from: string; to: string }, afterMovementId: number | null) => ({
  id: 1,
  at: time,
  ...places,
  actor: '1001 somebody',
  afterMovementId,
});
const codesOf = (one: TraceFacts) => gapsOf(traceBag(one)).map(({ gap }) => gap.code);

describe('a bag put elsewhere in the house', () => {
  it('is a step after the movement it followed, from place to place, by whom, and no account of the ledger', () => {
    const [came, held] = [receive(), move('hold', at('14:00'), 'H01:available', 'H01:quarantined', 'H01')];
    const places = { from: 'A1', to: 'B2' };
    const one = facts({
      movements: [ship(), came, held],
      placeMoves: [putAt(at('13:00'), places, came.id)],
    });
    expect(kindsOf(one)).toEqual(expect.arrayContaining(['receive', 'put', 'hold']));
    const steps = traceBag(one);
    const index = steps.findIndex(({ kind }) => kind === 'put');
    expect([steps[index - 1]?.kind, steps[index + 1]?.kind]).toEqual(['receive', 'hold']);
    expect(steps[index]).toMatchObject({ places, at: at('13:00'), actor: '1001 somebody', movement: null, gaps: [] });
  });
});

describe('a bag that took another label', () => {
  it('has a step after the movement it followed, with both labels, by whom and why; its account is the same', () => {
    const [came, held] = [receive(), move('hold', at('14:00'), 'H01:available', 'H01:quarantined', 'H01')];
    const labels = {
      old: { labelScheme: 'isbt128', issuer: '31000', donationNo: '3100026000001', productCode: 'E0336V00' },
      taken: { labelScheme: 'isbt128', issuer: '31000', donationNo: '3100026000009', productCode: 'E0336V00' },
    };
    const record = { module: 'relabellings', id: '', no: '1', words: '打印错误', checkedBy: '1002 乙' } as const;
    const steps = traceBag(
      facts({
        movements: [ship(), came, held],
        relabellings: [
          {
            id: 'r',
            at: at('13:00'),
            orgId: 'S01',
            actor: '1001 甲',
            record,
            ...labels,
            afterMovementId: came.id,
          },
        ],
      }),
    );
    const index = steps.findIndex(({ kind }) => kind === 'relabel');
    expect([steps[index - 1]?.kind, steps[index + 1]?.kind]).toEqual(['receive', 'hold']);
    expect(steps[index]).toMatchObject({
      labels,
      record,
      at: at('13:00'),
      actor: '1001 甲',
      actorOrgId: 'S01',
      to: null,
    });
  });
});

describe('the order of a life', () => {
  it('a hospital sees collection and station before its own first step, without being told when it was released', () => {
    const steps = traceBag(facts());
    expect(steps.map(({ kind }) => kind)).toEqual(['collect', 'release', 'ship', 'receive']);
    expect(steps[1]).toMatchObject({ at: null, actor: null, actorOrgId: 'S01', to: { bucket: 'available' } });
  });

  it('the ledger number decides, not the time that was written down', () => {
    const late = move('hold', at('06:00'), 'H01:available', 'H01:quarantined', 'H01');
    const base = facts();
    const held = {
      ...base,
      movements: [...base.movements, late],
      bag: { ...required(base.bag), state: 'quarantined' as const },
    };
    expect(kindsOf(held)).toEqual(['collect', 'release', 'ship', 'receive', 'hold']);
  });

  it('the station sees what the note tells of the receipt, then where the bag stands, and no name', () => {
    const steps = traceBag(
      facts({
        viewerOrgId: 'S01',
        movements: [release(), ship()],
        bag: { ...required(facts().bag), state: 'issued' },
        records: new Map([
          [
            'note',
            {
              module: 'shipments',
              id: 's',
              no: '1',
              arrivedAt: at('11:00'),
              lineState: 'received',
              partyOrgId: 'H01',
              openFindings: 0,
            } as const,
          ],
        ]),
      }),
    );
    expect(steps.map(({ kind }) => kind)).toEqual(['collect', 'release', 'ship', 'receive', 'now']);
    expect(steps[3]).toMatchObject({ at: at('11:00'), actor: null, to: { orgId: 'H01', bucket: 'available' } });
    expect(steps[4]).toMatchObject({ at: null, to: { orgId: 'H01', bucket: 'patient' } });
  });

  it('what lies between two movements that do not join is another house, once', () => {
    const refused = move('refuse', at('11:00'), 'H01:in_transit', 'S01:quarantined', 'H01');
    const again = move('ship', at('15:00'), 'S01:available', 'H01:in_transit', 'S01');
    const back = receive(at('16:00'));
    expect(kindsOf(facts({ movements: [ship(), refused, again, back] }))).toEqual([
      'collect',
      'release',
      'ship',
      'refuse',
      'unseen',
      'ship',
      'receive',
    ]);
  });

  it('a bag that has gone where the viewer may not look ends without a place', () => {
    const refused = move('refuse', at('11:00'), 'H01:in_transit', 'S01:quarantined', 'H01');
    const steps = traceBag(facts({ bag: null, movements: [ship(), refused] }));
    expect(steps.map(({ kind }) => kind)).toEqual(['ship', 'refuse', 'now']);
    expect(steps.at(-1)?.to).toBeNull();
  });

  it('an issued bag is with the patient and needs no step more', () => {
    const issued = move('issue', at('08:00', 2), 'H01:available', 'patient', 'H01', 'i');
    const life = facts({
      movements: [ship(), receive(), issued],
      held: [['i', issue()]],
      bag: { ...required(facts().bag), state: 'issued' },
    });
    expect(kindsOf(life).at(-1)).toBe('issue');
    expect(codesOf(life)).toEqual([]);
  });
});

describe('gaps', () => {
  it('a life with everything in order has none', () => {
    expect(codesOf(facts())).toEqual([]);
  });

  // Sent 09:00; four hours are allowed [unsourced: default]; measured to the arrival and not to the posting.
  it.each([
    ['13:00', []],
    ['13:01', ['transit_long']],
    ['15:30', ['transit_long']],
  ])('sent at 09:00, arrived at %s', (arrived, expected) => {
    const movements = [ship(), receive(at(arrived))];
    const records = new Map<string, TraceRecord>([['bag-receipts r', receipt({ arrivedAt: at(arrived) })]]);
    expect(codesOf(facts({ movements, records }))).toEqual(expected);
  });

  it('a bag still on its way is measured to this moment', () => {
    const onItsWay = facts({
      now: at('14:30'),
      movements: [ship()],
      bag: { ...required(facts().bag), holderOrgId: 'S01', expectedOrgId: 'H01', state: 'in_transit' },
    });
    expect(gapsOf(traceBag(onItsWay))).toMatchObject([
      { step: { kind: 'ship' }, gap: { code: 'transit_long', minutes: 330, isOpen: true } },
    ]);
  });

  // Arrived 11:00; two hours are allowed [unsourced: default].
  it.each([
    ['13:00', []],
    ['13:01', ['posted_late']],
  ])('arrived at 11:00, posted at %s', (posted, expected) => {
    expect(codesOf(facts({ movements: [ship(), receive(at(posted))] }))).toEqual(expected);
  });

  it.each([
    ['no temperature', { celsius: null, isInRange: null }, ['temperature_missing']],
    ['out of range', { celsius: 11.3, isInRange: false }, ['temperature_out']],
    ['nobody reviewed', { signed: ['received'] }, ['signature_missing']],
    ['one on duty, the deliverer by name', { signed: ['received', 'delivered'] }, []],
    [
      'one on duty, not yet checked again',
      { signed: ['received', 'delivered'], openTasks: ['recheck'] },
      ['recheck_open'],
    ],
    ['nobody at all', { signed: [], celsius: null }, ['temperature_missing', 'signature_missing', 'signature_missing']],
  ] as const)('of a receipt: %s', (_, more, expected) => {
    const records = new Map<string, TraceRecord>([['bag-receipts r', receipt(more)]]);
    expect(codesOf(facts({ records }))).toEqual(expected);
  });

  it('a receive without a receipt has no temperature', () => {
    expect(codesOf(facts({ records: new Map() }))).toEqual(['temperature_missing']);
  });

  it.each([
    ['the collector did not sign', { signed: ['issued'] }, ['signature_missing']],
    ['an emergency needs the issuer alone', { issueType: 'emergency', signed: ['issued'] }, []],
    [
      'an emergency before its duties are done',
      {
        issueType: 'emergency',
        signed: ['issued'],
        openTasks: [
          'second_signature',
          'retrospective_crossmatch',
          'receipt_to_complete',
          'single_duty_review',
          'reservation_taken',
        ],
      },
      ['signature_missing', 'crossmatch_open', 'receipt_open', 'recheck_open'],
    ],
  ] as const)('of an issue: %s', (_, more, expected) => {
    const issued = move('issue', at('08:00', 2), 'H01:available', 'patient', 'H01', 'i');
    const bag = { ...required(facts().bag), state: 'issued' as const };
    expect(
      codesOf(
        facts({ movements: [ship(), receive(), issued], held: [['i', issue(more as Partial<IssueRecord>)]], bag }),
      ),
    ).toEqual(expected);
  });

  it.each([
    [null, []],
    [0, []],
    [12, [{ code: 'out_of_control', minutes: 12, isOver: false }]],
    [30, [{ code: 'out_of_control', minutes: 30, isOver: false }]],
    [31, [{ code: 'out_of_control', minutes: 31, isOver: true }]],
  ])('%s minutes out of controlled storage', (minutesOut, expected) => {
    const back = move('release_hold', at('09:00', 2), 'H01:quarantined', 'H01:available', 'H01', 'hold');
    const taken = move('hold', at('08:00', 2), 'H01:available', 'H01:quarantined', 'H01');
    const signed = ['hold_released', 'hold_released_second'];
    const record = { module: 'stock', id: 'h', kind: 'release', reason: 'other', words: null, minutesOut } as const;
    const life = facts({
      movements: [ship(), receive(), taken, back],
      held: [
        [
          'hold',
          { ...record, place: null, signed, openTasks: [], at: at('09:00', 2), actor: '1002', afterMovementId: null },
        ],
      ],
    });
    expect(gapsOf(traceBag(life)).map(({ gap }) => gap)).toEqual(expected);
  });

  const heldFor = (more: Partial<HoldRecord>): HoldRecord => ({
    module: 'stock',
    id: 'reading',
    kind: 'hold',
    reason: 'temperature',
    words: 'R1 12 ℃',
    minutesOut: null,
    place: null,
    at: at('13:00'),
    actor: '1001',
    afterMovementId: null,
    signed: [],
    openTasks: [],
    ...more,
  });

  it('why a bag was held stands at the step of whichever module did it, and a second finding is a step of its own', () => {
    const came = receive();
    const taken = move('hold', at('13:00'), 'H01:available', 'H01:quarantined', 'H01', 'storage-places reading');
    const note = heldFor({});
    const mark = heldFor({ id: 'count', reason: 'under_search', at: at('14:00'), afterMovementId: taken.id });
    const life = facts({
      movements: [ship(), came, taken],
      bag: { ...required(facts().bag), state: 'quarantined' },
      held: [
        ['stock reading', note],
        ['stock count', mark],
      ],
    });
    const steps = traceBag(life);
    expect(steps.slice(-2)).toMatchObject([
      { kind: 'hold', noted: note },
      { kind: 'mark', at: at('14:00'), movement: null, gaps: [{ code: 'found_held', reason: 'under_search' }] },
    ]);
  });

  it('what came back by an incident says how long it was out', () => {
    const taken = move('hold', at('13:00'), 'H01:available', 'H01:quarantined', 'H01');
    const back = move('release_hold', at('15:00'), 'H01:quarantined', 'H01:available', 'H01', 'incidents i1');
    const signed = ['incident_resolved', 'hold_released_second'];
    const life = facts({
      movements: [ship(), receive(), taken, back],
      held: [
        ['incidents i1', { module: 'incidents', id: 'i1', no: '1' }],
        ['stock i1', heldFor({ id: 'i1', kind: 'release', minutesOut: 25, signed })],
      ],
    });
    expect(gapsOf(traceBag(life)).map(({ gap }) => gap)).toEqual([
      { code: 'out_of_control', minutes: 25, isOver: false },
    ]);
  });

  it.each([
    [4.1, true, []],
    [20, false, ['temperature_out']],
    [null, null, ['temperature_missing']],
  ])('received on paper at %s ℃', (celsius, isInRange, expected) => {
    const came = move('receive', at('11:30'), 'H01:in_transit', 'H01:available', 'H01', 'downtime-forms f');
    const form = { module: 'downtime-forms', id: 'f', no: '1', celsius, isInRange } as const;
    expect(codesOf(facts({ movements: [ship(), came], held: [['downtime-forms f', form]] }))).toEqual(expected);
  });

  it('what lies in another house’s records is not missed', () => {
    const office = facts({ viewerOrgId: 'O01', movements: [release(), ship(), receive()], records: new Map() });
    expect(codesOf(office)).toEqual([]);
  });
});

function required<T>(value: T | null): T {
  if (value === null) throw new Error('there is a bag');
  return value;
}
