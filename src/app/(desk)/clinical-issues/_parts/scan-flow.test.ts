import { describe, expect, it } from 'vitest';
import type { OfferedBag } from './issue-types';
import {
  advance,
  answerLookup,
  answerStop,
  answerWarning,
  awaitsAnswer,
  beginFlow,
  type Code,
  changeRecipient,
  failLookup,
  type Outcome,
  receiveCode,
  type ScanFlow,
  withdraw,
} from './scan-flow';

const now = new Date('2026-11-28T02:00:00Z');

type Given = Partial<Pick<OfferedBag, 'abo' | 'rhd' | 'productCode' | 'blockedBy' | 'verdict'>>;
function bag(donationNo: string, given: Given = {}): OfferedBag {
  const made = { unitId: `unit-${donationNo}${given.productCode ?? ''}`, donationNo, productCode: 'P0065H00' };
  const fit = {
    abo: 'A',
    rhd: 'positive',
    blockedBy: null,
    verdict: { level: 'IDENTICAL', reasons: [], warnings: [] },
  };
  return { ...made, ...fit, ...given } as OfferedBag;
}
const incompatible: Given = { blockedBy: { code: 'issue.incompatible' } };
const onHold: Given = { blockedBy: { code: 'unit.on_hold' } };
const needsReason = {
  verdict: { level: 'REVIEW', reasons: [], warnings: [], override: { roles: ['reviewer'] } },
} as unknown as Given;

const donation = (donationNo: string): Code => ({ kind: 'donation', donationNo, entry: 'scan' });
const label = (abo: OfferedBag['abo'], rhd: OfferedBag['rhd'] = 'positive'): Code => ({
  kind: 'group',
  label: { abo, rhd },
});

/** A desk without a screen: what stands on the list, what was heard, and answers that come when the test says so. */
function openDesk(stock: readonly OfferedBag[], isRecipientKnown = true) {
  let flow: ScanFlow = beginFlow();
  let chosen: string[] = [];
  const bags = new Map(stock.map((item) => [item.unitId, item]));
  const tones: string[] = [];
  const facts = () => ({ now, chosen, isRecipientKnown });
  const apply = (outcome: Outcome) => {
    let step: Outcome | null = outcome;
    while (step) {
      flow = step.flow;
      if (step.tone) tones.push(step.tone);
      if (step.take) chosen = [...chosen, step.take.bag.unitId];
      const { drop } = step;
      if (drop) chosen = chosen.filter((unitId) => unitId !== drop);
      step = advance(flow, facts());
    }
  };
  return {
    tones,
    kind: () => flow.news?.kind,
    news: () => flow.news,
    looking: () => flow.looking?.donationNo,
    listed: () => chosen.map((unitId) => bags.get(unitId)?.donationNo),
    notTaken: () => flow.notTaken.map((item) => [item.donationNo, item.why]),
    isAsking: () => awaitsAnswer(flow),
    scan: (...codes: Code[]) => {
      for (const code of codes) apply(receiveCode(flow, code, facts()));
    },
    arrive: () => {
      const { looking } = flow;
      const found = stock.filter(
        (item) =>
          item.donationNo === looking?.donationNo && (!looking.productCode || item.productCode === looking.productCode),
      );
      apply(answerLookup(flow, found, facts()));
    },
    fail: () => apply(failLookup(flow)),
    answer: () => apply(answerStop(flow)),
    withdraw: (item: OfferedBag) => apply(withdraw(flow, item)),
    warn: (isChosen: boolean) => apply(answerWarning(flow, isChosen, facts())),
    change: (isKnown: boolean) => {
      isRecipientKnown = isKnown;
      const before = chosen.flatMap((unitId) => bags.get(unitId) ?? []);
      chosen = [];
      apply(changeRecipient(flow, before));
    },
    restock: (item: OfferedBag) => {
      stock = stock.map((other) => (other.unitId === item.unitId ? item : other));
      bags.set(item.unitId, item);
    },
  };
}

describe('a number of which another bag was relabelled', () => {
  it('does not say which bag is in the hand: its product code is asked for, and only then the bag is listed', () => {
    const facts = { now, chosen: [], isRecipientKnown: true };
    const asked = receiveCode(beginFlow(), donation('A1'), facts).flow;
    const looking = advance(asked, facts)?.flow ?? asked;
    const shared = answerLookup(looking, [bag('A1')], facts, true);
    expect(shared.take).toBeUndefined();
    expect(shared.flow.news).toEqual({ kind: 'which-product', donationNo: 'A1', count: 2 });
    const named = receiveCode(shared.flow, { kind: 'product', productCode: 'P0065H00' }, facts).flow;
    expect(advance(named, facts)?.ask).toMatchObject({ donationNo: 'A1', productCode: 'P0065H00' });
    expect(answerLookup(looking, [bag('A1')], facts).take?.bag.donationNo).toBe('A1');
  });
});

