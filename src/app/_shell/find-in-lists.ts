import { badgePrefix, patientPrefix } from '@/domain/blood/barcodes/read-scan';
import type { MenuItem } from './frame-types';

export interface ListSearch {
  readonly key: string;
  readonly href: string;
  /** The list's heading, and what it is asked for. */
  readonly list: string;
  readonly text: string;
}

/** Lists whose records carry a number of the house: 20261128-0010, while practising LX20261128-0010. */
const numbered = [
  'autologous-transfusions',
  'bag-receipts',
  'blood-orders',
  'blood-use-plans',
  'certificate-reviews',
  'clinical-issues',
  'donor-plans',
  'downtime-forms',
  'go-lives',
  'recalls',
  'immunohematology-requests',
  'incidents',
  'other-outbounds',
  'processings',
  'redistributions',
  'relabellings',
  'shipments',
  'station-stock',
  'stocktakes',
  'transfusion-requests',
];

/**
 * Which lists of this person's menu may know the text, and under which filter: a record number, a request number, a patient by number, name or
 * initials. A badge is a secret and is looked for nowhere.
 */
export function searchesOf(typed: string, menu: readonly MenuItem[]): ListSearch[] {
  const text = typed.normalize('NFKC').trim();
  if (text.length < 2 || text.toUpperCase().startsWith(badgePrefix)) return [];
  const asked = filtersOf(text);
  return menu.flatMap((item) =>
    asked
      .filter(({ module }) => module === item.key)
      .map(({ filter, value }) => ({
        key: `${item.key} ${filter}`,
        href: `${item.href}?${filter}=${encodeURIComponent(value)}`,
        list: item.label,
        text: value,
      })),
  );
}

/** The whole number of a record, also with the house before it, as orders are called where several houses are seen; null: something else. */
export function wholeNumberOf(typed: string): string | null {
  const text = typed.normalize('NFKC').trim().toUpperCase();
  return /(?:^|\s)((?:LX)?\d{8}-\d{4,6})$/.exec(text)?.[1] ?? null;
}

function filtersOf(text: string): { module: string; filter: string; value: string }[] {
  if (text.toUpperCase().startsWith(patientPrefix))
    return [{ module: 'patients', filter: 'mrn', value: text.slice(patientPrefix.length) }];
  const number = /^(?:LX)?\d{4,8}-\d{1,6}$/i.exec(text)?.[0].toUpperCase();
  if (number) return numbered.map((module) => ({ module, filter: 'no', value: number }));
  const isCode = /^[A-Za-z]+[A-Za-z-]*\d{2,}[\dA-Za-z-]*$/.test(text);
  if (isCode)
    return [
      { module: 'patients', filter: 'mrn', value: text },
      { module: 'clinical-issues', filter: 'requestNo', value: text },
    ];
  if (/\p{Script=Han}/u.test(text)) return [{ module: 'patients', filter: 'name', value: text }];
  return /^[A-Za-z]{2,12}$/.test(text) ? [{ module: 'patients', filter: 'pinyin', value: text.toLowerCase() }] : [];
}
