import { expect, it } from 'vitest';
import { runMillionDrill } from '../../drill/million';
import { describeReport } from '../../drill/report';

it('a filled city of 20,000 bags answers, is swept and reconciles within its plans and its time', {
  timeout: 600_000,
}, async () => {
  const report = await runMillionDrill({ bags: 20_000, patience: 5, say: () => {} });
  expect(report.violations, describeReport(report).join('\n')).toEqual([]);
  expect(report.lines.filter(({ weight, isMet }) => weight === 'demand' && isMet).length).toBeGreaterThan(14);
});
