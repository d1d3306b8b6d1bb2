import type { TestResult } from './schema';

/** What the second person puts his name to: these results and words of this request, as they stand in this version. */
export function coversOfReport(report: {
  readonly requestId: string;
  readonly version: number;
  readonly results: readonly TestResult[];
  readonly conclusion: string;
  readonly advice: string;
}): unknown {
  return { module: 'immunohematology-requests', meaning: 'report', ...report };
}
