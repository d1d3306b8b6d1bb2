/**
 * The dictionaries and the order in which they are listed. A dialog names the one that it offers words from; what is stored is the words, so that a
 * record says what was chosen whatever the dictionary says today. Which there are: design of the forms. [unsourced: default]
 */
export const dictionaryNames = [
  'void',
  'cancel',
  'close-short',
  'retire',
  'relabel',
  'refuse-cancel',
  'recall',
  'purpose',
  'request-return',
  'specimen-refuse',
] as const;
export type DictionaryName = (typeof dictionaryNames)[number];

/** So many words have a key of their own in a dialog: Alt 1 to Alt 9. */
export const wordsWithKey = 9;

/** Whose a word is: the city's, offered in every house, or the house's own beside them. */
export const termOwners = ['city', 'house'] as const;
export type TermOwner = (typeof termOwners)[number];
