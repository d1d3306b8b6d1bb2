import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Imports a module that is being written by someone else; gone as soon as all exist. */
export async function importWhenPresent<T>(file: string): Promise<T | undefined> {
  const url = new URL(`../${file}.ts`, import.meta.url);
  return existsSync(fileURLToPath(url)) ? ((await import(url.href)) as T) : undefined;
}
