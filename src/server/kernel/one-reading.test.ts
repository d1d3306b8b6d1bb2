import { setTimeout as pause } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OneReading } from './one-reading';

/** A store whose value is what was true when a reading of it began, and whose readings end when they are let. */
function slowStore() {
  const waiting: { end(): void; fail(): void }[] = [];
  let value = 0;
  let readings = 0;
  return {
    write: () => (value += 1),
    get value() {
      return value;
    },
    get readings() {
      return readings;
    },
    get open() {
      return waiting.length;
    },
    read: () => {
      readings += 1;
      const seen = value;
      return new Promise<number>((resolve, reject) => {
        waiting.push({ end: () => resolve(seen), fail: () => reject(new Error('the line was cut')) });
      });
    },
    end: (how: 'end' | 'fail' = 'end') => waiting.shift()?.[how](),
  };
}

describe('one reading for many', () => {
  it('costs two readings however many ask while the first one runs', async () => {
    const store = slowStore();
    const one = new OneReading();
    const first = one.ask('city', store.read);
    store.write();
    const others = Array.from({ length: 500 }, () => one.ask('city', store.read));
    store.end();
    expect(await first).toBe(0);
    await pause(0);
    store.end();
    expect(new Set(await Promise.all(others))).toEqual(new Set([1]));
    expect(store.readings).toBe(2);
  });

  it('a reading that fails fails for those who share it, and the next ones read', async () => {
    const store = slowStore();
    const one = new OneReading();
    const first = one.ask('city', store.read);
    const second = one.ask('city', store.read);
    store.end('fail');
    await expect(first).rejects.toThrow('the line was cut');
    await pause(0);
    store.end();
    expect(await second).toBe(0);
    await pause(0);
    const third = one.ask('city', store.read);
    store.end();
    expect(await third).toBe(0);
  });

  it('a reading that fails before it began leaves nothing behind', async () => {
    const one = new OneReading();
    const broken = () => Promise.reject(new Error('no connection'));
    await expect(one.ask('city', broken)).rejects.toThrow('no connection');
    expect(await one.ask('city', () => Promise.resolve(7))).toBe(7);
  });

  it('what differs is read by itself', async () => {
    const store = slowStore();
    const one = new OneReading();
    const both = [one.ask('H01', store.read), one.ask('H02', store.read)];
    expect(store.readings).toBe(2);
    store.end();
    store.end();
    await Promise.all(both);
  });

  it('nobody is told less than was true when they asked', async () => {
    const steps = fc.array(fc.constantFrom('ask', 'ask', 'write', 'end', 'fail'), { minLength: 1, maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(steps, async (taken) => {
        const store = slowStore();
        const one = new OneReading();
        const asked: { least: number; answer: Promise<number | null> }[] = [];
        for (const step of taken) {
          if (step === 'ask') asked.push({ least: store.value, answer: one.ask('city', store.read).catch(() => null) });
          else if (step === 'write') store.write();
          else store.end(step as 'end' | 'fail');
          await pause(0);
          expect(store.open).toBeLessThanOrEqual(1);
        }
        for (let n = 0; n < 3; n++) {
          store.end();
          await pause(0);
        }
        for (const { least, answer } of asked) {
          const told = await answer;
          if (told !== null) expect(told).toBeGreaterThanOrEqual(least);
        }
      }),
      { numRuns: 60 },
    );
  });
});
