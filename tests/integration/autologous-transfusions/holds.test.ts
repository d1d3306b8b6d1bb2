import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { backCovers } from '@/domain/autologous-transfusions/covers';
import { ownDraft } from '@/domain/own-draft';
import { execute } from '@/server/kernel/command';
import { draftOf, saveDraft } from '@/server/kernel/drafts';
import { runRead } from '@/server/kernel/read';
import { inScope } from '@/server/kernel/scope';
import { discardAutologous } from '@/server/modules/autologous-transfusions/discard';
import { evaluateAutologous } from '@/server/modules/autologous-transfusions/end';
import { expireAutologousBags } from '@/server/modules/autologous-transfusions/expire';
import { autologousFigures } from '@/server/modules/autologous-transfusions/figures';
import { planAutologous } from '@/server/modules/autologous-transfusions/plan';
import { reinfuseAutologous } from '@/server/modules/autologous-transfusions/reinfuse';
import { storeAutologous } from '@/server/modules/autologous-transfusions/store';
import { releaseAutologous, undoAutologous } from '@/server/modules/autologous-transfusions/undo';
import { loadStocktake } from '@/server/modules/stocktakes/load';
import { openStocktake } from '@/server/modules/stocktakes/open';
import { signStocktake } from '@/server/modules/stocktakes/sign';
import { readTemperature } from '@/server/modules/storage-places/read-temperature';
import {
  backInput,
  collectFor,
  discardInput,
  planFor,
  planInputOf,
  readAutologous,
  reinfuseFor,
  reinfuseInput,
  storedFor,
} from '../../support/autologous';
import { openCity, type TrialCity } from '../../support/city';
import { addPatient, addPlace, type House, openHouse, signIn, stocktakeInput } from '../../support/city-work';
import { codesOf } from '../../support/go-lives';

let city: TrialCity;
let house: House;
let stranger: House;
let place: Awaited<ReturnType<typeof addPlace>>;

beforeAll(async () => {
  city = await openCity();
  house = await openHouse(city, 'H01');
  stranger = await openHouse(city, 'H02');
  place = await addPlace(city, house, 'ZT-1');
});
afterAll(async () => {
  if (!city) return;
  expect(await city.reconcile()).toEqual([]);
  expect(await city.owner`select 1 from stock_movements`).toHaveLength(0);
  await city.close();
});

const by = () => city.as(house.technician);
const see = (id: string) => readAutologous(city, house.technician, id);
const stored = () => storedFor(city, house, place.code);
async function bagOf(id: string) {
  const [bag] = (await see(id)).bags;
  if (!bag) throw new Error('a bag');
  return bag;
}
async function back(id: string, what: 'reinfuse' | 'discard' | 'release') {
  const record = await see(id);
  const bagIds = record.type === 'predeposit' ? [(await bagOf(id)).id] : [];
  return backInput(city, house, record, { what, bagIds });
}
const undo = async (id: string, what: 'reinfuse' | 'discard', key?: string) =>
  execute(undoAutologous, by(), { ...(await back(id, what)), what }, key);
const release = async (id: string) => execute(releaseAutologous, by(), await back(id, 'release'));
async function give(id: string) {
  const record = await see(id);
  const bag = await bagOf(id);
  const input = await reinfuseInput(city, house, record, { patientCode: record.patient.mrn, bagNos: [bag.bagNo] });
  return execute(reinfuseAutologous, by(), input);
}
async function given(patientId: string): Promise<number> {
  const day = (at: number) => new Date(at).toISOString().slice(0, 10);
  const today = (await city.now()).getTime();
  const { rows } = await runRead(autologousFigures, by(), {
    since: day(today - 90 * 86_400_000),
    until: day(today + 86_400_000),
  });
  expect(patientId).not.toBe('');
  return rows.reduce((sum, row) => sum + row.reinfusedMl, 0);
}

