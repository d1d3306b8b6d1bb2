import { expect, it } from 'vitest';
import { describeReport } from '../../drill/report';
import { runRestoreDrill } from '../../drill/restore';

it('a backup put in place below open screens is another epoch, and every screen ends equal to it', {
  timeout: 600_000,
}, async () => {
  const report = await runRestoreDrill({ screens: 8, mode: 'bare', say: () => {} });
  expect(report.violations, describeReport(report).join('\n')).toEqual([]);
  expect(report.lines.filter(({ weight, isMet }) => weight === 'demand' && isMet).length).toBeGreaterThan(9);
});
