import type { RelabelledBag } from '@/domain/station-stock/relabel';
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
