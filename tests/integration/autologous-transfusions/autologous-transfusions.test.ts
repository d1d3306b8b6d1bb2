import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { autologousEdges } from '@/domain/autologous-transfusions/bag-edges';
import { collectionCovers, discardCovers, reinfusionCovers } from '@/domain/autologous-transfusions/covers';
import { autologousRecord } from '@/domain/autologous-transfusions/record';
import { recheckCovers } from '@/domain/bag-receipts/covers';
import type { UserActor } from '@/server/kernel/actor';
import { execute } from '@/server/kernel/command';
import { historyOf } from '@/server/kernel/history';
import { listOf } from '@/server/kernel/list';
import { runRead } from '@/server/kernel/read';
import { collectAutologous } from '@/server/modules/autologous-transfusions/collect';
import { discardAutologous } from '@/server/modules/autologous-transfusions/discard';
import { cancelAutologous, evaluateAutologous, voidAutologous } from '@/server/modules/autologous-transfusions/end';
import { expireAutologousBags } from '@/server/modules/autologous-transfusions/expire';
import { autologousFigures } from '@/server/modules/autologous-transfusions/figures';
import { autologousOfPatient, findAutologousBag } from '@/server/modules/autologous-transfusions/get';
import { modifyAutologous, planAutologous } from '@/server/modules/autologous-transfusions/plan';
import { printAutologous } from '@/server/modules/autologous-transfusions/print';
import { reinfuseAutologous } from '@/server/modules/autologous-transfusions/reinfuse';
import { storeAutologous } from '@/server/modules/autologous-transfusions/store';
import { recheckRecord } from '@/server/modules/bag-receipts/recheck';
import { voidPatient } from '@/server/modules/patients/void';
import { modifyPlace } from '@/server/modules/storage-places/modify';
import {
  collectFor,
  collectInput,
  discardInput,
  planFor,
  planInputOf,
  readAutologous,
  reinfuseFor,
  reinfuseInput,
  storedFor,
  storeFor,
} from '../../support/autologous';
import { openCity, type TrialCity } from '../../support/city';
import { addPatient, addPlace, type House, openHouse, signIn } from '../../support/city-work';
import { codesOf } from '../../support/go-lives';

let city: TrialCity;
let house: House;
let stranger: House;
let office: UserActor;
const fridge = 'ZT-1';
const reason = '手术改期';

beforeAll(async () => {
  city = await openCity();
  house = await openHouse(city, 'H01');
  stranger = await openHouse(city, 'H02');
  office = (await city.enter('O01', '4001', ['office_clerk'])).actor;
  await addPlace(city, house, fridge);
  await addPlace(city, house, 'ZT-F', 'frozen');
  await addPlace(city, stranger, fridge);
});
afterAll(async () => {
  // In nobody's stock: the ledger of the city knows nothing of it.
  if (!city) return;
  expect(await city.reconcile()).toEqual([]);
  expect(await city.owner`select 1 from stock_movements`).toHaveLength(0);
  await city.close();
});

const by = (actor: UserActor) => city.as(actor);
const see = (id: string) => readAutologous(city, house.technician, id);
const stored = (patientId?: string) => storedFor(city, house, fridge, patientId);
async function firstBag(id: string) {
  const [bag] = (await see(id)).bags;
  if (!bag) throw new Error('a bag');
  return bag;
}

