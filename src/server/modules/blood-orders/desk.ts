import { z } from 'zod';
import type { Modifier } from '@/domain/blood/compatibility-types';
import { openSlots } from '@/domain/stock/slots';
import { defineRead } from '../../kernel/read';
import { loadDay, loadSlots } from './load';
import { loadOrdered } from './ordered';

/** What the ordering page needs beside the stock matrix: stations with their next deliveries, what is ordered already, yesterday's use. */
export const readDesk = defineRead({
  name: 'blood-orders.desk',
  permission: 'blood-orders.fill-in',
  input: z.strictObject({ except: z.uuid().optional() }),
  async run(scope, { except }) {
    const { q, orgId, now } = scope;
    const { timeZone } = await loadDay(scope);
    const stations = await q<{ id: string; name: string; nameEn: string; dutyPhone: string }[]>`
      select id, name, coalesce(nullif(name_en, ''), name) as "nameEn", duty_phone as "dutyPhone" from organisations
      where kind = 'blood_station' and is_active order by sort_order, id`;
    const plans = await Promise.all(stations.map(({ id }) => loadSlots(scope, id)));
    const ordered = await loadOrdered(scope, except);
    const yesterday = await q<{ component: string; abo: string; rhd: string; amount: number }[]>`
      select component, abo, rhd, amount::int from issue_days where org_id = ${orgId} and day = city_today() - 1`;
    const [last] = await q<{ id: string; no: string; createdAt: Date }[]>`
      select id, no, created_at as "createdAt" from blood_orders where org_id = ${orgId} and priority = 'routine' and state not in ('cancelled', 'rejected')
        and id is distinct from ${except ?? null}
      order by created_at desc limit 1`;
    return {
      now,
      stations: stations.map((station, index) => ({
        ...station,
        slots: openSlots(plans[index] ?? [], now, timeZone).slice(0, 12),
      })),
      ordered: [...ordered].map(([cell, amount]) => ({ cell, amount })),
      yesterday: [...yesterday],
      last: last ?? null,
    };
  },
});

export interface LastSpecial {
  readonly component: string;
  readonly abo: 'A' | 'B' | 'O' | 'AB';
  readonly rhd: 'positive' | 'negative';
  readonly amount: number;
  readonly modifiers: Modifier[];
  readonly antigensNegative: string[];
  readonly words: string;
  readonly orderedAt: Date;
}

/** What was last ordered for this patient: it is usually wanted again. */
export const readLastSpecial = defineRead({
  name: 'blood-orders.last-special',
  permission: 'blood-orders.fill-in',
  input: z.strictObject({ patientId: z.uuid() }),
  async run({ q, orgId }, { patientId }): Promise<LastSpecial | null> {
    const [last] = await q<LastSpecial[]>`
      select l.component, l.abo, l.rhd, l.amount, l.modifiers, l.antigens_negative as "antigensNegative", l.words, p.ordered_at as "orderedAt"
      from blood_order_patients p join blood_order_lines l on l.id = p.line_id
      where p.org_id = ${orgId} and p.patient_id = ${patientId} order by p.ordered_at desc limit 1`;
    return last ?? null;
  },
});

/** Patients of this hospital by number, name or initials, for a line that is one patient's. */
export const findOrderPatients = defineRead({
  name: 'blood-orders.patients',
  permission: 'blood-orders.fill-in',
  input: z.strictObject({ text: z.string().trim().min(1).max(60) }),
  async run({ q, orgId }, { text }) {
    const lower = text.toLowerCase();
    return [
      ...(await q<{ id: string; name: string; mrn: string; abo: string; rhd: string }[]>`
        select id, name, mrn, abo, rhd from patients where org_id = ${orgId} and state = 'active'
          and (strpos(lower(mrn), ${lower}) > 0 or strpos(name, ${text}) > 0 or strpos(search, ${lower}) > 0)
        order by updated_at desc, id limit 20`),
    ];
  },
});
