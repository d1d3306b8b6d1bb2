import { describe, expect, it } from 'vitest';
import { readStaffNo, staffNoHere, writeStaffNo } from './staff-no';

describe('a staff number that is typed in a house', () => {
  it.each([
    ['1001', 'H03', 'H03', '1001'],
    [' 1001 ', 'H03', 'H03', '1001'],
    ['H02/1001', 'H03', 'H02', '1001'],
    ['h02/1001', 'H03', 'H02', '1001'],
    ['Ｈ０２／１００１', 'H03', 'H02', '1001'],
    ['H03/1001', 'H03', 'H03', '1001'],
    ['S-01/A7', 'H03', 'S-01', 'A7'],
  ])('%s in %s is %s’s %s', (typed, here, orgId, staffNo) => {
    expect(staffNoHere.safeParse(typed).success).toBe(true);
    expect(readStaffNo(typed, here)).toEqual({ orgId, staffNo });
  });

  it.each(['', '/1001', 'H02/', 'H02/10/01', 'H/1001', '10-01', 'H02\\1001'])('%s is none', (typed) => {
    expect(staffNoHere.safeParse(typed).success).toBe(false);
  });

  it('is written with the house that keeps the person where that is another one', () => {
    expect(writeStaffNo({ orgId: 'H02', staffNo: '1001' }, 'H02')).toBe('1001');
    expect(writeStaffNo({ orgId: 'H02', staffNo: '1001' }, 'H03')).toBe('H02/1001');
  });
});
