import { matchesPicker } from '@/components/ui/picker-item';
import type { MenuItem, SubPageItem } from './frame-types';

/** Two letters are initials before they are the beginning of an English word. */
const shortestWord = 3;

export interface FoundEntries {
  /** Begin with the text: meant before anything that a list is asked for. */
  readonly beginning: readonly SubPageItem[];
  readonly containing: readonly SubPageItem[];
}

/** Headings and pages below them by 汉字, full pinyin, initials or the beginning of a word of their address. Before anything is typed: the headings. */
export function entriesOf(typed: string, menu: readonly MenuItem[], pages: readonly SubPageItem[]): FoundEntries {
  const text = typed.normalize('NFKC').toLowerCase().trim();
  if (text === '') return { beginning: [], containing: menu };
  const named = [...menu, ...pages].filter(
    ({ href, label, search = '' }) =>
      matchesPicker({ value: href, label, search }, text) ||
      (text.length >= shortestWord && href.split(/[/-]/).some((word) => word.startsWith(text))),
  );
  const begins = ({ label, search = '' }: SubPageItem) =>
    [label.toLowerCase(), ...search.toLowerCase().split(' ')].some((word) => word.startsWith(text));
  return { beginning: named.filter(begins), containing: named.filter((entry) => !begins(entry)) };
}