describe('a predeposit', () => {
  it('is planned, collected, stored, given back by two, and evaluated', async () => {
    const planned = await planFor(city, house);
    expect(planned).toMatchObject({ state: 'planned', version: 1 });
    const collected = await collectFor(city, house, planned, 'predeposit', {
      bags: [
        { product: 'whole_blood_cpda1', volumeMl: 400 },
        { product: 'whole_blood_acd', volumeMl: 200 },
      ],
    });
    expect(collected).toMatchObject({ state: 'collected', version: 2 });
    expect(collected.bagNos).toEqual([
      expect.stringMatching(/^XA-H01-\d{12}01[0-9A-Z*]$/),
      expect.stringMatching(/^XA-H01-\d{12}02[0-9A-Z*]$/),
    ]);
    expect(await storeFor(city, house, planned.id, fridge)).toMatchObject({ state: 'stored', version: 3 });
    const held = await see(planned.id);
    const days = held.bags.map(({ collectedAt, expiresAt }) =>
      Math.floor((expiresAt.getTime() - collectedAt.getTime()) / 86_400_000),
    );
    expect(days).toEqual([35, 21]);
    expect(held.bags.map(({ expiresAt }) => expiresAt.toISOString().slice(11, 16))).toEqual(['15:59', '15:59']);
    expect(await runRead(autologousOfPatient, by(house.technician), { patientId: planned.patientId })).toMatchObject({
      bags: 2,
      volumeMl: 600,
      nextExpiry: held.bags[1]?.expiresAt,
    });
    expect(await reinfuseFor(city, house, planned.id)).toMatchObject({ state: 'reinfused', version: 4 });
    const given = await see(planned.id);
    expect(given).toMatchObject({ reinfusedMl: 600, collectedMl: 600, hbBefore: 132, hctBefore: 40.5 });
    expect(given.bags.map(({ state, storagePlace }) => [state, storagePlace])).toEqual([
      ['reinfused', ''],
      ['reinfused', ''],
    ]);
    expect(given.signatures.map(({ meaning }) => meaning).sort()).toEqual([
      'autologous_collected',
      'autologous_nurse',
      'autologous_reinfused',
      'autologous_second',
      'autologous_stored',
    ]);
    const done = await execute(evaluateAutologous, by(house.nurse), {
      id: planned.id,
      version: 4,
      outcome: 'good',
      reactions: '',
    });
    expect(done).toMatchObject({ state: 'evaluated', version: 5 });
    const history = await runRead(historyOf(autologousRecord), by(house.technician), { id: planned.id });
    expect(history.map(({ action }) => action)).toEqual([
      'autologous-transfusions.evaluate',
      'autologous-transfusions.reinfuse',
      'autologous-transfusions.store',
      'autologous-transfusions.collect',
      'autologous-transfusions.plan',
    ]);
    // The history is read in the house: it names nobody all the same.
    expect(JSON.stringify(history)).not.toContain(given.patient.name);
    expect(await runRead(autologousOfPatient, by(house.technician), { patientId: planned.patientId })).toMatchObject({
      bags: 0,
    });
  });

  it('is collected on several days, given back in parts, and ends with the last bag', async () => {
    const planned = await stored();
    await collectFor(city, house, planned, 'predeposit');
    let now = await see(planned.id);
    expect([now.state, now.bagCount, now.collectedMl]).toEqual(['collected', 2, 800]);
    const [first, second] = now.bags;
    const input = await reinfuseInput(city, house, now, {
      patientCode: `XMP${now.patient.mrn}`,
      bagNos: [first?.bagNo ?? ''],
    });
    await execute(reinfuseAutologous, by(house.technician), input);
    now = await see(planned.id);
    expect([now.state, now.reinfusedMl]).toEqual(['collected', 400]);
    await execute(
      discardAutologous,
      by(house.technician),
      await discardInput(city, house, now, [second?.id ?? ''], '袋破'),
    );
    now = await see(planned.id);
    expect(now.state).toBe('reinfused');
    expect(now.discards).toMatchObject([{ bagId: second?.id, reason: '袋破' }]);
    expect(
      await codesOf(execute(cancelAutologous, by(house.technician), { id: now.id, version: now.version, reason })),
    ).toEqual(['autologous.not_to_cancel', 'autologous.given_already']);
    expect(
      await codesOf(execute(voidAutologous, by(house.reviewer), { id: now.id, version: now.version, reason })),
    ).toEqual(['autologous.given_already']);
  });

  it('never given to somebody else: not by the wristband, not by the bag', async () => {
    const mine = await stored();
    const other = await stored();
    const { patient } = await see(other.id);
    const bag = await firstBag(mine.id);
    const strange = await firstBag(other.id);
    const own = await see(mine.id);
    const give = async (patientCode: string, bagNos: string[]) =>
      codesOf(
        execute(
          reinfuseAutologous,
          by(house.technician),
          await reinfuseInput(city, house, own, { patientCode, bagNos }),
        ),
      );
    expect(await give(patient.mrn, [bag.bagNo])).toEqual(['autologous.wrong_patient']);
    expect(await give(own.patient.mrn, [strange.bagNo])).toEqual(['autologous.bag_of_other']);
    expect(await give(own.patient.mrn, [bag.bagNo, strange.bagNo])).toEqual(['autologous.bag_of_other']);
    const again = await stored(mine.patientId);
    expect(await give(own.patient.mrn, [(await firstBag(again.id)).bagNo])).toEqual(['autologous.bag_of_other_record']);
    expect(await give(own.patient.mrn, ['=3100026020517V00'])).toEqual(['autologous.no_label']);
    expect(await give(own.patient.mrn, [`${bag.bagNo.slice(0, -1)}${bag.bagNo.endsWith('A') ? 'B' : 'A'}`])).toEqual([
      'autologous.misread',
    ]);
    expect(await give(own.patient.mrn, [bag.bagNo, bag.bagNo.toLowerCase()])).toEqual(['autologous.listed_twice']);
    expect(await give(own.patient.mrn, [])).toEqual(['autologous.bags_missing']);
    expect((await see(mine.id)).bags.map(({ state }) => state)).toEqual(['stored']);
    expect((await see(other.id)).bags.map(({ state }) => state)).toEqual(['stored']);
  });

  it('needs another person at the bed, who signed exactly this', async () => {
    const mine = await stored();
    const { bags, patient, version } = await see(mine.id);
    const asked = {
      id: mine.id,
      version,
      patientCode: patient.mrn,
      bagNos: bags.map(({ bagNo }) => bagNo),
      volumeMl: null,
    };
    const self = await signIn(city, house.technician, house.technician, reinfusionCovers(asked));
    expect(await codesOf(execute(reinfuseAutologous, by(house.technician), { ...asked, second: self }))).toEqual([
      'signature.same_person',
    ]);
    const less = await signIn(city, house.technician, house.nurse, reinfusionCovers({ ...asked, bagNos: [] }));
    expect(await codesOf(execute(reinfuseAutologous, by(house.technician), { ...asked, second: less }))).toEqual([
      'signature.covers_other_content',
    ]);
    const strange = await signIn(city, house.technician, stranger.nurse, reinfusionCovers(asked)).catch(() =>
      'x'.repeat(20),
    );
    expect(await codesOf(execute(reinfuseAutologous, by(house.technician), { ...asked, second: strange }))).toEqual([
      expect.stringMatching(/^signature\./),
    ]);
  });

  it('expires: given to nobody from that minute on, swept, and thrown away by two', async () => {
    const planned = await planFor(city, house);
    const { bags } = await (async () => {
      await collectFor(city, house, planned, 'predeposit');
      await storeFor(city, house, planned.id, fridge);
      return see(planned.id);
    })();
    const [bag] = bags;
    if (!bag) throw new Error('a bag');
    await city.owner`update autologous_bags set collected_at = city_now() - interval '36 days', expires_at = city_now() where id = ${bag.id}`;
    const { patient, version } = await see(planned.id);
    const asked = { patientCode: patient.mrn, bagNos: [bag.bagNo] };
    expect(
      await codesOf(
        execute(
          reinfuseAutologous,
          by(house.technician),
          await reinfuseInput(city, house, { id: planned.id, version }, asked),
        ),
      ),
    ).toEqual(['autologous.expired']);
    expect(
      await codesOf(
        execute(storeAutologous, by(house.technician), { id: planned.id, version, bagIds: [bag.id], place: fridge }),
      ),
    ).toEqual(['autologous.expired']);
    // Not even past the verb: the ledger looks at the clock.
    await expect(
      city.owner`insert into autologous_movements (org_id, bag_id, transfusion_id, patient_id, kind, from_state, to_state, from_place, volume_ml, by_name, second_name)
        values ('H01', ${bag.id}, ${planned.id}, ${planned.patientId}, 'reinfuse', 'stored', 'reinfused', ${fridge}, 400, 'x', 'y')`,
    ).rejects.toMatchObject({ code: 'XM003' });
    expect(await expireAutologousBags(city.runtime)).toBe(1);
    expect(await expireAutologousBags(city.runtime)).toBe(0);
    let now = await see(planned.id);
    expect([now.state, now.version, now.bags.map(({ state }) => state)]).toEqual(['unused', version + 1, ['expired']]);
    expect(
      await codesOf(execute(voidAutologous, by(house.reviewer), { id: now.id, version: now.version, reason })),
    ).toEqual(['autologous.bags_about']);
    await execute(discardAutologous, by(house.technician), await discardInput(city, house, now, [bag.id], '过期'));
    now = await see(planned.id);
    expect([now.state, now.bags.map(({ state }) => state)]).toEqual(['unused', ['discarded']]);
    expect(
      await codesOf(execute(discardAutologous, by(house.technician), await discardInput(city, house, now, [bag.id]))),
    ).toEqual(['autologous.bag_ended']);
  });

  it('cancelled with bags in the store: nobody gives them back, two throw them away', async () => {
    const mine = await stored();
    const cancelled = await execute(cancelAutologous, by(house.technician), { ...mine, reason } as never).catch(
      () => null,
    );
    expect(cancelled).toBeNull();
    await execute(cancelAutologous, by(house.technician), { id: mine.id, version: mine.version, reason });
    expect(await runRead(autologousOfPatient, by(house.technician), { patientId: mine.patientId })).toMatchObject({
      bags: 0,
    });
    const now = await see(mine.id);
    const input = await reinfuseInput(city, house, now, {
      patientCode: now.patient.mrn,
      bagNos: now.bags.map(({ bagNo }) => bagNo),
    });
    expect(await codesOf(execute(reinfuseAutologous, by(house.technician), input))).toEqual([
      'autologous.not_to_reinfuse',
    ]);
    await execute(
      discardAutologous,
      by(house.technician),
      await discardInput(
        city,
        house,
        now,
        now.bags.map(({ id }) => id),
      ),
    );
    expect((await see(mine.id)).state).toBe('cancelled');
    const last = await see(mine.id);
    expect(
      await execute(voidAutologous, by(house.reviewer), { id: mine.id, version: last.version, reason }),
    ).toMatchObject({ state: 'void' });
  });

  it('stands where its temperature is, moves from place to place, and nowhere else', async () => {
    const planned = await planFor(city, house);
    await collectFor(city, house, planned, 'predeposit');
    const { bags, version } = await see(planned.id);
    const bagIds = bags.map(({ id }) => id);
    const put = (place: string, at = version) =>
      execute(storeAutologous, by(house.technician), { id: planned.id, version: at, bagIds, place });
    expect(await codesOf(put('ZT-F'))).toEqual(['autologous.place_unfit']);
    expect(await codesOf(put('NONE'))).toEqual(['autologous.place_unknown']);
    await put(fridge);
    const other = await addPlace(city, house, 'ZT-2');
    await put('ZT-2', version + 1);
    expect((await see(planned.id)).bags[0]).toMatchObject({ state: 'stored', storagePlace: 'ZT-2' });
    const closed = {
      id: other.id,
      version: 1,
      name: 'x',
      placeClass: 'red_cells' as const,
      state: 'inactive' as const,
    };
    expect(await codesOf(execute(modifyPlace, by(house.reviewer), { ...closed, isDefault: false }))).toEqual([
      'place.not_empty',
    ]);
    const kinds = await city.owner<{ kind: string; from_place: string; to_place: string }[]>`
      select kind, from_place, to_place from autologous_movements where transfusion_id = ${planned.id} order by id`;
    expect(kinds.map(({ kind, from_place, to_place }) => [kind, from_place, to_place])).toEqual([
      ['collect', '', ''],
      ['store', '', fridge],
      ['move', fridge, 'ZT-2'],
    ]);
  });
});

