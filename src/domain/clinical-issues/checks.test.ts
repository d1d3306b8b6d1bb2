import { describe, expect, it } from 'vitest';
import { type CheckedContent, type FallenCheck, findFallenChecks } from './checks';

const crossmatch = { major: 'compatible', specimenNo: 'S1' };
const before: CheckedContent = {
  place: { department: '产科', ward: '三病区', bed: '12' },
  lines: [{ unitId: 'a', crossmatch }, { unitId: 'b' }],
};
const ofBags: FallenCheck[] = [
  { item: 'group', because: 'bags' },
  { item: 'expiry', because: 'bags' },
  { item: 'crossmatch', because: 'bags' },
];
const place = (more: Partial<CheckedContent['place']>) => ({ ...before, place: { ...before.place, ...more } });

describe('a tick falls when what it speaks of changes', () => {
  it.each<[string, CheckedContent, FallenCheck[]]>([
    ['nothing changed', { ...before }, []],
    ['the same bags in another order', { ...before, lines: [...before.lines].reverse() }, []],
    ['a bag more', { ...before, lines: [...before.lines, { unitId: 'c' }] }, ofBags],
    ['a bag less', { ...before, lines: before.lines.slice(0, 1) }, ofBags],
    ['another bag instead', { ...before, lines: [{ unitId: 'a', crossmatch }, { unitId: 'c' }] }, ofBags],
    [
      'a crossmatch recorded',
      {
        ...before,
        lines: [
          { unitId: 'a', crossmatch },
          { unitId: 'b', crossmatch },
        ],
      },
      [{ item: 'crossmatch', because: 'crossmatch' }],
    ],
    [
      'a crossmatch changed',
      { ...before, lines: [{ unitId: 'a', crossmatch: { ...crossmatch, specimenNo: 'S2' } }, { unitId: 'b' }] },
      [{ item: 'crossmatch', because: 'crossmatch' }],
    ],
    ['another department', place({ department: '外科' }), [{ item: 'department', because: 'department' }]],
    ['another ward', place({ ward: '一病区' }), [{ item: 'ward', because: 'ward' }]],
    ['another bed', place({ bed: '13' }), [{ item: 'bed', because: 'bed' }]],
    ['a blank after the bed', place({ bed: '12 ' }), []],
  ])('%s', (_, after, fallen) => {
    expect(findFallenChecks(before, after)).toEqual(fallen);
  });
});
