import { describe, expect, it } from 'vitest';
import { type BagScanState, emptyBagScan } from '../blood/barcodes/bag-scan';
import { encodeDonationNumber, encodeExpiry, encodeGroup, encodeProduct } from '../blood/barcodes/encode';
import { bagsOfOtherCity, otherGroupsOf, removeBag, scanWithoutNote, type UnnotedNews } from './scan-list-unnoted';

const timeZone = 'Asia/Shanghai';
const context = { now: new Date('2026-11-23T06:00:00Z'), timeZone, isPractice: false };
const labelsOf = (donationNo: string) => [
  encodeDonationNumber(donationNo),
  encodeProduct('P0065H00'),
  encodeGroup({ abo: 'O', rhd: 'positive' }),
  encodeExpiry(new Date('2026-12-27T15:59:00Z'), timeZone),
];
const first = labelsOf('3100026020501');
const second = labelsOf('3100026020502');
const play = (codes: readonly string[], from: BagScanState = emptyBagScan, isPractice = false) => {
  let state = from;
  const news: UnnotedNews[] = [];
  for (const code of codes) {
    const step = scanWithoutNote(state, code, { ...context, isPractice });
    state = step.state;
    news.push(step.news);
  }
  return { state, news, last: news.at(-1) };
};

describe('a delivery without a note', () => {
  it('says what is still missing, and is content only with the fourth label', () => {
    expect(play(first).news).toEqual([
      { kind: 'reading', missing: ['product', 'group', 'expiry'] },
      { kind: 'reading', missing: ['group', 'expiry'] },
      { kind: 'reading', missing: ['expiry'] },
      { kind: 'completed', line: 1 },
    ]);
  });

  it('says at once that a bag has expired, and never calls it complete', () => {
    const expiresAt = new Date('2026-11-20T15:59:00Z');
    const past = encodeExpiry(expiresAt, timeZone);
    const [donation = '', product = '', group = ''] = first;
    expect(play([donation, past, product, group]).news.slice(1)).toEqual([
      { kind: 'expired', line: 1, expiresAt, missing: ['product', 'group'] },
      { kind: 'expired', line: 1, expiresAt, missing: ['group'] },
      { kind: 'expired', line: 1, expiresAt, missing: [] },
    ]);
    expect(play([donation, product, group, past]).last).toMatchObject({ kind: 'expired', missing: [] });
  });

  it.each([
    ['a bag of practice in the real city', labelsOf('LX00026000001'), second, false],
    ['a real bag in practice', second, labelsOf('LX00026000001'), true],
  ])('names %s with each of its labels, and keeps it in sight until it is taken off', (_, foreign, own, isPractice) => {
    const { state, news } = play([...foreign, ...own], emptyBagScan, isPractice);
    const donationNo = state.bags[0]?.donation?.donationNo;
    expect(news.slice(0, 4)).toEqual(Array.from({ length: 4 }, () => ({ kind: 'other-city', donationNo })));
    expect(news.at(-1)).toEqual({ kind: 'completed', line: 2 });
    expect(bagsOfOtherCity(state.bags, isPractice)).toEqual([state.bags[0]]);
    expect(bagsOfOtherCity(removeBag(state, 0).bags, isPractice)).toEqual([]);
  });

  it('marks the bags of one donation that carry two groups', () => {
    const [donation = '', , , expiry = ''] = first;
    const half = [donation, encodeProduct('P0065HA0'), encodeGroup({ abo: 'A', rhd: 'positive' }), expiry];
    const { state } = play([...first, ...half, ...second]);
    expect(state.bags.map((_, index) => otherGroupsOf(state, index))).toEqual([
      [{ abo: 'A', rhd: 'positive' }],
      [{ abo: 'O', rhd: 'positive' }],
      [],
    ]);
  });

  it('names the bag that was left, keeps it in the list, and takes its rest later', () => {
    const { state, last } = play([...first.slice(0, 2), second[0] ?? '']);
    expect(last).toEqual({ kind: 'left-incomplete', donationNo: '3100026020501', missing: ['group', 'expiry'] });
    expect(state.bags).toHaveLength(2);
    const rest = play([...second.slice(1), first[0] ?? '', first[2] ?? '', first[3] ?? ''], state);
    expect(rest.last).toEqual({ kind: 'completed', line: 1 });
  });

  it('says on which line a bag already stands, and which label was just read', () => {
    expect(play([...first, ...first]).last).toEqual({ kind: 'already-listed', line: 1 });
    expect(play([...first, first[3] ?? '']).last).toEqual({ kind: 'already-listed', line: 1 });
    expect(play([first[1] ?? '', first[1] ?? '']).last).toEqual({
      kind: 'repeated',
      missing: ['donation', 'group', 'expiry'],
    });
  });

  it('takes nothing of two labels that contradict each other, nor of what is no label', () => {
    const group = encodeGroup({ abo: 'A', rhd: 'positive' });
    const half = play(first.slice(0, 3));
    const conflict = play([group], half.state);
    expect(conflict.last).toMatchObject({ kind: 'conflict' });
    expect(conflict.state).toEqual(half.state);
    const misread = (first[0] ?? '').replace('20501', '20511');
    expect(play([misread], half.state)).toMatchObject({
      state: half.state,
      last: { kind: 'unreadable', code: 'check_flags_mismatch' },
    });
    expect(play(['HTTPS://EXAMPLE.CN/1'], half.state).last).toEqual({ kind: 'unreadable', code: 'unknown' });
  });

  it('keeps the half-read bag in hand when another is removed', () => {
    const { state } = play([...first, ...second.slice(0, 2)]);
    const rest = play(second.slice(2), removeBag(state, 0));
    expect(rest.state.bags).toHaveLength(1);
    expect(rest.last).toEqual({ kind: 'completed', line: 1 });
    expect(removeBag(state, 1).current).toBeNull();
  });
});
