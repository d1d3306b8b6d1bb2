import { readDonationText } from '@/domain/blood/bag-texts';
import { isOfOtherCity } from '@/domain/practice';
import type { Violation } from '@/domain/result';
import type { Scope } from '../../kernel/scope';

/** Lines of a file whose bag is none of this city, named in the preview; the database takes none in. A number that cannot be read is another rule's. */
export async function findForeignBags(
  { q }: Pick<Scope, 'q'>,
  lines: readonly { readonly donation: string; readonly labelScheme?: 'isbt128' | 'codabar' | undefined }[],
): Promise<Violation[]> {
  const [city] = await q<{ isPractice: boolean }[]>`select is_practice() as "isPractice"`;
  const isPractice = city?.isPractice === true;
  const code = isPractice ? 'unit.of_real_city' : 'unit.of_practice';
  return lines.flatMap(({ donation, labelScheme }, index) => {
    const read = readDonationText(donation, labelScheme);
    if (!read.ok || !isOfOtherCity(read.value.donationNo, isPractice)) return [];
    return [{ code, path: `lines.${index}.donation`, facts: { donationNo: read.value.donationNo } }];
  });
}
