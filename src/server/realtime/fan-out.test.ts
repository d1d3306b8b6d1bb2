import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Envelope } from '@/domain/change';
import type { ChangesFrame } from '@/domain/live/protocol';
import { channelsFor, channelsOf, feedRoomsOf, type Listener } from './audience';
import { FanOut } from './fan-out';

function row(seq: number, rooms: string[], recordId = `r${seq}`) {
  const envelope: Envelope = {
    seq,
    epoch: 'e1',
    at: '2026-11-23T04:00:00.000Z',
    module: 'bag-receipts',
    recordId,
    version: seq,
    action: 'x',
    state: 'x',
    orgId: 'H01',
    partyOrgId: null,
    cells: [],
    tally: null,
  };
  return { seq, rooms, envelope };
}

/** A room of `size` screens that takes `costMs` to write to; the clock is moved by hand. */
function openFanOut(size: number, costMs: number) {
  const sent: { at: number; channel: string; frame: ChangesFrame | null }[] = [];
  const fanOut = new FanOut({
    clock: () => Date.now(),
    epoch: () => 'e1',
    sizeOf: () => size,
    send(channel, frame) {
      sent.push({ at: Date.now(), channel, frame });
      vi.setSystemTime(Date.now() + costMs);
    },
    sendSnapshot: (channel) => sent.push({ at: Date.now(), channel, frame: null }),
  });
  return { fanOut, sent };
}

beforeEach(() => void vi.useFakeTimers({ now: 1_000_000 }));
afterEach(() => void vi.useRealTimers());

describe('how often a room is told', () => {
  it('at once, one frame per write, while frames due stay under 20 000 a second', () => {
    const { fanOut, sent } = openFanOut(380, 6);
    for (let i = 1; i <= 250; i++) {
      vi.advanceTimersByTime(14);
      fanOut.take([row(i, ['city'])]);
      expect(sent).toHaveLength(i);
    }
  });

  it('a storm on a large room becomes few frames with the latest of each record, and ends complete', () => {
    const { fanOut, sent } = openFanOut(5_000, 80);
    let seq = 0;
    const began = Date.now();
    while (Date.now() - began < 4_000) {
      vi.advanceTimersByTime(1);
      seq += 1;
      fanOut.take([row(seq, ['city'], `r${seq % 40}`)]);
    }
    vi.advanceTimersByTime(2_000);
    expect(sent.length).toBeLessThan(60);
    const last = new Map(
      sent.flatMap(({ frame }) => frame?.changes ?? []).map((change) => [change.recordId, change.seq]),
    );
    for (let i = 0; i < 40; i++) expect(last.get(`r${i}`)).toBe(seq - ((seq - i) % 40));
    for (let i = 1; i < sent.length; i++) {
      const [before, now] = [sent[i - 1]?.frame?.seq ?? 0, sent[i]?.frame?.seq ?? 0];
      expect(now).toBeGreaterThan(before);
    }
    // Half of the time is left to everything else.
    expect(sent.length * 80).toBeLessThan((Date.now() - began) * 0.75);
  });

  it('a heartbeat is preceded by everything that waits', () => {
    const { fanOut, sent } = openFanOut(30_000, 300);
    fanOut.take([row(1, ['city'])]);
    fanOut.take([row(2, ['city'])]);
    expect(sent).toHaveLength(1);
    fanOut.flush();
    expect(sent.map(({ frame }) => frame?.seq)).toEqual([1, 2]);
  });

  it('more records than a room may hold back end in one word: read again', () => {
    const { fanOut, sent } = openFanOut(30_000, 300);
    fanOut.take([row(1, ['city'])]);
    fanOut.take(Array.from({ length: 1_500 }, (_, i) => row(i + 2, ['city'])));
    fanOut.flush();
    expect(sent.at(-1)?.frame).toBeNull();
  });
});

describe('audience', () => {
  const listener = (
    orgId: string,
    orgKind: Listener['orgKind'],
    roles: Listener['roles'],
    district = '',
  ): Listener => ({
    kind: 'device',
    deviceId: 'd',
    name: 'd',
    orgId,
    orgKind,
    district,
    roles,
  });

  it('rooms come from organisation and roles alone', () => {
    expect(feedRoomsOf(listener('H01', 'hospital', ['technician']))).toEqual(['org:H01', 'city', 'desks']);
    expect(feedRoomsOf(listener('H01', 'hospital', ['nurse']))).toEqual(['org:H01', 'desks']);
    expect(feedRoomsOf(listener('H01', 'hospital', ['wallboard']))).toEqual(['city']);
    expect(feedRoomsOf(listener('O01', 'blood_office', ['official']))).toEqual(['org:O01', 'city', 'offices', 'desks']);
    expect(feedRoomsOf(listener('O01', 'blood_office', ['wallboard']))).toEqual(['city']);
    const ofDistrict = feedRoomsOf(listener('O09', 'blood_office', ['official'], '徐汇'));
    expect(ofDistrict).toEqual(['org:O09', 'city', 'offices:徐汇', 'desks']);
    expect(feedRoomsOf(listener('H01', 'hospital', []))).toEqual([]);
  });

  it('every desk hears of master data once, and no wallboard', () => {
    const times = (...listening: Parameters<typeof listener>) => {
      const joined = channelsOf(feedRoomsOf(listener(...listening)));
      return channelsFor(['desks']).filter((channel) => joined.includes(channel)).length;
    };
    expect(times('H01', 'hospital', ['technician'])).toBe(1);
    expect(times('H01', 'hospital', ['nurse'])).toBe(1);
    expect(times('O01', 'blood_office', ['official'])).toBe(1);
    expect(times('O01', 'blood_office', ['wallboard'])).toBe(0);
    expect(times('H01', 'hospital', ['wallboard'])).toBe(0);
  });

  it('each screen hears each change once, whatever its rooms and the change’s', () => {
    const all = ['org:H01', 'org:O01', 'offices:徐汇', 'offices', 'city'];
    const subsets = Array.from({ length: 32 }, (_, bits) => all.filter((_, i) => bits & (1 << i)));
    for (const rooms of subsets)
      for (const change of subsets) {
        // Nobody belongs to two organisations, and whoever hears the records of offices hears the city.
        if (rooms.some((room) => room.startsWith('offices')) && !rooms.includes('city')) continue;
        if (rooms.filter((room) => room.startsWith('offices')).length > 1) continue;
        if (rooms.includes('offices:徐汇') && rooms.includes('org:H01')) continue;
        // What is told to a district is told to the municipal offices, and of a house that is no office.
        if (change.includes('offices:徐汇') && (!change.includes('offices') || change.includes('org:O01'))) continue;
        if (rooms.filter((room) => room.startsWith('org:')).length > 1) continue;
        const joined = channelsOf(rooms);
        const times = channelsFor(change).filter((channel) => joined.includes(channel)).length;
        expect([rooms, change, times]).toEqual([rooms, change, change.some((room) => rooms.includes(room)) ? 1 : 0]);
      }
  });
});