describe('the two without bags', () => {
  it('a haemodilution is given back within its hours', async () => {
    const planned = await planFor(city, house, 'haemodilution');
    await collectFor(city, house, planned, 'haemodilution');
    const now = await see(planned.id);
    expect(now.keepUntil?.getTime()).toBe((now.collectedAt?.getTime() ?? 0) + 8 * 3_600_000);
    const give = async (volumeMl: number) =>
      execute(
        reinfuseAutologous,
        by(house.technician),
        await reinfuseInput(city, house, now, { patientCode: now.patient.mrn, volumeMl }),
      );
    expect(await codesOf(give(401))).toEqual(['autologous.more_than_collected']);
    expect(await give(380)).toMatchObject({ state: 'reinfused' });

    const late = await planFor(city, house, 'haemodilution');
    const eightHoursAgo = new Date((await city.now()).getTime() - 8 * 3_600_000);
    await collectFor(city, house, late, 'haemodilution', { collectedAt: eightHoursAgo });
    const over = await see(late.id);
    expect(
      await codesOf(
        execute(
          reinfuseAutologous,
          by(house.technician),
          await reinfuseInput(city, house, over, { patientCode: over.patient.mrn, volumeMl: 100 }),
        ),
      ),
    ).toEqual(['autologous.hours_over']);
    await execute(cancelAutologous, by(house.technician), { id: late.id, version: over.version, reason: '超时' });
  });

  it('a salvage says device, processed volume and washing', async () => {
    const planned = await planFor(city, house, 'salvage');
    const right = await collectInput(city, house, planned, 'salvage');
    const bare = { ...right, device: '', processedMl: 100, isWashed: null };
    const token = await signIn(city, house.technician, house.nurse, collectionCovers(bare));
    expect(await codesOf(execute(collectAutologous, by(house.technician), { ...bare, nurse: token }))).toEqual([
      'autologous.device_missing',
      'autologous.more_than_processed',
      'autologous.washed_unsaid',
    ]);
    await execute(collectAutologous, by(house.technician), right);
    expect(await reinfuseFor(city, house, planned.id)).toMatchObject({ state: 'reinfused' });
    expect(await see(planned.id)).toMatchObject({
      device: 'Cell Saver 5+',
      processedMl: 1500,
      isWashed: true,
      bags: [],
    });
  });
});

