import { expect, it } from 'vitest';
import { runDiskDrill } from '../../drill/disk';
import { describeReport } from '../../drill/report';

it('a full disk stops commands in clear words and loses none, readings go on, and with room again so does the work', {
  timeout: 300_000,
}, async () => {
  const report = await runDiskDrill({ secondsFull: 8, mode: 'bare', say: () => {} });
  expect(report.violations, describeReport(report).join('\n')).toEqual([]);
  expect(report.lines.filter(({ weight, isMet }) => weight === 'demand' && isMet).length).toBeGreaterThan(4);
});
