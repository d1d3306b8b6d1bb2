import { z } from 'zod';
import type { AboGroup, Rhd } from '@/domain/blood/groups';
import type { DiscardReason, LineKind, PaperCrossmatch } from '@/domain/downtime-forms/kinds';
import type { Place } from '@/domain/downtime-forms/line-facts';
import type { IncidentRule } from '@/domain/stock/incidents';
import { notFound } from '../../kernel/errors';
import { defineRead } from '../../kernel/read';
import { type FormView, formColumns, loadForm } from './load';

export interface FormLine {
  readonly lineNo: number;
  readonly kind: LineKind;
  readonly unitId: string;
  readonly donationNo: string;
  readonly productCode: string;
  readonly component: string;
  readonly abo: AboGroup;
  readonly rhd: Rhd;
  readonly amount: number;
  readonly place: Place;
  readonly occurredAt: Date;
  readonly isBackdated: boolean;
  readonly firstPerson: string;
  readonly secondPerson: string;
  readonly patientLabel: string;
  /** Where it is another than that of the register. */
  readonly patientNameOnPaper: string;
  readonly expiresAtOnPaper: Date | null;
  readonly department: string;
  readonly crossmatch: PaperCrossmatch | null;
  readonly celsius: number | null;
  readonly reasonCode: DiscardReason | null;
  readonly words: string;
  readonly broken: IncidentRule[];
  readonly recordId: string | null;
}

/** One form: its lines as they were on the paper, and the incidents that came of them. */
export const getForm = defineRead({
  name: 'downtime-forms.get',
  permission: 'downtime-forms.read',
  input: z.strictObject({ id: z.uuid() }),
  async run(scope, { id }) {
    const { q, orgId } = scope;
    const form = await loadForm(scope, id);
    const lines = await q<FormLine[]>`
      select line_no as "lineNo", kind, unit_id as "unitId", donation_no as "donationNo", product_code as "productCode", component, abo, rhd, amount, place,
        occurred_at as "occurredAt", is_backdated as "isBackdated", first_person as "firstPerson", second_person as "secondPerson", patient_label as "patientLabel",
        patient_name_on_paper as "patientNameOnPaper", expires_at_on_paper as "expiresAtOnPaper", department, crossmatch, celsius::float8 as celsius, reason_code as "reasonCode", words, broken, record_id as "recordId"
      from downtime_form_lines where form_id = ${id} and org_id = ${orgId} order by line_no`;
    const incidents = await q<{ id: string; no: string; rule: IncidentRule; donationNo: string; state: string }[]>`
      select id, no, rule, donation_no as "donationNo", state from incidents where org_id = ${orgId} and record_id = ${id} order by created_at, no`;
    return { ...form, lines: [...lines], incidents: [...incidents] };
  },
});

/** The form with this number, as its barcode or a hand names it. @throws not_found for anybody else's. */
export const findForm = defineRead({
  name: 'downtime-forms.find',
  permission: 'downtime-forms.enter',
  input: z.strictObject({ no: z.string().min(10).max(24) }),
  async run(scope, { no }): Promise<FormView> {
    const [form] = await scope.q<FormView[]>`
      select ${formColumns(scope)} from downtime_forms where no = ${no} and org_id = ${scope.orgId}`;
    if (!form) throw notFound();
    return form;
  },
});

export interface LabelledOwnBag {
  readonly id: string;
  readonly donationNo: string;
  readonly productCode: string;
  readonly component: string;
  readonly abo: AboGroup;
  readonly rhd: Rhd;
  readonly expiresAt: Date;
  readonly state: string;
}

/** Bags of this house or on their way to it that bear a scanned number: their label need not be typed. Any other is entered from its label. */
export const findFormBags = defineRead({
  name: 'downtime-forms.find-bags',
  permission: 'downtime-forms.enter',
  input: z.strictObject({ donationNo: z.string().min(9).max(32), productCode: z.string().min(5).max(10).optional() }),
  run: async ({ q, orgId }, { donationNo, productCode }): Promise<LabelledOwnBag[]> => [
    ...(await q<LabelledOwnBag[]>`
      select u.id, u.donation_no as "donationNo", u.product_code as "productCode", u.component, u.abo, u.rhd, u.expires_at as "expiresAt", u.state
      from blood_units u where u.donation_no = ${donationNo} and (${productCode ?? null}::text is null or u.product_code = ${productCode ?? null})
        and case when u.state = 'in_transit' then u.expected_org_id = ${orgId} else u.holder_org_id = ${orgId} end
      order by u.product_code limit 20`),
  ],
});

/** Sheets that are about to come out of the printer, by their ids, with whose they are. */
export const readSheets = defineRead({
  name: 'downtime-forms.sheets',
  permission: 'downtime-forms.print',
  input: z.strictObject({ ids: z.array(z.uuid()).min(1).max(50) }),
  async run(scope, { ids }) {
    const forms = await scope.q<FormView[]>`
      select ${formColumns(scope)} from downtime_forms where id = any(${ids}) and org_id = ${scope.orgId} order by printed_at, no`;
    if (forms.length === 0) throw notFound();
    const [org] = await scope.q<{ name: string; isDemo: boolean }[]>`
      select o.name, c.kind not in ('production', 'practice') as "isDemo" from organisations o, city c where o.id = ${scope.orgId}`;
    return { forms: [...forms], orgName: org?.name ?? '', isDemo: org?.isDemo ?? false };
  },
});
