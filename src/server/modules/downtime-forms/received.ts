import { z } from 'zod';
import { defineRead } from '../../kernel/read';

/** Without dates that are asked for: what was entered so many days back is still looked for among the receipts. [unsourced: default] */
const daysBack = 7;
const formsShown = 200;

/** A form by which bags came into this house. */
export interface ReceivingForm {
  readonly id: string;
  readonly no: string;
  readonly enteredAt: Date;
  /** Not here before, and here by what stands on the form. */
  readonly bags: number;
}

/** Where the bags are written down that came on paper: they have no receipt, for a form knows no boxes, no shipment and no void once it is entered. */
export const listReceivingForms = defineRead({
  name: 'downtime-forms.received',
  permission: 'downtime-forms.read',
  input: z.strictObject({ since: z.date().optional(), until: z.date().optional() }),
  async run({ q, orgId, now }, { since, until }): Promise<ReceivingForm[]> {
    const from = since ?? (until ? null : new Date(now.getTime() - daysBack * 86_400_000));
    return [
      ...(await q<ReceivingForm[]>`
        select f.id, f.no, f.entered_at as "enteredAt", count(*)::int as bags
        from downtime_forms f join downtime_form_lines l on l.form_id = f.id and l.org_id = ${orgId}
        where f.org_id = ${orgId} and f.state = 'entered' and (${from}::timestamptz is null or f.entered_at >= ${from})
          and (${until ?? null}::timestamptz is null or f.entered_at < ${until ?? null})
          and l.place <> 'here' and (l.state_before is null or l.state_before <> all (array['issued', 'processed', 'out_of_city', 'withdrawn']))
        group by f.id order by f.entered_at desc, f.id limit ${formsShown}`),
    ];
  },
});
