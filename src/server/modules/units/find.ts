import { z } from 'zod';
import type { UnitState } from '@/domain/stock/effects';
import { isSearched, readLabel, type SearchedLabel } from '@/domain/units/read-label';
import { defineRead } from '../../kernel/read';
import type { Scope } from '../../kernel/scope';

export interface FoundUnit {
  readonly id: string;
  readonly donationNo: string;
  /** Null of a bag that has gone elsewhere, of which the own ledger says only what it was. */
  readonly productCode: string | null;
  readonly component: string;
  readonly abo: string;
  readonly rhd: string;
  readonly amount: number;
  readonly expiresAt: Date | null;
  readonly state: UnitState | 'elsewhere';
  readonly storagePlace: string;
  readonly holderOrgId: string | null;
  readonly holderName: string | null;
  readonly holderNameEn: string | null;
}

/**
 * Bags by any label they ever bore, as typed or scanned: a whole donation number, with a product code exactly that bag, or the last four or
 * more characters of a number among what is here. Only what the scope shows: held here, expected here, released by this station; and bags
 * that once stood here, without where they are now. A text that names no bag finds none.
 */
export const findUnits = defineRead({
  name: 'units.find',
  permission: 'units.read',
  input: z.strictObject({ text: z.string().trim().min(4).max(512) }),
  async run(scope, { text }): Promise<FoundUnit[]> {
    const label = readLabel(text);
    if (!isSearched(label)) return [];
    const here = await findHere(scope, label);
    return [...here, ...(await findGone(scope, label, here))];
  },
});

const wordOf = (label: SearchedLabel) => (label.kind === 'donation' ? label.donationNo : label.text);
const productOf = (label: SearchedLabel) => (label.kind === 'donation' ? label.productCode : null);

/** Bag by bag through its key: the planner takes a label for many bags, and would read the whole table for them. */
async function findHere({ q, orgId }: Scope, label: SearchedLabel): Promise<FoundUnit[]> {
  const word = wordOf(label);
  const product = productOf(label);
  return [
    ...(await q<FoundUnit[]>`
      with hits as (
        select b.id from blood_units b where b.donation_no = ${word}
        union select unit_id from units_by_label(${word})
        union (select b.id from blood_units b where b.holder_org_id = ${orgId} and b.state in ('available', 'reserved', 'quarantined')
          and right(b.donation_no, ${word.length}) = ${word} order by b.expires_at, b.id limit 20)
      )
      select u.id, u.donation_no as "donationNo", u.product_code as "productCode", u.component, u.abo, u.rhd, u.amount, u.expires_at as "expiresAt", u.state,
        case when u.holder_org_id = ${orgId} then u.storage_place else '' end as "storagePlace", u.holder_org_id as "holderOrgId", o.short_name as "holderName",
        coalesce(nullif(o.name_en, ''), o.short_name) as "holderNameEn"
      from hits h cross join lateral (select * from blood_units b where b.id = h.id limit 1) u join organisations o on o.id = u.holder_org_id
      ${product ? q`where (u.donation_no = ${word} and u.product_code = ${product}) or u.id in (select b.unit_id from label_bearers(${q.json([{ donationNo: word, productCode: product }])}) b)` : q``} order by u.expires_at, u.id limit 50`),
  ];
}

/** Of the bags under this label those that are shown no more, by the movements that this house had of them. */
async function findGone({ q }: Scope, label: SearchedLabel, here: readonly FoundUnit[]): Promise<FoundUnit[]> {
  // Which of a donation's bags it was, the ledger alone does not say.
  if (productOf(label)) return [];
  const known = here.map(({ id }) => id);
  const rows = await q<Pick<FoundUnit, 'id' | 'component' | 'abo' | 'rhd' | 'amount'>[]>`
    select l.unit_id as id, m.component, m.abo, m.rhd, m.amount
    from units_by_label(${wordOf(label)}) l
    cross join lateral (select s.component, s.abo, s.rhd, s.amount from stock_movements s where s.unit_id = l.unit_id order by s.id desc limit 1) m
    left join lateral (select true as "isShown" from blood_units b where b.id = l.unit_id limit 1) u on true
    where l.unit_id <> all(${known}) and u."isShown" is null order by 1`;
  return rows.map((row) => ({
    ...row,
    donationNo: wordOf(label),
    productCode: null,
    expiresAt: null,
    state: 'elsewhere',
    storagePlace: '',
    holderOrgId: null,
    holderName: null,
    holderNameEn: null,
  }));
}
