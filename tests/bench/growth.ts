import { type Figure, quantile, type Result, show, spreadOf } from './measure';

interface Timed {
  readonly medians: readonly number[];
}

/** G8: the questions of G7, which come in the same order, in a city ten times as large. */
export function compareGrowth(small: Result, large: Result, [smallBags, largeBags]: readonly [number, number]): Result {
  const figures = large.figures.map((figure, n): Figure => {
    const before = small.figures[n];
    const timed = large.raw[figure.what] as Timed;
    const was = small.raw[before?.what ?? ''] as Timed;
    const ratio = quantile(timed.medians, 0.5) / quantile(was.medians, 0.5);
    return {
      goal: 'G8',
      what: `${figure.what}: ${largeBags.toLocaleString('en')} beside ${smallBags.toLocaleString('en')} bags`,
      ours: `${show(spreadOf(timed.medians))} ms`,
      reference: `${show(spreadOf(was.medians))} ms`,
      ratio: ratio.toFixed(2),
      wanted: figure.isMet === null ? 'context' : '≤ 1.2 × the time of the smaller city',
      isMet: figure.isMet === null ? null : ratio <= 1.2,
    };
  });
  return { figures, raw: {} };
}
