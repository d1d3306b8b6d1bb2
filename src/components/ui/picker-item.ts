import type { ReactNode } from 'react';

export type PickerItem = {
  value: string;
  label: string;
  /** Made on the server: full pinyin, initials and code, separated by spaces. */
  search?: string;
  code?: string;
  note?: ReactNode;
  isDisabled?: boolean;
};

function fold(text: string): string {
  return text.normalize('NFKC').toLowerCase().replaceAll("'", '').replace(/\s+/g, ' ').trim();
}

/** 汉字, 全拼, 首字母 or 代码; every word typed must be found. */
export function matchesPicker(item: PickerItem, query: string): boolean {
  const wanted = fold(query);
  if (wanted === '') return true;
  const hay = fold(`${item.label} ${item.code ?? ''} ${item.search ?? ''}`);
  const joined = hay.replaceAll(' ', '');
  return wanted.split(' ').every((word) => hay.includes(word) || joined.includes(word));
}
