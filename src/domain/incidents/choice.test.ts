import { describe, expect, it } from 'vitest';
import { possibleDecisions, standingDecision } from './choice';

const waiting = { unitId: 'a', isBinding: true };
const told = { unitId: 'b', isBinding: false };

describe('what can be decided about the bags on hold', () => {
  it.each([
    ['nothing is on hold', [], ['note']],
    ['a bag waits', [waiting], ['release', 'keep', 'discard']],
    ['a bag is on hold for something else', [told], ['note', 'release', 'keep', 'discard']],
    ['one waits, one does not', [waiting, told], ['release', 'keep', 'discard']],
  ])('%s', (_, held, possible) => expect(possibleDecisions(held)).toEqual(possible));
});

describe('a decision before it is signed', () => {
  it('is noted where nothing is on hold, and otherwise chosen', () => {
    expect(standingDecision(null, [])).toBe('note');
    expect(standingDecision(null, [told])).toBeNull();
    expect(standingDecision({ decision: 'discard', unitIds: ['a'] }, [waiting])).toBe('discard');
    expect(standingDecision({ decision: 'note', unitIds: ['b'] }, [told])).toBe('note');
  });

  it.each(['release', 'keep', 'discard'] as const)('to %s does not turn into a note when its bag leaves', (decision) =>
    expect(standingDecision({ decision, unitIds: ['a'] }, [])).toBeNull(),
  );

  it('does not take in a bag that came back since, and stands in whatever order they are listed', () => {
    expect(standingDecision({ decision: 'discard', unitIds: ['a'] }, [waiting, told])).toBeNull();
    expect(standingDecision({ decision: 'discard', unitIds: ['a', 'b'] }, [waiting])).toBeNull();
    expect(standingDecision({ decision: 'discard', unitIds: ['a', 'b'] }, [told, waiting])).toBe('discard');
    expect(standingDecision({ decision: 'note', unitIds: [] }, [waiting])).toBeNull();
  });

  it('to note a bag does not stand once the bag waits', () =>
    expect(standingDecision({ decision: 'note', unitIds: ['a'] }, [waiting])).toBeNull());
});
