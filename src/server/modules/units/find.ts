import { z } from 'zod';
import { defineRead } from '../../kernel/read';

export interface FoundUnit {
  readonly id: string;
  readonly donationNo: string;
  readonly productCode: string;
  readonly component: string;
  readonly abo: string;
  readonly rhd: string;
  readonly amount: number;
  readonly expiresAt: Date;
  readonly state: string;
  readonly storagePlace: string;
  readonly holderOrgId: string;
  readonly holderName: string;
  readonly holderNameEn: string;
}

/**
 * Bags by any label they ever bore, as typed or scanned: a whole donation number, or its last four or more characters among what is here.
 * Only what the scope shows: held here, expected here, or released by this station.
 */
export const findUnits = defineRead({
  name: 'units.find',
  permission: 'units.read',
  input: z.strictObject({ text: z.string().trim().min(4).max(60) }),
  async run({ q, orgId }, { text }): Promise<FoundUnit[]> {
    const label = readLabel(text);
    if (label.length < 4) return [];
    return [
      ...(await q<FoundUnit[]>`
      with hits as (
        select b.id from blood_units b where b.donation_no = ${label}
        union select unit_id from units_by_label(${label})
        union (select b.id from blood_units b where b.holder_org_id = ${orgId} and b.state in ('available', 'reserved', 'quarantined')
          and right(b.donation_no, ${label.length}) = ${label} order by b.expires_at, b.id limit 20)
      )
      select u.id, u.donation_no as "donationNo", u.product_code as "productCode", u.component, u.abo, u.rhd, u.amount, u.expires_at as "expiresAt", u.state,
        u.storage_place as "storagePlace", u.holder_org_id as "holderOrgId", o.short_name as "holderName",
        coalesce(nullif(o.name_en, ''), o.short_name) as "holderNameEn"
      from blood_units u join organisations o on o.id = u.holder_org_id where u.id in (select id from hits) order by u.expires_at, u.id limit 50`),
    ];
  },
});

/** A scanned ISBT 128 donation number carries `=`, thirteen characters and two flags; people type it in groups. */
export function readLabel(text: string): string {
  const plain = text.normalize('NFKC').toUpperCase().replace(/\s+/g, '');
  const scanned = /^[=&]([0-9A-Z]{13})[0-9A-Z]{2,3}$/.exec(plain)?.[1];
  return scanned ?? plain.replace(/[^0-9A-Z]/g, '');
}
