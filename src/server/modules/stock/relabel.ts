import { labelKey } from '@/domain/blood/bag-label';
import type { Relabelled } from '@/domain/station-stock/relabel';
import { AppError } from '../../kernel/errors';
import type { Scope } from '../../kernel/scope';
import { loadBearers } from './label-bearers';

/**
 * Gives bags other labels, under the locks of the verb that has written their relabelling and its lines: the label becomes the bag's own for good,
 * and the bag bears it. No movement: nothing leaves its account. @throws refused `relabel.label_taken` naming each label that another bag took in the same breath.
 */
export async function relabelUnits(scope: Scope, relabelled: readonly Relabelled[]): Promise<void> {
  const { q, orgId } = scope;
  const wanted = relabelled.map(({ bag, label }) => ({
    unitId: bag.id,
    labelScheme: label.labelScheme,
    issuer: label.issuer,
    donationNo: label.donationNo,
    productCode: label.productCode,
  }));
  // Whoever registers the same label at this moment is waited for.
  await q`
    insert into unit_labels (unit_id, label_scheme, issuer, label, product_code, org_id)
    select w."unitId", w."labelScheme", w.issuer, w."donationNo", w."productCode", ${orgId}
    from jsonb_to_recordset(${q.json(wanted)}) as w("unitId" uuid, "labelScheme" text, issuer text, "donationNo" text, "productCode" text)
    order by w."labelScheme", w.issuer, w."donationNo", w."productCode"
    on conflict do nothing`;
  const bearers = new Map((await loadBearers(scope, wanted)).map((one) => [labelKey(one), one.unitId]));
  const [first, ...rest] = wanted.flatMap((label, index) =>
    bearers.get(labelKey(label)) === label.unitId
      ? []
      : [
          {
            code: 'relabel.label_taken',
            path: `lines.${index}.label.donation`,
            facts: { donationNo: label.donationNo, productCode: label.productCode },
          },
        ],
  );
  if (first) throw new AppError('refused', [first, ...rest]);
  await q`
    update blood_units u set label_scheme = w."labelScheme", issuer = w.issuer, donation_no = w."donationNo", product_code = w."productCode", version = u.version + 1
    from jsonb_to_recordset(${q.json(wanted)}) as w("unitId" uuid, "labelScheme" text, issuer text, "donationNo" text, "productCode" text)
    where u.id = w."unitId" and u.holder_org_id = ${orgId}`;
}
