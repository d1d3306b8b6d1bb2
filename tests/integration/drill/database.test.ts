import { expect, it } from 'vitest';
import { runDatabaseDrill } from '../../drill/database';
import { describeReport } from '../../drill/report';

it('the database dies in three ways and is held up by locks: nothing acknowledged is lost, and who waits hears of it', {
  timeout: 600_000,
}, async () => {
  const report = await runDatabaseDrill({ times: 1, mode: 'bare', answeredWithinMs: 12_000, say: () => {} });
  expect(report.violations, describeReport(report).join('\n')).toEqual([]);
  expect(report.lines.filter(({ weight, isMet }) => weight === 'demand' && isMet).length).toBeGreaterThan(5);
});