describe('a hard stop', () => {
  it('stays until it is answered: the answer for the bag scanned after it waits behind', () => {
    const desk = openDesk([bag('A1', incompatible), bag('B1')]);
    desk.scan(donation('A1'), donation('B1'));
    expect(desk.looking()).toBe('A1');
    desk.arrive();
    expect([desk.kind(), desk.looking()]).toEqual(['refused', undefined]);
    desk.answer();
    expect(desk.looking()).toBe('B1');
    desk.arrive();
    expect(desk.listed()).toEqual(['B1']);
  });

  it('is not removed by the failure of a lookup scanned after it', () => {
    const desk = openDesk([bag('A1', incompatible)]);
    desk.scan(donation('A1'), donation('B1'));
    desk.arrive();
    expect(desk.kind()).toBe('refused');
    desk.answer();
    desk.fail();
    expect(desk.news()).toMatchObject({ kind: 'failed', donationNo: 'B1' });
  });

  it('lets nothing past it, and names each bag that was scanned meanwhile', () => {
    const desk = openDesk([bag('A1', incompatible), bag('B1')]);
    desk.scan(donation('A1'));
    desk.arrive();
    desk.scan(donation('B1'), label('O'), { kind: 'unreadable', raw: '?' });
    expect(desk.kind()).toBe('refused');
    expect(desk.tones).toEqual(['refuse', 'refuse', 'refuse', 'refuse']);
    desk.answer();
    expect([desk.looking(), desk.notTaken()]).toEqual([undefined, [['B1', 'stopped']]]);
    desk.scan(donation('B1'));
    desk.arrive();
    expect([desk.listed(), desk.notTaken()]).toEqual([['B1'], []]);
  });

  it('for a wristband is not replaced by a lookup that was on its way', () => {
    const desk = openDesk([bag('A1')]);
    desk.scan(donation('A1'), { kind: 'other-patient', scanned: '77' });
    desk.arrive();
    expect([desk.kind(), desk.listed()]).toEqual(['other-patient', ['A1']]);
  });

  it('for an autologous bag takes nothing, keeps what is listed, and waits for its answer', () => {
    const desk = openDesk([bag('A1'), bag('B1')]);
    desk.scan(donation('A1'));
    desk.arrive();
    desk.scan({ kind: 'autologous', bagNo: 'XA-H02-202611230001011', orgId: 'H02' });
    expect([desk.kind(), desk.listed()]).toEqual(['autologous', ['A1']]);
    desk.scan(donation('B1'));
    expect([desk.kind(), desk.listed(), desk.notTaken()]).toEqual(['autologous', ['A1'], [['B1', 'stopped']]]);
  });
});

