import { describe, expect, it } from 'vitest';
import { reprintOf } from './labels';

describe('a label is a reprint', () => {
  it.each<[string, number, number, boolean, number]>([
    ['not when none was printed', 0, 0, false, 0],
    ['of the first one that still hangs on the bag', 1, 1, true, 1],
    ['of a reprint', 2, 1, true, 2],
    ['not when the one before says what is no longer so', 1, 1, false, 0],
    ['of the new label, counted anew', 2, 2, true, 1],
    ['not when it is the third thing that is said of the bag', 4, 2, false, 0],
    ['of one that names somebody else', 0, 0, true, 1],
  ])('%s', (_, copies, firstCopy, hasValid, expected) => {
    expect(reprintOf({ copies, firstCopy, hasValid })).toBe(expected);
  });
});
