import { describe, expect, it } from 'vitest';
import { describeReport } from '../../drill/report';
import { runSoakDrill, slopeOf } from '../../drill/soak';

describe('soak', () => {
  it('half a minute of ten times the city’s life: the heap stays in bounds and the screens are in time', {
    timeout: 600_000,
  }, async () => {
    const report = await runSoakDrill({ minutes: 0.5, screens: 12, mode: 'bare', say: () => {} });
    expect(report.violations, describeReport(report).join('\n')).toEqual([]);
    expect(report.lines.filter(({ weight, isMet }) => weight === 'demand' && isMet).length).toBeGreaterThan(2);
  });

  it('a leak of three megabytes an hour has a slope of three, whatever swings about it', () => {
    const samples = Array.from({ length: 60 }, (_, minute) => ({
      atMs: minute * 60_000,
      heapUsed: 80 * 2 ** 20 + minute * (3 / 60) * 2 ** 20 + (minute % 2) * 1_000,
    }));
    expect(slopeOf(samples) / 2 ** 20).toBeCloseTo(3, 1);
  });
});