describe('a group label', () => {
  it('scanned while its bag is looked up is compared with that bag, not with the one before', () => {
    const desk = openDesk([bag('A1', { abo: 'A' }), bag('B1', { abo: 'B' })]);
    desk.scan(donation('A1'));
    desk.arrive();
    desk.scan(donation('B1'), label('B'));
    desk.arrive();
    expect([desk.kind(), desk.listed()]).toEqual(['taken', ['A1', 'B1']]);
  });

  it('that differs from its own bag stops that bag and leaves the one before on the list', () => {
    const desk = openDesk([bag('A1', { abo: 'A' }), bag('B1', { abo: 'B' })]);
    desk.scan(donation('A1'));
    desk.arrive();
    desk.scan(donation('B1'), label('A'));
    desk.arrive();
    expect(desk.news()).toMatchObject({ kind: 'label-differs', bag: { donationNo: 'B1' }, label: { abo: 'A' } });
    desk.answer();
    expect(desk.listed()).toEqual(['A1']);
  });

  it('after "which product" waits for the product', () => {
    const two = [bag('B1', { abo: 'B' }), bag('B1', { abo: 'B', productCode: 'P0120V00' })];
    const desk = openDesk([bag('A1', { abo: 'A' }), ...two]);
    desk.scan(donation('A1'));
    desk.arrive();
    desk.scan(donation('B1'));
    desk.arrive();
    desk.scan(label('O'));
    expect(desk.kind()).toBe('which-product');
    desk.scan({ kind: 'product', productCode: 'P0120V00' });
    desk.arrive();
    expect(desk.news()).toMatchObject({ kind: 'label-differs', bag: { productCode: 'P0120V00' }, label: { abo: 'O' } });
  });

  it('of a bag that is not here says nothing about the bag before', () => {
    const desk = openDesk([bag('A1', { abo: 'A' })]);
    desk.scan(donation('A1'));
    desk.arrive();
    desk.scan(donation('X1'));
    desk.arrive();
    desk.scan(label('O'));
    expect([desk.kind(), desk.listed()]).toEqual(['not-here', ['A1']]);
  });

  it('scanned first is held for the bag whose donation number comes next', () => {
    const desk = openDesk([bag('A1', { abo: 'A' }), bag('B1', { abo: 'B' })]);
    desk.scan(label('A'));
    expect(desk.kind()).toBe('label-held');
    desk.scan(donation('A1'));
    desk.arrive();
    desk.scan(label('B'));
    expect([desk.kind(), desk.listed()]).toEqual(['label-held', ['A1']]);
    desk.scan(donation('B1'));
    desk.arrive();
    expect([desk.kind(), desk.listed()]).toEqual(['taken', ['A1', 'B1']]);
  });

  it('scanned first and wrong stops its bag before it is on the list', () => {
    const desk = openDesk([bag('A1', { abo: 'A' })]);
    desk.scan(label('O'), donation('A1'));
    desk.arrive();
    expect([desk.kind(), desk.listed()]).toEqual(['label-differs', []]);
  });

  it('stops also a bag whose warning is not answered yet', () => {
    const desk = openDesk([bag('A1', needsReason)]);
    desk.scan(donation('A1'));
    desk.arrive();
    desk.scan(label('A'));
    expect(desk.kind()).toBe('to-confirm');
    desk.scan(label('B'));
    expect(desk.kind()).toBe('to-confirm');
    const other = openDesk([bag('A1', needsReason)]);
    other.scan(donation('A1'));
    other.arrive();
    other.scan(label('B'));
    expect(other.kind()).toBe('label-differs');
  });
});

describe('a stop for the label', () => {
  const stopped = () => {
    const desk = openDesk([bag('A1', { abo: 'A' }), bag('B1', { abo: 'A' })]);
    desk.scan(donation('A1'));
    desk.arrive();
    desk.scan(label('B'));
    expect(desk.kind()).toBe('label-differs');
    return desk;
  };

  it('that was another bag’s label is lifted by donation number and label of the bag itself; the bag stays', () => {
    const desk = stopped();
    desk.scan(donation('A1'), label('A'));
    expect([desk.kind(), desk.listed(), desk.isAsking()]).toEqual(['taken', ['A1'], false]);
  });

  it('is not lifted by the label of the next bag, nor by the same wrong label again', () => {
    const desk = stopped();
    desk.scan(label('A'));
    expect(desk.kind()).toBe('label-differs');
    desk.scan(donation('B1'), label('A'));
    expect(desk.kind()).toBe('label-differs');
    desk.scan(donation('A1'), label('B'), label('A'));
    expect(desk.kind()).toBe('label-differs');
    expect(desk.notTaken()).toEqual([['B1', 'stopped']]);
    desk.answer();
    expect(desk.listed()).toEqual([]);
  });

  it('lifted before the bag was on the list asks for the bag once more', () => {
    const desk = openDesk([bag('A1', { abo: 'A' })]);
    desk.scan(label('B'), donation('A1'));
    desk.arrive();
    desk.scan(donation('A1'), label('A'));
    expect(desk.looking()).toBe('A1');
    desk.arrive();
    expect([desk.kind(), desk.listed()]).toEqual(['taken', ['A1']]);
  });
});