describe('at once, again, and by strangers', () => {
  it('two give the same bag back at once: one does', async () => {
    const mine = await stored();
    const { bags, patient, version } = await see(mine.id);
    const asked = { patientCode: patient.mrn, bagNos: bags.map(({ bagNo }) => bagNo) };
    const inputs = await Promise.all([1, 2, 3].map(() => reinfuseInput(city, house, { id: mine.id, version }, asked)));
    const outcomes = await Promise.all(
      inputs.map((input) => codesOf(execute(reinfuseAutologous, by(house.technician), input))),
    );
    expect(outcomes.filter(([code]) => code === 'ok')).toHaveLength(1);
    expect(outcomes.filter(([code]) => code === 'changed_meanwhile')).toHaveLength(2);
    expect(
      await city.owner`select 1 from autologous_movements where bag_id = ${bags[0]?.id ?? ''} and kind = 'reinfuse'`,
    ).toHaveLength(1);
  });

  it('one gives back what another throws away at once: one fate', async () => {
    const mine = await stored();
    const { bags, patient, version } = await see(mine.id);
    const give = await reinfuseInput(
      city,
      house,
      { id: mine.id, version },
      {
        patientCode: patient.mrn,
        bagNos: bags.map(({ bagNo }) => bagNo),
      },
    );
    const discard = await discardInput(
      city,
      house,
      { id: mine.id, version },
      bags.map(({ id }) => id),
    );
    const outcomes = await Promise.all([
      codesOf(execute(reinfuseAutologous, by(house.technician), give)),
      codesOf(execute(discardAutologous, by(house.technician), discard)),
    ]);
    expect(outcomes.flat().sort()).toEqual(['changed_meanwhile', 'ok']);
  });

  it('the same request twice is one collection', async () => {
    const planned = await planFor(city, house);
    const input = await collectInput(city, house, planned, 'predeposit');
    const key = randomUUID();
    const first = await execute(collectAutologous, by(house.technician), input, key);
    expect(await execute(collectAutologous, by(house.technician), input, key)).toEqual(first);
    expect((await see(planned.id)).bags).toHaveLength(1);
    const plan = planInputOf(planned.patientId);
    const once = await execute(planAutologous, by(house.technician), plan, `${key}-plan`);
    expect(await execute(planAutologous, by(house.technician), plan, `${key}-plan`)).toEqual(once);
  });

  it('another house finds nothing, and puts nothing on our patients', async () => {
    const mine = await stored();
    const bag = await firstBag(mine.id);
    const seen = { id: mine.id, version: mine.version };
    const them = by(stranger.technician);
    expect(await codesOf(readAutologous(city, stranger.technician, mine.id))).toEqual(['not_found']);
    expect(await runRead(findAutologousBag, them, { code: bag.bagNo })).toBeNull();
    expect((await runRead(findAutologousBag, by(house.nurse), { code: bag.bagNo }))?.transfusionId).toBe(mine.id);
    expect(await runRead(autologousOfPatient, them, { patientId: mine.patientId })).toMatchObject({ bags: 0 });
    expect(await codesOf(execute(planAutologous, them, planInputOf(mine.patientId)))).toEqual([
      'autologous.patient_unknown',
    ]);
    for (const run of [
      () => execute(storeAutologous, them, { ...seen, bagIds: [bag.id], place: fridge }),
      () => execute(cancelAutologous, them, { ...seen, reason }),
      () => execute(voidAutologous, by(stranger.reviewer), { ...seen, reason }),
      () => execute(modifyAutologous, them, { ...seen, reason, fields: { diagnosis: 'x' } }),
      () => execute(printAutologous, them, { id: mine.id, what: 'labels' }),
    ])
      expect(await codesOf(run())).toEqual(['not_found']);
    expect(await codesOf(runRead(listOf(autologousRecord), by(office), {}))).toEqual(['forbidden']);
  });

  it('garbage is refused by its form', async () => {
    const planned = await planFor(city, house);
    const bad = async (change: object) =>
      codesOf(
        execute(collectAutologous, by(house.technician), {
          ...(await collectInput(city, house, planned, 'predeposit')),
          ...change,
        } as never),
      );
    for (const change of [
      { bags: [{ product: 'milk', volumeMl: 400 }] },
      { bags: [{ product: 'whole_blood_cpda1', volumeMl: -1 }] },
      { bags: [{ product: 'whole_blood_cpda1', volumeMl: 1.5 }] },
      { hbBefore: Number.NaN },
      { collectedAt: 'gestern' },
      { version: 0 },
      { id: 'x' },
      { extra: 1 },
    ])
      expect(await bad(change)).not.toEqual(['ok']);
    expect((await see(planned.id)).state).toBe('planned');
    expect(
      await codesOf(
        execute(planAutologous, by(house.technician), {
          ...planInputOf(planned.patientId, 'haemodilution'),
          phase: 'trauma' as const,
        }),
      ),
    ).toEqual(['autologous.phase_of_other']);
  });
});

