import { z } from 'zod';
import { type BloodComponent, componentCatalogue } from '@/domain/blood/components';
import { defineRead } from '../../kernel/read';
import { searchWords } from '../../kernel/search-words';

export interface ComponentWords {
  readonly code: string;
  /** Full pinyin and initials of the name and the short name. */
  readonly search: string;
}

const catalogue: readonly BloodComponent[] = componentCatalogue;
let words: readonly ComponentWords[] | undefined;

/** By what a component is found beside its name: made here, so that no dictionary goes to the browser. */
export const listComponentWords = defineRead({
  name: 'products.components',
  permission: 'products.read',
  input: z.strictObject({}).optional(),
  async run(): Promise<readonly ComponentWords[]> {
    words ??= catalogue.map(({ code, nameZh, shortZh }) => ({
      code,
      search: `${searchWords(nameZh)} ${searchWords(shortZh)}`,
    }));
    return words;
  },
});
