import type { Relation } from '@/domain/certificate-reviews/profiles';
import { checkRelief, type reliefWays, relieveInput, voidReliefInput } from '@/domain/certificate-reviews/reliefs';
import { decideBy } from '@/domain/result';
import { defineCommand, done, unwrap } from '../../kernel/command';
import { notFound, refusal } from '../../kernel/errors';
import type { Scope } from '../../kernel/scope';
import { actorName } from '../stock/post';
import { lockReview } from './load';
import { changeBeside, touchReview } from './touch';

export interface Relief {
  readonly id: string;
  readonly state: 'active' | 'void';
  readonly donorName: string;
  readonly relation: Relation;
  readonly volumeMl: number;
  readonly amountCents: number;
  readonly invoiceNo: string;
  readonly way: (typeof reliefWays)[number];
  readonly reason: string | null;
  readonly recordedBy: string;
  readonly recordedAt: Date;
}

export async function loadReliefs({ q }: Scope, reviewId: string): Promise<Relief[]> {
  const rows = await q<Relief[]>`
    select id, state, donor_name as "donorName", relation, volume_ml as "volumeMl", amount_cents as "amountCents", invoice_no as "invoiceNo", way, reason,
      recorded_by as "recordedBy", recorded_at as "recordedAt"
    from fee_reliefs where review_id = ${reviewId} order by recorded_at, id`;
  return rows.map((row) => ({ ...row, amountCents: Number(row.amountCents) }));
}

/** 用血减免 by either party, on what the office approved. The case is locked: however many relieve at once, never more than it is worth. */
export const relieveFees = defineCommand({
  name: 'certificate-reviews.relieve',
  permission: 'certificate-reviews.relieve',
  input: relieveInput,
  async run(scope, { id, version, volumeMl, amountCents, invoiceNo, way }) {
    const review = await lockReview(scope, { id, version }, 'either');
    const [sum] = await scope.q<{ relieved: number }[]>`
      select coalesce(sum(volume_ml), 0)::int as relieved from fee_reliefs where review_id = ${id} and state = 'active'`;
    const facts = {
      no: review.no ?? '',
      state: review.state,
      entitledMl: review.entitledMl ?? 0,
      relievedMl: sum?.relieved ?? 0,
      volumeMl,
    };
    unwrap(decideBy(checkRelief(facts), () => null));
    const isOwn = review.caseType === '1';
    const [made] = await scope.q<{ id: string }[]>`
      insert into fee_reliefs (review_id, org_id, party_org_id, donor_name, relation, volume_ml, amount_cents, invoice_no, way, recorded_by)
      values (${id}, ${review.orgId}, ${review.partyOrgId}, ${isOwn ? review.patientName : review.donorName}, ${review.relation ?? 'self'},
        ${volumeMl}, ${amountCents}, ${invoiceNo}, ${way}, ${actorName(scope)})
      on conflict (org_id, invoice_no) where state = 'active' do nothing returning id`;
    if (!made) throw refusal({ code: 'review.invoice_taken', path: 'invoiceNo', facts: { invoiceNo } });
    const next = await touchReview(scope, review);
    const nothing = { volumeMl: null, amountCents: null, invoiceNo: '' };
    return done(
      { id: made.id, version: next },
      changeBeside(review, 'relieve', next, { before: nothing, after: { volumeMl, amountCents, invoiceNo } }),
    );
  },
});

/** A relief that was none: its volume is free again, its invoice too. */
export const voidRelief = defineCommand({
  name: 'certificate-reviews.void-relief',
  permission: 'certificate-reviews.relieve',
  input: voidReliefInput,
  async run(scope, { id, version, reliefId, reason }) {
    const review = await lockReview(scope, { id, version }, 'either');
    const was = (await loadReliefs(scope, id)).find((relief) => relief.id === reliefId);
    if (!was) throw notFound();
    const { volumeMl, amountCents, invoiceNo } = was;
    if (was.state === 'void') throw refusal({ code: 'review.relief_void', facts: { invoiceNo } });
    await scope.q`update fee_reliefs set state = 'void', reason = ${reason} where id = ${reliefId} and state = 'active'`;
    const next = await touchReview(scope, review);
    return done(
      { id: reliefId, version: next },
      {
        ...changeBeside(review, 'void-relief', next, {
          before: { volumeMl, amountCents, invoiceNo },
          after: { volumeMl: null, amountCents: null, invoiceNo: '' },
        }),
        reason,
      },
    );
  },
});
