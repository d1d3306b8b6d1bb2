import { readDonationText, readProductText } from '../blood/bag-texts';
import type { LabelScheme } from '../blood/barcodes/scan-types';
import { toLocalTime } from '../blood/zoned-time';
import type { Violation } from '../result';
import type { DowntimeFormState } from './lifecycle';
import type { DowntimeLine } from './schema';

export interface LabelOfLine {
  readonly labelScheme: LabelScheme;
  readonly donationNo: string;
  readonly productCode: string;
}

export interface FormFacts {
  readonly now: Date;
  readonly no: string;
  readonly state: DowntimeFormState;
  readonly printedAt: Date;
  /** Who entered or voided it, once it is. */
  readonly by: string;
}

/** The clock of the wall and of the city may differ by so much, and paper has no seconds. [unsourced: default] */
const clockSkewMs = 60_000;

/**
 * What of a form is no fact but nonsense; nothing else is refused. Refusals, all at once: the form was entered already; a number that
 * cannot be read or whose check character is wrong; a time in the future, or before the sheet was printed; the same bag twice for the same thing.
 */
export function readForm(
  lines: readonly DowntimeLine[],
  { now, no, state, printedAt, by }: FormFacts,
): { labels: LabelOfLine[]; violations: Violation[] } {
  const violations: Violation[] = [];
  if (state === 'entered') violations.push({ code: 'form.already_entered', facts: { no, by } });
  const seen = new Map<string, number>();
  const labels = lines.map((line, index): LabelOfLine => {
    const path = `lines.${index}`;
    const at = { line: index + 1 };
    if (line.occurredAt.getTime() > now.getTime() + clockSkewMs)
      violations.push({ code: 'form.in_future', path: `${path}.occurredAt`, facts: at });
    if (line.occurredAt.getTime() < printedAt.getTime() - clockSkewMs)
      violations.push({
        code: 'form.before_printed',
        path: `${path}.occurredAt`,
        facts: { ...at, no },
      });
    const donation = readDonationText(line.donation, line.labelScheme);
    const donationNo = donation.ok ? donation.value.donationNo : line.donation;
    if (!donation.ok) violations.push({ code: donation.code, path: `${path}.donation`, facts: { ...at, donationNo } });
    const product = readProductText(line.productCode);
    if (!product.ok) violations.push({ code: product.code, path: `${path}.productCode`, facts: { ...at, donationNo } });
    const label: LabelOfLine = {
      labelScheme: donation.ok ? donation.value.scheme : 'isbt128',
      donationNo,
      productCode: product.ok ? product.value : line.productCode,
    };
    const key = `${line.kind} ${label.labelScheme} ${label.donationNo} ${label.productCode}`;
    const first = seen.get(key);
    if (first !== undefined)
      violations.push({ code: 'form.listed_twice', path: `${path}.donation`, facts: { ...at, donationNo, first } });
    else seen.set(key, index + 1);
    return label;
  });
  return { labels, violations };
}

/** Whether the number is beyond a slip of the hand: read by a scanner, or typed twice alike. */
export function isSure({
  entry,
  donation,
  repeated,
  labelScheme,
}: Pick<DowntimeLine, 'entry' | 'donation' | 'repeated' | 'labelScheme'>): boolean {
  if (entry === 'scan') return true;
  const [first, second] = [donation, repeated].map((text) => readDonationText(text, labelScheme));
  return Boolean(first?.ok && second?.ok && first.value.donationNo === second.value.donationNo);
}

/** Entered on a later day than it happened: flagged, for the day's figures were read without it. */
export function isBackdated(occurredAt: Date, now: Date, timeZone: string): boolean {
  const dayOf = (at: Date) => {
    const { year, month, day } = toLocalTime(at, timeZone);
    return `${year}-${month}-${day}`;
  };
  return dayOf(occurredAt) !== dayOf(now);
}

/** A sheet that was not needed, or spoilt: it is accounted for once, and not after it was entered. */
export function checkVoid({ no, state, by }: Omit<FormFacts, 'now' | 'printedAt'>): Violation[] {
  if (state === 'printed') return [];
  return [{ code: state === 'void' ? 'form.is_void' : 'form.already_entered', facts: { no, by } }];
}
