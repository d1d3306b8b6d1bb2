import { z } from 'zod';
import type { Change } from '@/domain/change';
import { decideBy } from '@/domain/result';
import { tallyOfBags } from '@/domain/stock/tally';
import { temperatureImport } from '@/domain/storage-places/import';
import { worstOf } from '@/domain/storage-places/temperatures';
import { defineCommand, type Outcome, unwrap } from '../../kernel/command';
import { refusal } from '../../kernel/errors';
import { applyImportInput, asImportProblems, defineImporter, takeImport } from '../../kernel/import-file';
import type { Scope } from '../../kernel/scope';
import { compareSeries, loadPlaces, seriesLine } from './load-series';
import { type RecordedReadings, recordReadings } from './record-readings';

/** A recorder's file: every line that may not be written down, before anything is. */
export const temperatureImporter = defineImporter({
  definition: temperatureImport,
  async check(scope, rows) {
    const lines = rows.map(({ row }) => row);
    const { violations } = await compareSeries(scope, lines, await loadPlaces(scope));
    return asImportProblems(violations, rows);
  },
});

export const applyTemperaturesInput = applyImportInput.extend({
  /** Somebody has seen which places were out of range and what that does to their bags: what typing twice is to a single reading. */
  isOutConfirmed: z.boolean().default(false),
});

interface AppliedTemperatures {
  readonly readings: number;
  readonly skipped: number;
  readonly held: number;
  readonly gone: number;
  readonly incidentNos: readonly string[];
}

/**
 * Writes down what a preview read, whole or not at all; the rules are asked again, with the places locked. What is known already is skipped; a file that says
 * nothing new is refused. A place is now as its latest reading is, whichever came in last.
 */
export const applyTemperatureImport = defineCommand({
  name: 'storage-places.import',
  permission: 'storage-places.import',
  input: applyTemperaturesInput,
  async run(scope, input): Promise<Outcome<AppliedTemperatures>> {
    const preview = await takeImport(scope, temperatureImport, input);
    const places = await loadPlaces(scope, 'for update');
    const lines = preview.rows.map(({ row }) => seriesLine.parse(row));
    const { fresh, skipped, violations } = await compareSeries(scope, lines, places);
    unwrap(decideBy(violations, () => lines));
    const series = places
      .map((place) => ({ place, readings: fresh.filter(({ placeId }) => placeId === place.id) }))
      .filter(({ readings }) => readings.length > 0);
    const out = series.filter(({ place, readings }) => worstOf(readings, place.placeClass) !== null);
    if (out.length > 0 && !input.isOutConfirmed)
      throw refusal({ code: 'temperature.unconfirmed', facts: { place: out[0]?.place.code ?? '', count: out.length } });
    const recorded = await recordReadings(scope, 'file', series);
    const [first, ...rest] = recorded.flatMap((one) => [changeOf(scope, one, preview.fileName), ...one.changes]);
    if (!first) throw refusal({ code: 'temperature.nothing_new', facts: { count: skipped } });
    return {
      result: {
        readings: fresh.length,
        skipped,
        held: recorded.reduce((sum, { held }) => sum + held.length, 0),
        gone: recorded.reduce((sum, { goneIds }) => sum + goneIds.length, 0),
        incidentNos: recorded.flatMap(({ incidentNos }) => incidentNos),
      },
      changes: [first, ...rest],
    };
  },
});

/** One change for each place: how many readings, of which time, and what those out of range did. */
function changeOf(scope: Scope, recorded: RecordedReadings, fileName: string): Change {
  const { place, readings, out, held, markedIds, goneIds } = recorded;
  const times = readings.map(({ readAt }) => readAt.getTime());
  return {
    module: 'storage-places',
    recordId: place.id,
    action: 'storage-places.import',
    version: place.version,
    state: place.state,
    orgId: scope.orgId,
    reason: fileName.slice(-200),
    before: null,
    after: {
      readings: readings.length,
      firstReadAt: new Date(Math.min(...times)),
      lastReadAt: new Date(Math.max(...times)),
      outReadings: out.length,
      worstCelsius: worstOf(out, place.placeClass)?.celsius ?? null,
      unitIds: held.map(({ id }) => id),
      markedIds,
      goneIds,
    },
    ...(held.length ? { tally: tallyOfBags('hold', held) } : {}),
  };
}
