import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import {
  expiryAfter,
  expiryByShelfLife,
  expiryOfDay,
  expiryRules,
  findExpiryRule,
  isExpired,
  isTooLateToProcess,
  parseExpiryText,
} from './expiry';

const shanghai = 'Asia/Shanghai';
const iso = (date: Date | undefined) => date?.toISOString();
const hours = (from: Date, count: number) => new Date(from.getTime() + count * 3_600_000);

const processZone = process.env.TZ;
afterEach(() => {
  process.env.TZ = processZone;
});

describe('the minute a bag expires', () => {
  const expiresAt = new Date('2026-11-23T15:59:00Z');

  it('is expired at that minute, not before', () => {
    expect(isExpired(expiresAt, new Date('2026-11-23T15:58:59.999Z'))).toBe(false);
    expect(isExpired(expiresAt, new Date('2026-11-23T15:59:00.000Z'))).toBe(true);
  });

  it.each(['America/Los_Angeles', 'UTC', 'Asia/Shanghai', 'Pacific/Kiritimati'])(
    'is 23:59:00 of the city for a day-only label, when the process runs in %s',
    (zone) => {
      process.env.TZ = zone;
      expect(iso(expiryOfDay({ year: 2026, month: 11, day: 23 }, shanghai))).toBe('2026-11-23T15:59:00.000Z');
      expect(iso(parseExpiryText('20261123', shanghai))).toBe('2026-11-23T15:59:00.000Z');
      expect(iso(parseExpiryText('201604220950', shanghai))).toBe('2016-04-22T01:50:00.000Z');
      expect(new Date(2026, 0, 1).getTimezoneOffset()).toBe(
        { 'America/Los_Angeles': 480, UTC: 0, 'Asia/Shanghai': -480, 'Pacific/Kiritimati': -840 }[zone],
      );
    },
  );

  it('is right on the days a zone changes its clocks', () => {
    const losAngeles = 'America/Los_Angeles';
    expect(iso(parseExpiryText('20260308', losAngeles))).toBe('2026-03-09T06:59:00.000Z');
    expect(iso(parseExpiryText('20261101', losAngeles))).toBe('2026-11-02T07:59:00.000Z');
    expect(iso(parseExpiryText('202603080230', losAngeles))).toBe('2026-03-08T10:30:00.000Z');
    expect(iso(parseExpiryText('202611010130', losAngeles))).toBe('2026-11-01T08:30:00.000Z');
  });

  it('is not invented for a date the calendar does not have', () => {
    for (const text of ['20260229', '20261301', '20260431', '202611232460', '202611232400', '2026', '', '2026-11-23']) {
      expect(parseExpiryText(text, shanghai)).toBeUndefined();
    }
    expect(iso(parseExpiryText('20240229', shanghai))).toBe('2024-02-29T15:59:00.000Z');
  });
});

describe('processing shortens the life', () => {
  const at = new Date('2026-11-23T01:30:00Z');
  const far = hours(at, 24 * 30);

  it.each([
    ['opened', 'red_cells', 24],
    ['opened', 'platelets', 24],
    ['irradiated', 'red_cells', 14 * 24],
    ['thawed', 'plasma', 24],
    ['thawed', 'cryo', 4],
    ['deglycerolised', 'red_cells', 24],
    ['washed', 'red_cells', 24],
    ['pooled', 'platelets', 24],
  ] as const)('%s %s: %i hours', (kind, componentClass, count) => {
    expect(expiryAfter(far, componentClass, [{ kind, at }])).toEqual(hours(at, count));
  });

  it('never beyond the original', () => {
    const soon = hours(at, 3);
    expect(expiryAfter(soon, 'red_cells', [{ kind: 'opened', at }])).toEqual(soon);
    expect(expiryAfter(soon, 'red_cells', [{ kind: 'irradiated', at }])).toEqual(soon);
    expect(expiryAfter(soon, 'cryo', [{ kind: 'thawed', at }])).toEqual(soon);
  });

  it('irradiated platelets keep their original expiry', () => {
    expect(expiryAfter(far, 'platelets', [{ kind: 'irradiated', at }])).toEqual(far);
  });

  it('takes the shortest of several, in any order', () => {
    const steps = [
      { kind: 'irradiated', at },
      { kind: 'washed', at: hours(at, 2) },
    ] as const;
    expect(expiryAfter(far, 'red_cells', steps)).toEqual(hours(at, 26));
    expect(expiryAfter(far, 'red_cells', [...steps].reverse())).toEqual(hours(at, 26));
  });

  it('has no rule for a processing that makes no sense', () => {
    expect(findExpiryRule('thawed', 'platelets')).toBeUndefined();
    expect(findExpiryRule('irradiated', 'plasma')).toBeUndefined();
  });

  it('red cells are irradiated within 14 days of collection', () => {
    const collectedAt = hours(at, -14 * 24);
    expect(isTooLateToProcess('irradiated', 'red_cells', collectedAt, at)).toBe(false);
    expect(isTooLateToProcess('irradiated', 'red_cells', collectedAt, hours(at, 1))).toBe(true);
    expect(isTooLateToProcess('irradiated', 'platelets', collectedAt, hours(at, 1))).toBe(false);
  });

  it('is never later than the original, whatever was done', () => {
    const step = fc.record({
      kind: fc.constantFrom(...expiryRules.map((rule) => rule.kind)),
      at: fc.date({ min: new Date('2026-01-01'), max: new Date('2027-01-01'), noInvalidDate: true }),
    });
    fc.assert(
      fc.property(
        fc.constantFrom('red_cells', 'plasma', 'cryo', 'platelets'),
        fc.array(step),
        (componentClass, steps) => {
          expect(expiryAfter(far, componentClass, steps).getTime()).toBeLessThanOrEqual(far.getTime());
        },
      ),
    );
  });
});

describe('expiry by shelf life', () => {
  const collectedAt = new Date('2026-11-23T01:30:45Z');

  it('35 days, 24 hours and one year on, to the minute', () => {
    expect(iso(expiryByShelfLife(collectedAt, { amount: 35, unit: 'day' }, shanghai))).toBe('2026-12-28T01:30:00.000Z');
    expect(iso(expiryByShelfLife(collectedAt, { amount: 24, unit: 'hour' }, shanghai))).toBe(
      '2026-11-24T01:30:00.000Z',
    );
    expect(iso(expiryByShelfLife(collectedAt, { amount: 1, unit: 'year' }, shanghai))).toBe('2027-11-23T01:30:00.000Z');
    expect(iso(expiryByShelfLife(collectedAt, { amount: 4, unit: 'year' }, shanghai))).toBe('2030-11-23T01:30:00.000Z');
  });

  it('plasma collected on 29 February expires on 28 February', () => {
    const leapDay = new Date('2024-02-29T04:00:00Z');
    expect(iso(expiryByShelfLife(leapDay, { amount: 1, unit: 'year' }, shanghai))).toBe('2025-02-28T04:00:00.000Z');
    expect(iso(expiryByShelfLife(leapDay, { amount: 4, unit: 'year' }, shanghai))).toBe('2028-02-29T04:00:00.000Z');
  });
});
