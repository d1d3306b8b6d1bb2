import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { Lifecycle } from '@/domain/lifecycle';
import type { RecordDefinition } from '@/domain/record';

/** Files of the domain, from the root, without its tests. */
export function domainFiles(): string[] {
  return readdirSync('src/domain', { recursive: true, encoding: 'utf8' })
    .map((file) => `src/domain/${file.replaceAll(path.sep, '/')}`)
    .filter((file) => !file.endsWith('.test.ts'));
}

async function exportsOf(names: RegExp): Promise<[string, object][]> {
  const found: [string, object][] = [];
  for (const file of domainFiles().filter((name) => names.test(name))) {
    const exported = (await import(path.resolve(file))) as Record<string, unknown>;
    for (const [name, value] of Object.entries(exported))
      if (value && typeof value === 'object') found.push([name, value]);
  }
  return found;
}

/** Every life cycle of the domain, found on disk: a new one is not forgotten. */
export async function findLifecycles(): Promise<[string, Lifecycle<string, string>][]> {
  return (await exportsOf(/(lifecycle|record)\.ts$/)).filter(
    (entry): entry is [string, Lifecycle<string, string>] =>
      'initial' in entry[1] && 'states' in entry[1] && 'actions' in entry[1],
  );
}

/** Every record definition of the domain, likewise. */
export async function findRecords(): Promise<RecordDefinition[]> {
  return (await exportsOf(/\/record\.ts$/))
    .map(([, value]) => value)
    .filter((value): value is RecordDefinition => 'listColumns' in value && 'lifecycle' in value);
}
