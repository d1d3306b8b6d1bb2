import { backCovers, collectionCovers, discardCovers, reinfusionCovers } from '@/domain/autologous-transfusions/covers';
import type { AutologousType, PredepositProductName } from '@/domain/autologous-transfusions/kinds';
import type { UserActor } from '@/server/kernel/actor';
import { execute } from '@/server/kernel/command';
import { runRead } from '@/server/kernel/read';
import { collectAutologous } from '@/server/modules/autologous-transfusions/collect';
import { getAutologous } from '@/server/modules/autologous-transfusions/get';
import { planAutologous } from '@/server/modules/autologous-transfusions/plan';
import { reinfuseAutologous } from '@/server/modules/autologous-transfusions/reinfuse';
import { storeAutologous } from '@/server/modules/autologous-transfusions/store';
import type { TrialCity } from './city';
import { addPatient, type House, signIn } from './city-work';

export interface Seen {
  readonly id: string;
  readonly version: number;
}

export const planInputOf = (patientId: string, type: AutologousType = 'predeposit') => ({
  type,
  phase: type === 'salvage' ? ('intraoperative' as const) : null,
  patientId,
  diagnosis: '股骨头坏死',
  operation: '全髋关节置换术',
  asa: '2' as const,
  plannedOn: null,
  remark: '',
});

/** A record of a patient of its own, by the technician of the house. */
export async function planFor(city: TrialCity, house: House, type: AutologousType = 'predeposit', patientId?: string) {
  const patient = patientId ?? (await addPatient(city, house.technician));
  const saved = await execute(planAutologous, city.as(house.technician), planInputOf(patient, type));
  return { ...saved, patientId: patient };
}

export const readAutologous = (city: TrialCity, by: UserActor, id: string) =>
  runRead(getAutologous, city.as(by), { id });

export interface CollectWish {
  readonly bags?: readonly { readonly product: PredepositProductName; readonly volumeMl: number }[];
  readonly collectedMl?: number | null;
  readonly collectedAt?: Date;
}

/** What the technician sends with the nurse's signature over exactly that; of a salvage and a haemodilution 400 ml, of a predeposit one bag. */
export async function collectInput(
  city: TrialCity,
  house: House,
  seen: Seen,
  type: AutologousType,
  wish: CollectWish = {},
) {
  const isPredeposit = type === 'predeposit';
  const body = {
    id: seen.id,
    version: seen.version,
    hbBefore: type === 'salvage' ? null : 132,
    hctBefore: type === 'salvage' ? null : 40.5,
    bags: [...(wish.bags ?? (isPredeposit ? [{ product: 'whole_blood_cpda1' as const, volumeMl: 400 }] : []))],
    collectedMl: wish.collectedMl === undefined ? (isPredeposit ? null : 400) : wish.collectedMl,
    device: type === 'salvage' ? 'Cell Saver 5+' : '',
    processedMl: type === 'salvage' ? 1500 : null,
    isWashed: type === 'salvage' ? true : null,
    ...(wish.collectedAt ? { collectedAt: wish.collectedAt } : {}),
  };
  return { ...body, nurse: await signIn(city, house.technician, house.nurse, collectionCovers(body)) };
}

export async function collectFor(
  city: TrialCity,
  house: House,
  seen: Seen,
  type: AutologousType,
  wish: CollectWish = {},
) {
  return execute(collectAutologous, city.as(house.technician), await collectInput(city, house, seen, type, wish));
}

/** Every bag that waits, into this place. */
export async function storeFor(city: TrialCity, house: House, id: string, place: string) {
  const { version, bags } = await readAutologous(city, house.technician, id);
  const bagIds = bags.filter(({ state }) => state === 'collected').map((bag) => bag.id);
  return execute(storeAutologous, city.as(house.technician), { id, version, bagIds, place });
}

export async function reinfuseInput(
  city: TrialCity,
  house: House,
  seen: Seen,
  body: { patientCode: string; bagNos?: string[]; volumeMl?: number | null },
) {
  const asked = {
    id: seen.id,
    version: seen.version,
    patientCode: body.patientCode,
    bagNos: body.bagNos ?? [],
    volumeMl: body.volumeMl ?? null,
  };
  return { ...asked, second: await signIn(city, house.technician, house.nurse, reinfusionCovers(asked)) };
}

/** The bags of this record that are stored, back to its patient. */
export async function reinfuseFor(city: TrialCity, house: House, id: string) {
  const { version, bags, patient, type, collectedMl } = await readAutologous(city, house.technician, id);
  const bagNos = bags.filter(({ state }) => state === 'stored').map(({ bagNo }) => bagNo);
  const input = await reinfuseInput(
    city,
    house,
    { id, version },
    { patientCode: patient.mrn, bagNos, volumeMl: type === 'predeposit' ? null : collectedMl },
  );
  return execute(reinfuseAutologous, city.as(house.technician), input);
}

export async function discardInput(city: TrialCity, house: House, seen: Seen, bagIds: string[], reason = '手术取消') {
  const body = { id: seen.id, version: seen.version, bagIds, reason };
  const token = await signIn(city, house.technician, house.reviewer, discardCovers(body));
  return { ...body, second: { by: 'token' as const, token } };
}

/** What two take back of a record, or release from hold. */
export async function backInput(
  city: TrialCity,
  house: House,
  seen: Seen,
  {
    what,
    bagIds,
    reason = '登记错了',
  }: { what: 'reinfuse' | 'discard' | 'release'; bagIds: string[]; reason?: string },
) {
  const body = { id: seen.id, version: seen.version, bagIds, reason };
  const second = await signIn(city, house.technician, house.reviewer, backCovers({ ...body, what }));
  return { ...body, second };
}

/** A predeposit in the store. */
export async function storedFor(
  city: TrialCity,
  house: House,
  place: string,
  patientId?: string,
  wish: CollectWish = {},
) {
  const planned = await planFor(city, house, 'predeposit', patientId);
  await collectFor(city, house, planned, 'predeposit', wish);
  const saved = await storeFor(city, house, planned.id, place);
  return { ...saved, patientId: planned.patientId };
}
