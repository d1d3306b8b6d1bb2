import { expect, it } from 'vitest';
import { describeReport } from '../../drill/report';
import { runStormDrill } from '../../drill/storm';

it('screens that lose line, server, two hours or patience all end equal to the database', {
  timeout: 600_000,
}, async () => {
  const report = await runStormDrill({ screens: 60, slow: 6, mode: 'bare', say: () => {} });
  expect(report.violations, describeReport(report).join('\n')).toEqual([]);
  expect(report.lines.filter(({ weight, isMet }) => weight === 'demand' && isMet).length).toBeGreaterThan(20);
});
