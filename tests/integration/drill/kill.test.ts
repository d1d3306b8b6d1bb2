import { describe, expect, it } from 'vitest';
import { checkCity, checkRecords } from '../../drill/check';
import type { DrillCity } from '../../drill/city';
import type { Kind } from '../../drill/client';
import { runKillDrill } from '../../drill/kill';
import { processBags, sendOut } from '../../drill/load';

/** The drill's own eyes: a write that was lost, halved or doubled after the fact is named. */
async function damage(city: DrillCity): Promise<Record<string, string[]>> {
  const found: Record<string, string[]> = {};
  const client = city.clients.find(({ orgId }) => orgId === 'H01');
  const isThere = (wanted: Kind) =>
    client?.attempts.some(({ kind, outcome }) => kind === wanted && outcome === 'acknowledged');
  // Whatever the draw left out; a cell may be empty.
  for (let tries = 0; client && tries < 20; tries++) {
    if (!isThere('split')) await processBags(client, 'split');
    if (!isThere('discard')) await sendOut(client, 'discard');
  }
  const attempts = city.attempts();
  const split = attempts.find(({ kind, outcome }) => kind === 'split' && outcome === 'acknowledged');
  const discard = attempts.find(({ kind, outcome }) => kind === 'discard' && outcome === 'acknowledged');
  const patient = attempts.find(({ kind, outcome }) => kind === 'patient' && outcome === 'acknowledged');
  const release = attempts.find(({ kind, outcome }) => kind === 'release' && outcome === 'acknowledged');
  if (!patient || !release || !split || !discard) throw new Error('nothing was acknowledged');
  await city.eye.begin(async (tx) => {
    await tx`set local session_replication_role = replica`;
    await tx`delete from patients where mrn = ${patient.mark}`;
    await tx`
      delete from stock_movements where kind = 'release'
        and unit_id = (select id from blood_units where donation_no = ${release.mark.split(' ')[0] ?? ''})`;
    await tx`
      delete from stock_movements where id = (select max(m.id) from stock_movements m join processings p on p.id::text = m.record_id
        where p.words = ${split.mark} and m.kind = 'produce')`;
    await tx`delete from other_outbounds where words = ${discard.mark}`;
  });
  found.records = await checkRecords(city.eye, attempts);
  found.city = await checkCity(city.eye, city.dataDir);
  await city.eye.begin(async (tx) => {
    await tx`set local session_replication_role = replica`;
    await tx`delete from idempotency_keys where key = ${patient.key}`;
  });
  found.keys = await checkRecords(city.eye, [patient]);
  return found;
}

describe('kill -9 of the application under load', () => {
  it('loses, halves and doubles nothing that was acknowledged', { timeout: 300_000 }, async () => {
    const lines: string[] = [];
    let seen: Record<string, string[]> = {};
    const { kills, landed, acknowledged, violations } = await runKillDrill({
      times: 5,
      mode: 'bare',
      say: (line) => lines.push(line),
      inspect: async (city) => {
        seen = await damage(city);
      },
    });
    expect(violations, lines.join('\n')).toEqual([]);
    expect(kills).toBe(5);
    expect(acknowledged).toBeGreaterThan(5);
    expect(landed.insideTransaction + landed.afterCommit).toBeGreaterThanOrEqual(5);
    expect(seen.records?.join('\n')).toMatch(/^patient .*: 0 records, expected 1/m);
    expect(seen.records?.join('\n')).toMatch(/^release .* movements, expected/m);
    expect(seen.records?.join('\n')).toMatch(/^split .* movements, expected/m);
    expect(seen.records?.join('\n')).toMatch(/^discard .*: 0 records, expected 1/m);
    expect(seen.city?.join('\n')).toMatch(/^reconcile stock S01 .*available: cell/m);
    expect(seen.keys?.join('\n')).toMatch(/acknowledged and lost/);
  });
});
