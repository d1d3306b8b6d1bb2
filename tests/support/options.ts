import { type ParseArgsConfig, parseArgs } from 'node:util';

function stop(sentence: string): never {
  console.error(sentence);
  process.exit(2);
}

/** The options of a command line. One that nobody knows ends the program with a sentence and exit code 2. */
export function readOptions<Config extends ParseArgsConfig>(config: Config): ReturnType<typeof parseArgs<Config>> {
  try {
    return parseArgs<Config>(config);
  } catch (error) {
    const known = Object.keys(config.options ?? {}).map((name) => `--${name}`);
    const said = error instanceof Error ? (error.message.split('. ')[0] ?? '') : String(error);
    return stop(`参数看不懂: ${said}. Options: ${known.join(' ')}`);
  }
}

/** A number that was typed, or what holds without one. @throws never: ends the program when it is no number above zero. */
export function numberOf(name: string, given: string | undefined, otherwise: number): number {
  const value = given === undefined ? otherwise : Number(given);
  if (Number.isFinite(value) && value >= 0) return value;
  return stop(`--${name} 要一个数，不是“${given}”。--${name} takes a number, not "${given}".`);
}