describe('a fate that was not so', () => {
  it('a reinfusion is undone by two: on hold, given to nobody, released by two, given once more and counted once', async () => {
    const { id, patientId } = await stored();
    const before = await given(patientId);
    await reinfuseFor(city, house, id);
    expect([(await see(id)).state, await given(patientId)]).toEqual(['reinfused', before + 400]);
    await undo(id, 'reinfuse');
    expect(await see(id)).toMatchObject({
      state: 'stored',
      reinfusedMl: 0,
      reinfusedAt: null,
      bags: [{ state: 'held', holdReason: 'undone', storagePlace: place.code, fateAt: null }],
    });
    expect(await given(patientId)).toBe(before);
    expect(await codesOf(give(id))).toEqual(['autologous.bag_held']);
    const { version } = await see(id);
    const bag = await bagOf(id);
    expect(await codesOf(execute(storeAutologous, by(), { id, version, bagIds: [bag.id], place: place.code }))).toEqual(
      ['autologous.bag_held'],
    );
    await release(id);
    expect(await bagOf(id)).toMatchObject({ state: 'stored', holdReason: null, storagePlace: place.code });
    await give(id);
    expect([(await see(id)).state, await given(patientId)]).toEqual(['reinfused', before + 400]);
    const kinds = await city.owner<{ kind: string }[]>`
      select kind from autologous_movements where transfusion_id = ${id} order by id`;
    expect(kinds.map(({ kind }) => kind)).toEqual([
      ...['collect', 'store', 'reinfuse', 'unreinfuse', 'release', 'reinfuse'],
    ]);
  });
  it('a discard is undone while the bag is there; thrown away again it is counted once', async () => {
    const { id } = await stored();
    const bag = await bagOf(id);
    const discard = async () =>
      execute(discardAutologous, by(), await discardInput(city, house, await see(id), [bag.id]));
    await discard();
    expect((await see(id)).state).toBe('unused');
    await undo(id, 'discard');
    expect(await see(id)).toMatchObject({ state: 'stored', discards: [], bags: [{ state: 'held' }] });
    await discard();
    expect(await see(id)).toMatchObject({ state: 'unused', discards: [{ bagId: bag.id }] });
  });
  it('what is kept in no bag is as it was collected', async () => {
    const planned = await planFor(city, house, 'salvage');
    await collectFor(city, house, planned, 'salvage');
    await reinfuseFor(city, house, planned.id);
    expect((await see(planned.id)).state).toBe('reinfused');
    await undo(planned.id, 'reinfuse');
    expect(await see(planned.id)).toMatchObject({ state: 'collected', reinfusedMl: 0, reinfusedAt: null });
    expect(await codesOf(undo(planned.id, 'reinfuse'))).toEqual(['autologous.nothing_to_undo']);
    await reinfuseFor(city, house, planned.id);
  });
  it('takes another person, who signed exactly this, and is once', async () => {
    const { id } = await stored();
    await reinfuseFor(city, house, id);
    const seen = await see(id);
    const bagIds = [(await bagOf(id)).id];
    const body = { id, version: seen.version, bagIds, reason: '登记错了' };
    const alone = await signIn(city, house.technician, house.technician, backCovers({ ...body, what: 'reinfuse' }));
    expect(await codesOf(execute(undoAutologous, by(), { ...body, what: 'reinfuse', second: alone }))).toEqual([
      'signature.same_person',
    ]);
    const other = await back(id, 'discard');
    expect(await codesOf(execute(undoAutologous, by(), { ...other, what: 'reinfuse' }))).toEqual([
      'signature.covers_other_content',
    ]);
    const key = randomUUID();
    const input = { ...(await back(id, 'reinfuse')), what: 'reinfuse' as const };
    const first = await execute(undoAutologous, by(), input, key);
    expect(await execute(undoAutologous, by(), input, key)).toEqual(first);
    expect(await codesOf(execute(undoAutologous, by(), input))).toEqual(['changed_meanwhile']);
    const two = await Promise.allSettled([release(id), release(id)]);
    expect(two.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });
  it('of an evaluated record stands, and of another house does not exist', async () => {
    const { id } = await stored();
    await reinfuseFor(city, house, id);
    const theirs = await signIn(
      city,
      stranger.technician,
      stranger.reviewer,
      backCovers({ id, version: 1, what: 'reinfuse', bagIds: [], reason: '登记错了' }),
    );
    expect(
      await codesOf(
        execute(undoAutologous, city.as(stranger.technician), {
          ...{ id, version: 1, what: 'reinfuse', bagIds: [], reason: '登记错了', second: theirs },
        }),
      ),
    ).toEqual(['not_found']);
    const { version } = await see(id);
    await execute(evaluateAutologous, by(), { id, version, outcome: 'good', reactions: '' });
    expect(await codesOf(undo(id, 'reinfuse'))).toEqual(['autologous.not_to_undo']);
  });
  it('is the last one of the bag: the database takes back no other, and none twice', async () => {
    const { id } = await stored();
    await reinfuseFor(city, house, id);
    await undo(id, 'reinfuse');
    await release(id);
    const bag = await bagOf(id);
    const [fate] = await city.owner<{ id: string }[]>`
      select id from autologous_movements where bag_id = ${bag.id} and kind = 'reinfuse'`;
    await reinfuseFor(city, house, id);
    const write = city.owner`
      insert into autologous_movements (org_id, bag_id, transfusion_id, patient_id, kind, from_state, to_state, from_place, to_place, volume_ml, reason, by_name, second_name, hold_reason, undoes)
      select org_id, id, transfusion_id, patient_id, 'unreinfuse', 'reinfused', 'held', '', ${place.code}, volume_ml, '错', 'a', 'b', 'undone', ${fate?.id ?? ''}
      from autologous_bags where id = ${bag.id}`;
    await expect(write).rejects.toMatchObject({ code: expect.stringMatching(/^(XM003|23505)$/) });
  });
});

describe('where its own blood stands', () => {
  it('a count finds it by its label, and holds what it does not find', async () => {
    const [found, lost] = [await stored(), await stored()];
    const [here, gone] = [await bagOf(found.id), await bagOf(lost.id)];
    const opened = await runRead(openStocktake, by(), { placeId: place.id });
    expect(opened.bags.map((bag) => bag.donationNo)).toEqual(expect.arrayContaining([here.bagNo, gone.bagNo]));
    const others = opened.bags.filter((bag) => bag.id !== here.id && bag.id !== gone.id);
    const scans = [here, ...others.map(({ id, donationNo }) => ({ id, bagNo: donationNo }))];
    const asked = (missing: { id: string }[]) =>
      stocktakeInput(
        city,
        house,
        place as never,
        scans.map(({ id, bagNo }) => ({ id, donationNo: bagNo })),
        missing,
      );
    expect(await codesOf(execute(signStocktake, by(), await asked([])))).toEqual(['stocktake.missing_unseen']);
    const counted = await execute(signStocktake, by(), await asked([gone]));
    expect([counted.found, counted.missing]).toEqual([scans.length, 1]);
    expect(await bagOf(lost.id)).toMatchObject({ state: 'held', holdReason: 'under_search', storagePlace: place.code });
    expect(await bagOf(found.id)).toMatchObject({ state: 'stored' });
    const { lines } = await inScope(by(), 'read', (scope) => loadStocktake(scope, counted.id));
    expect(lines.find(({ autologousBagId }) => autologousBagId === gone.id)).toMatchObject({
      outcome: 'missing',
      donationNo: gone.bagNo,
      unitId: null,
    });
    // It turns up: the next count finds it, and two release it.
    const again = await execute(signStocktake, by(), await asked([]));
    expect([again.missing]).toEqual([1]);
    await release(lost.id);
  });
  it('of a place that was out of range it is held; what was given meanwhile is named', async () => {
    const warm = await addPlace(city, house, 'ZT-2');
    const elsewhere = await stored();
    const [held, spent] = [await storedFor(city, house, warm.code), await storedFor(city, house, warm.code)];
    await city.wait(1);
    const readAt = await city.now();
    await city.wait(1);
    await give(spent.id);
    const told = await execute(readTemperature, by(), {
      placeId: warm.id,
      celsius: 12,
      again: 12,
      readAt,
    });
    expect(told).toMatchObject({
      isOut: true,
      heldAutologous: [(await bagOf(held.id)).bagNo],
      goneAutologous: [(await bagOf(spent.id)).bagNo],
    });
    expect(await bagOf(held.id)).toMatchObject({ state: 'held', holdReason: 'temperature', storagePlace: warm.code });
    expect((await bagOf(elsewhere.id)).state).toBe('stored');
    const history = await city.owner`
      select 1 from audit_log where record_id = ${held.id} and action = 'autologous-transfusions.hold'`;
    expect(history).toHaveLength(1);
    await city.wait(24 * 40);
    expect(await expireAutologousBags(city.runtime)).toBeGreaterThan(0);
    expect((await bagOf(held.id)).state).toBe('expired');
    expect(await codesOf(release(held.id))).toContain('autologous.expired');
  });
});

describe('an entry that is not finished', () => {
  it('is kept for whoever began it, and gone when it was entered', async () => {
    const mine = () =>
      runRead(draftOf('autologous-transfusions', 'autologous-transfusions.draft'), by(), { subjectId: ownDraft });
    await saveDraft(by(), 'autologous-transfusions', 'autologous-transfusions.draft', {
      id: randomUUID(),
      subjectId: ownDraft,
      version: 0,
      body: { type: 'salvage', diagnosis: '脾破裂' },
    } as never);
    expect(await mine()).toMatchObject({ body: { type: 'salvage' } });
    const patientId = await addPatient(city, house.technician);
    await execute(planAutologous, by(), planInputOf(patientId, 'salvage'));
    expect(await mine()).toBeNull();
  });
});
