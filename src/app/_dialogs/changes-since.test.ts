import { describe, expect, it } from 'vitest';
import { changesSince, newestVersion } from './changes-since';

const registered = { version: 1, action: 'register' };
const corrected = { version: 2, action: 'correct' };
const printed = { version: 2, action: 'print' };
const settled = { version: 3, action: 'settle' };

describe('what came between the version that was opened and the one that stands', () => {
  it('is the correction, though a print was written after it', () => {
    expect(changesSince([printed, corrected, registered], 1)).toEqual([printed, corrected]);
  });

  it('is every change, also one made since the refusal, and up to there it counts as seen', () => {
    const shown = changesSince([settled, corrected, registered], 1);
    expect(shown).toEqual([settled, corrected]);
    expect(newestVersion(shown)).toBe(3);
    expect(changesSince([settled, corrected, registered], newestVersion(shown))).toEqual([]);
  });

  it('is nothing that was there before', () => {
    expect(changesSince([{ version: 1, action: 'print' }, registered], 1)).toEqual([]);
    expect(newestVersion([])).toBe(0);
  });
});