describe('what is beside it', () => {
  it('a modification says why, and on which version', async () => {
    const planned = await planFor(city, house);
    const change = { id: planned.id, version: 1, reason, fields: { operation: '膝关节置换术', asa: '3' as const } };
    expect(await execute(modifyAutologous, by(house.technician), change)).toMatchObject({ version: 2 });
    expect(await codesOf(execute(modifyAutologous, by(house.technician), change))).toEqual(['changed_meanwhile']);
    expect(await execute(modifyAutologous, by(house.technician), { ...change, version: 2 })).toMatchObject({
      version: 2,
    });
    expect(await see(planned.id)).toMatchObject({ operation: '膝关节置换术', asa: '3', diagnosis: '股骨头坏死' });
  });

  it('a discard of the night is agreed to by telephone and checked in the morning', async () => {
    const mine = await stored();
    const now = await see(mine.id);
    const at = await city.now();
    const body = { id: mine.id, version: now.version, bagIds: now.bags.map(({ id }) => id), reason: '袋破' };
    const hour = Number(
      new Intl.DateTimeFormat('en-GB', { hour: '2-digit', hourCycle: 'h23', timeZone: 'Asia/Shanghai' }).format(at),
    );
    const isNight = hour >= 17 || hour < 8;
    const phone = { ...body, second: { by: 'phone' as const, staffNo: '1002', at } };
    if (!isNight) {
      expect(await codesOf(execute(discardAutologous, by(house.technician), phone))).toEqual([
        'autologous.phone_not_allowed',
      ]);
      await city.wait((20 - hour + 24) % 24);
    }
    const late = { ...phone, second: { ...phone.second, at: await city.now() } };
    expect(await codesOf(execute(discardAutologous, by(house.technician), { ...body }))).toEqual([
      'signature.second_missing',
    ]);
    const unsigned = { ...late, second: { ...late.second, staffNo: '3001' } };
    expect(await codesOf(execute(discardAutologous, by(house.technician), unsigned))).toEqual([
      'signature.not_entitled',
    ]);
    await execute(discardAutologous, by(house.technician), late);
    const [task] = await city.owner<{ id: string }[]>`
      select id from tasks where module = 'autologous-transfusions' and record_id = ${mine.id} and done_at is null`;
    if (!task) throw new Error('a task');
    const covers = recheckCovers({ taskId: task.id, recordId: mine.id });
    await execute(recheckRecord, by(house.reviewer), {
      taskId: task.id,
      note: '',
      signature: await signIn(city, house.reviewer, house.reviewer, covers),
    });
    expect(discardCovers(body)[0]).toContain(mine.id);
  });

  it('a patient with a record is not voided', async () => {
    const patientId = await addPatient(city, house.technician);
    await planFor(city, house, 'predeposit', patientId);
    expect(await codesOf(execute(voidPatient, by(house.technician), { id: patientId, version: 1, reason }))).toEqual([
      'patient.has_blood_records',
    ]);
  });

  it('counts its copies', async () => {
    const mine = await stored();
    const print = (what: 'labels' | 'record') => execute(printAutologous, by(house.technician), { id: mine.id, what });
    expect([(await print('labels')).copy, (await print('labels')).copy, (await print('record')).copy]).toEqual([
      1, 2, 1,
    ]);
  });

  it('is in no figure of the stock, and tells the office volumes and numbers of people alone', async () => {
    for (const table of ['blood_units', 'stock_cells', 'issue_days', 'clinical_issue_lines'])
      expect(await city.owner.unsafe(`select 1 from ${table}`)).toHaveLength(0);
    const today = (await city.now()).getTime();
    const day = (at: number) => new Date(at).toISOString().slice(0, 10);
    const range = { since: day(today - 60 * 86_400_000), until: day(today + 86_400_000) };
    const ours = await runRead(autologousFigures, by(house.technician), range);
    const theirs = await runRead(autologousFigures, by(stranger.technician), range);
    const citys = await runRead(autologousFigures, by(office), range);
    expect(theirs.rows).toEqual([]);
    expect(citys.rows).toEqual(ours.rows);
    const [truth] = await city.owner<{ ml: number; persons: number }[]>`
      select sum(m.volume_ml)::int as ml, count(distinct m.patient_id)::int as persons from autologous_movements m
      join autologous_transfusions t on t.id = m.transfusion_id where m.kind = 'reinfuse' and t.state <> 'void'`;
    const predeposit = ours.rows.filter(({ type }) => type === 'predeposit');
    expect(predeposit.reduce((sum, row) => sum + row.reinfusedMl, 0)).toBe(truth?.ml);
    expect(predeposit.reduce((sum, row) => sum + row.units, 0)).toBe(((truth?.ml ?? 0) * 100) / 200);
    const salvage = ours.rows.find(({ type, reinfusedMl }) => type === 'salvage' && reinfusedMl > 0);
    expect(salvage).toMatchObject({ reinfusedMl: 400, reinfusedPersons: 1, units: 200 });
    expect(Object.keys(citys.rows[0] ?? {}).sort()).toEqual([
      'collectedMl',
      'collectedPersons',
      'discardedBags',
      'month',
      'orgId',
      'reinfusedMl',
      'reinfusedPersons',
      'type',
      'units',
    ]);
  });

  it('the database knows the edges of the domain, and no role moves a bag without a movement', async () => {
    const edges = await city.owner`select kind, from_state as from, to_state as to from autologous_edges order by 1, 2`;
    expect([...edges]).toEqual(
      autologousEdges().sort((a, b) => a.kind.localeCompare(b.kind) || a.from.localeCompare(b.from)),
    );
    const rights = await city.owner`
      select privilege_type from information_schema.role_table_grants
      where table_name in ('autologous_bags', 'autologous_movements') and grantee like 'scope_%' and privilege_type in ('UPDATE', 'DELETE', 'TRUNCATE')`;
    expect([...rights]).toEqual([]);
    await expect(city.owner`delete from autologous_movements`).rejects.toMatchObject({ code: 'XM002' });
  });
});
