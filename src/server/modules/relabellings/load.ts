import type { RelabelledBag } from '@/domain/station-stock/relabel';
import { type ReleasedBag, type ReleaseFacts, readLabelledBag } from '@/domain/station-stock/rules';
import type { ReleaseLine } from '@/domain/station-stock/schema';
import type { SisterBag } from '@/domain/station-stock/sisters';
import type { Scope } from '../../kernel/scope';

const bagColumns = ({ q, orgId }: Pick<Scope, 'q' | 'orgId'>) => q`
  u.id, u.label_scheme as "labelScheme", u.issuer, u.donation_no as "donationNo", u.product_code as "productCode", u.component, u.abo, u.rhd, u.amount, u.modifiers,
  u.intended_use as "intendedUse", u.expires_at as "expiresAt", u.state, u.hold_reason as "holdReason", u.holder_org_id = ${orgId} as "isHere"`;

/** Bags as the command sees them, locked in id order. A bag of another house is absent. */
export async function lockBags(scope: Scope, unitIds: readonly string[]): Promise<RelabelledBag[]> {
  return [
    ...(await scope.q<RelabelledBag[]>`
      select ${bagColumns(scope)} from blood_units u
      where u.id = any(${unitIds as string[]}) and u.holder_org_id = ${scope.orgId} order by u.id for update`),
  ];
}

/** Bags of this station that bear this label, in whatever state: the rule says why one takes no other. */
export async function findBags(
  scope: Scope,
  { donationNo, productCode }: { donationNo: string; productCode: string },
): Promise<RelabelledBag[]> {
  return [
    ...(await scope.q<RelabelledBag[]>`
      select ${bagColumns(scope)} from blood_units u
      where u.donation_no = ${donationNo} and u.product_code = ${productCode} and u.holder_org_id = ${scope.orgId} order by u.id limit 5`),
  ];
}

/** The labels that can be read, each with its bag: of the others the rule says why not. */
export function readableLabels(
  lines: readonly { readonly unitId: string; readonly label: ReleaseLine }[],
  facts: ReleaseFacts,
): (ReleasedBag & { readonly unitId: string })[] {
  return lines.flatMap(({ unitId, label }) => {
    const read = readLabelledBag(label, facts);
    return Array.isArray(read) ? [] : [{ ...read, unitId }];
  });
}

/** Other bags of these donations that this station has, has released or awaits, but for those that take a label in the same sitting. What an opening took back says nothing. */
export async function loadSisters(
  { q, orgId }: Scope,
  labels: readonly Pick<SisterBag, 'donationNo'>[],
  unitIds: readonly string[],
): Promise<SisterBag[]> {
  if (labels.length === 0) return [];
  const donationNos = [...new Set(labels.map(({ donationNo }) => donationNo))];
  return [
    ...(await q<SisterBag[]>`
      select label_scheme as "labelScheme", issuer, donation_no as "donationNo", product_code as "productCode", abo, rhd,
        holder_org_id = ${orgId} and state in ('available', 'reserved', 'quarantined') as "isHere"
      from blood_units where donation_no = any(${donationNos}) and state <> 'withdrawn' and id <> all(${unitIds as string[]})`),
  ];
}
