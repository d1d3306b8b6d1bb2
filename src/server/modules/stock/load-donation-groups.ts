import type { DonationGroup } from '@/domain/station-stock/rules';
import type { Scope } from '../../kernel/scope';

/** What is known here of these donations, in whatever state their bags are: one row for each group that a label said. What an opening had entered and took back says nothing. */
export async function loadDonationGroups(
  { q }: Scope,
  bags: readonly Pick<DonationGroup, 'donationNo'>[],
): Promise<DonationGroup[]> {
  return [
    ...(await q<DonationGroup[]>`
      select distinct label_scheme as "labelScheme", issuer, donation_no as "donationNo", abo, rhd from blood_units
      where state <> 'withdrawn' and donation_no = any(${bags.map((bag) => bag.donationNo)})`),
  ];
}
