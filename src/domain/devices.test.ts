import { describe, expect, it } from 'vitest';
import { type DeviceState, deviceStateOf } from './devices';

const now = new Date('2026-11-28T10:00:00+08:00');
const at = (minutes: number) => new Date(now.getTime() + minutes * 60_000);

describe('a wall screen', () => {
  it.each<[string, Parameters<typeof deviceStateOf>[0], DeviceState]>([
    ['is waited for', { enrolledAt: null, revokedAt: null, lapsesAt: at(5) }, 'announced'],
    ['is too late when its half hour is over', { enrolledAt: null, revokedAt: null, lapsesAt: at(0) }, 'lapsed'],
    ['reads once its address was opened', { enrolledAt: at(-5), revokedAt: null, lapsesAt: null }, 'enrolled'],
    ['is out of use', { enrolledAt: at(-5), revokedAt: at(-1), lapsesAt: null }, 'revoked'],
    ['is out of use before it was ever opened', { enrolledAt: null, revokedAt: at(-1), lapsesAt: at(5) }, 'revoked'],
  ])('%s', (_, device, expected) => {
    expect(deviceStateOf(device, now)).toBe(expected);
  });
});
