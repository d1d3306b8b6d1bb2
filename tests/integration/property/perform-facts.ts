import { execute } from '@/server/kernel/command';
import { AppError } from '@/server/kernel/errors';
import { resolveIncident } from '@/server/modules/incidents/resolve';
import { signStocktake } from '@/server/modules/stocktakes/sign';
import { moveBags } from '@/server/modules/storage-places/move';
import { trialProducts } from '../../support/city';
import {
  addPlace,
  enterSheet,
  labelRead,
  nextDonationNo,
  type PaperWish,
  paperLine,
  resolveInput,
  stocktakeInput,
} from '../../support/city-work';
import { earlyMinutes, unknownHours } from './apply-paper';
import type { DeedOf } from './deeds';
import { type Hands, thawedAmong } from './hands';
import { hourMs } from './model';

interface Label {
  readonly id: string;
  readonly donationNo: string;
  readonly productCode: string;
  readonly expiresAt: Date;
}

async function labelsOf({ city, names }: Hands, keys: readonly string[]): Promise<Label[]> {
  return [
    ...(await city.owner<Label[]>`
      select id, donation_no as "donationNo", product_code as "productCode", expires_at as "expiresAt"
      from blood_units where id = any(${keys.map(names.idOf)}) order by id`),
  ];
}

/** The bags are put into a fridge of their own; then it is counted. */
export async function countPlace(hands: Hands, { key, hospital, found, missing }: DeedOf<'stocktake'>): Promise<void> {
  const { city, names } = hands;
  const house = hands.houseOf(hospital);
  const place = await addPlace(city, house, `R${key.replaceAll(/\D/g, '')}`);
  const unitIds = [...found, ...missing].map(names.idOf);
  await execute(moveBags, city.as(house.technician), { placeId: place.id, unitIds });
  const input = await stocktakeInput(city, house, place, await labelsOf(hands, found), hands.bagsOf(missing));
  await execute(signStocktake, city.as(house.technician), input);
}

const flaws = {
  none: {},
  early: { minutesAgo: earlyMinutes },
  alone: { second: '1001' },
  group: { abo: 'A', rhd: 'positive' },
  expiry: {},
  no_temperature: { celsius: null },
  warm: { celsius: 31 },
  no_crossmatch: { crossmatch: 'none' },
  bad_crossmatch: { crossmatch: 'incompatible' },
  name: { patientName: '李四' },
} as const satisfies Record<DeedOf<'paper'>['flaw'], PaperWish>;

/** One line of one sheet; of a bag that nobody knew with all that its label says. */
export async function enterPaper(hands: Hands, deed: DeedOf<'paper'>): Promise<void> {
  const { city, names } = hands;
  const { key, hospital, what, flaw } = deed;
  const { technician } = hands.houseOf(hospital);
  const [label] = deed.bag === null ? [] : await labelsOf(hands, [deed.bag]);
  const now = await city.now();
  const product = deed.bag === null ? 'red' : hands.bagOf(deed.bag).product;
  const isNew = label === undefined;
  const donationNo = label?.donationNo ?? nextDonationNo();
  const productCode = label?.productCode ?? trialProducts[product].productCode;
  const bag = { donationNo, product, productCode };
  const isThawed = label !== undefined && (await thawedAmong(hands, [label])).length > 0;
  // What was thawed comes in a cool box.
  const { celsius } = trialProducts[isThawed ? 'red' : product];
  const line = await paperLine(city, bag, { kind: what, minutesAgo: 0, celsius, ...flaws[flaw] });
  const onLabel = isNew
    ? ({ abo: 'O', rhd: 'positive', expiresAt: new Date(now.getTime() + unknownHours * hourMs) } as const)
    : flaw === 'expiry'
      ? { expiresAt: new Date(label.expiresAt.getTime() + 24 * hourMs) }
      : {};
  // A flaw that is another kind's is none of this line's.
  const ofKind = what === 'received' ? line : { ...line, celsius: null };
  const form = await enterSheet(city, technician, [{ ...ofKind, ...onLabel }]);
  hands.homes.set(key, hospital);
  const [entered] = await city.owner<{ recordId: string | null; unitId: string }[]>`
    select record_id as "recordId", unit_id as "unitId" from downtime_form_lines where form_id = ${form.id}`;
  if (entered?.recordId) names.bind(key, entered.recordId);
  if (isNew && entered) hands.know(`${key}.new`, entered.unitId, 'red');
}

/** One incident of this bag and rule, the oldest that is open. */
export async function resolveOne(hands: Hands, deed: DeedOf<'resolve'>): Promise<void> {
  const { city, names, orgs } = hands;
  const unitId = names.idOf(deed.bag);
  const [incident] = await city.owner<{ id: string }[]>`
    select i.id from incidents i join incident_bags b on b.incident_id = i.id
    where b.unit_id = ${unitId} and i.org_id = ${orgs[deed.house]} and i.rule = ${deed.rule} and b.is_binding = ${deed.isBinding} and i.state <> 'resolved'
    order by i.created_at, i.no limit 1`;
  if (!incident) throw new AppError('not_found');
  const house = hands.pairAt(deed.house);
  const alsoSeen = ['under_search' as const, 'issue_voided' as const, 'outbound_voided' as const];
  const ground = { ...labelRead(), custody: { minutesOut: 5, place: '发血窗口' }, alsoSeen };
  const input = await resolveInput(city, house, incident, deed.decision, [unitId], ground);
  await execute(resolveIncident, city.as(house.reviewer), input);
}