describe('a lookup', () => {
  it('that fails says so with the number, sounds, and the bag stays named until it is scanned again', () => {
    const desk = openDesk([bag('A1'), bag('B1')]);
    desk.scan(donation('A1'));
    desk.fail();
    expect([desk.kind(), desk.tones]).toEqual(['failed', ['refuse']]);
    desk.scan(donation('B1'));
    desk.arrive();
    expect([desk.kind(), desk.notTaken()]).toEqual(['taken', [['A1', 'failed']]]);
    desk.scan(donation('A1'));
    desk.arrive();
    expect([desk.listed(), desk.notTaken()]).toEqual([['B1', 'A1'], []]);
  });

  it('of the same bag twice puts it on the list once', () => {
    const desk = openDesk([bag('A1')]);
    desk.scan(donation('A1'), donation('A1'));
    desk.arrive();
    desk.arrive();
    expect([desk.kind(), desk.listed(), desk.tones]).toEqual(['duplicate', ['A1'], ['ok', 'duplicate']]);
  });

  it('that named several bags, on hold, or none is not forgotten when the next bag comes', () => {
    const two = [bag('A1'), bag('A1', { productCode: 'P0120V00' })];
    const desk = openDesk([...two, bag('B1', onHold), bag('C1')]);
    desk.scan(donation('A1'), donation('B1'), donation('X1'), donation('C1'));
    for (let answers = 0; answers < 4; answers += 1) desk.arrive();
    expect(desk.listed()).toEqual(['C1']);
    expect(desk.notTaken()).toEqual([
      ['A1', 'product-missing'],
      ['B1', { code: 'unit.on_hold' }],
      ['X1', 'not-here'],
    ]);
  });
});

describe('a warning', () => {
  it('is held while its reason is typed: a bag scanned meanwhile is refused and named', () => {
    const desk = openDesk([bag('A1', needsReason), bag('B1')]);
    desk.scan(donation('A1'));
    desk.arrive();
    desk.scan(donation('B1'));
    expect([desk.kind(), desk.tones.at(-1), desk.notTaken()]).toEqual(['to-confirm', 'refuse', [['B1', 'stopped']]]);
    desk.warn(true);
    expect(desk.listed()).toEqual(['A1']);
  });

  it('is held too when the next bag was scanned before it came', () => {
    const desk = openDesk([bag('A1', needsReason), bag('B1')]);
    desk.scan(donation('A1'), donation('B1'));
    desk.arrive();
    expect(desk.kind()).toBe('to-confirm');
    desk.warn(false);
    desk.arrive();
    expect(desk.listed()).toEqual(['B1']);
  });
});

describe('another recipient', () => {
  it('has every bag judged again, the one that is being looked up among them', () => {
    const desk = openDesk([bag('A1'), bag('B1'), bag('C1')]);
    desk.scan(donation('A1'), donation('B1'));
    desk.arrive();
    desk.scan(donation('C1'));
    desk.change(false);
    expect([desk.listed(), desk.kind(), desk.looking()]).toEqual([[], 'no-recipient', undefined]);
    desk.restock(bag('A1', incompatible));
    desk.change(true);
    desk.arrive();
    expect([desk.kind(), desk.listed()]).toEqual(['refused', []]);
    desk.answer();
    desk.arrive();
    desk.arrive();
    expect(desk.listed()).toEqual(['B1', 'C1']);
  });

  it('has an unanswered refusal or warning judged again, and keeps a stop for the label', () => {
    const desk = openDesk([bag('A1', incompatible)]);
    desk.scan(donation('A1'));
    desk.arrive();
    desk.restock(bag('A1'));
    desk.change(true);
    desk.arrive();
    expect(desk.listed()).toEqual(['A1']);
    desk.scan(label('B'));
    desk.change(true);
    expect([desk.kind(), desk.listed(), desk.looking()]).toEqual(['label-differs', [], undefined]);
  });
});

describe('a bag taken off the list again', () => {
  it('is told as withdrawn, and no longer as chosen', () => {
    const [one, two] = [bag('A'), bag('B')];
    const desk = openDesk([one, two]);
    desk.scan(donation('A'));
    desk.arrive();
    desk.scan(donation('B'));
    desk.arrive();
    desk.withdraw(two);
    expect(desk.listed()).toEqual(['A']);
    expect(desk.news()).toEqual({ kind: 'withdrawn', donationNo: 'B' });
    expect(desk.tones).toEqual(['ok', 'ok']);
  });

  it('takes no place from a stop that waits for its answer, nor from a bag being looked up', () => {
    const [one, wrong] = [bag('A'), bag('B', incompatible)];
    const desk = openDesk([one, wrong]);
    desk.scan(donation('A'));
    desk.arrive();
    desk.scan(donation('B'));
    desk.withdraw(one);
    expect(desk.kind()).toBe('looking');
    desk.arrive();
    desk.withdraw(one);
    expect([desk.kind(), desk.isAsking(), desk.listed()]).toEqual(['refused', true, []]);
  });
});
