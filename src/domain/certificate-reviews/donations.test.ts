import { describe, expect, it } from 'vitest';
import { checkDonations, donationImport } from './donations';

const line = {
  identityType: '身份证',
  identityNo: '110105194912 31002x',
  donatedOn: '2026/3/1',
  volumeMl: '400 ml',
  certificateNo: 'ab 12',
};
const read = (change: object = {}) => donationImport.rowSchema.safeParse({ ...line, ...change });
const faultsOf = (change: object) =>
  read(change).error?.issues.map(({ path, message }) => `${String(path[0])} ${message.slice(7)}`);

describe('a line of the register of donations', () => {
  it('is read as stations write it', () => {
    expect(read().data).toEqual({
      identityType: '01',
      identityNo: '11010519491231002X',
      donatedOn: '2026-03-01',
      volumeMl: 400,
      certificateNo: 'AB12',
    });
    expect(read({ identityType: undefined, certificateNo: undefined }).data).toMatchObject({
      identityType: '01',
      certificateNo: '',
    });
    expect(read({ identityType: '护照', identityNo: 'e1234567' }).data).toMatchObject({
      identityType: '03',
      identityNo: 'E1234567',
    });
    expect(read({ identityType: '3', identityNo: 'E1234567' }).data).toMatchObject({ identityType: '03' });
  });
  it.each([
    [{ identityType: '学生证' }, 'identityType donation_type_unknown'],
    [{ identityNo: '110105194912310021' }, 'identityNo identity_check'],
    [{ donatedOn: '2026-13-01' }, 'donatedOn donation_day_unreadable'],
    [{ volumeMl: '2 袋' }, 'volumeMl donation_volume_unreadable'],
    [{ volumeMl: '0' }, 'volumeMl donation_volume_unreadable'],
    [{ volumeMl: '2001' }, 'volumeMl donation_volume_unreadable'],
    [{ certificateNo: '献血' }, 'certificateNo donation_certificate_form'],
  ])('%j is refused: %s', (change, fault) => expect(faultsOf(change)).toEqual([fault]));
  it('names a donation to come and one that stands twice', () => {
    const { data } = read();
    if (!data) throw new Error('unread');
    expect(checkDonations([data, { ...data, donatedOn: '2026-11-30' }, data], '2026-03-01')).toEqual([
      { code: 'review.donation_in_future', path: 'lines.1.donatedOn' },
      { code: 'review.donation_twice', path: 'lines.2.donatedOn' },
    ]);
  });
});
