import { type Readings, readingKeys } from './schema';

/** What whoever reads a tube signs: this tube as it stood, and each reaction. */
export function determinationCovers(input: {
  readonly id: string;
  readonly version: number;
  readonly tubeNo: string;
  readonly readings: Readings;
}): readonly string[] {
  return [
    `specimen group ${input.id} ${input.version} ${input.tubeNo}`,
    ...readingKeys.map((well) => `${well} ${input.readings[well]}`),
  ];
}
