import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { UserActor } from '@/server/kernel/actor';
import { runRead } from '@/server/kernel/read';
import { listAudit } from '@/server/modules/audit/list';
import { openCity, type TrialCity } from '../../support/city';
import { addPatient, addPlace, type House, openHouse } from '../../support/city-work';

let city: TrialCity;
let house: House;
let admin: UserActor;
let auditor: UserActor;
let stranger: UserActor;

beforeAll(async () => {
  city = await openCity();
  house = await openHouse(city, 'H01');
  admin = (await city.enter('H01', '9001', ['hospital_admin'])).actor;
  auditor = (await city.enter('H01', '8001', ['auditor'])).actor;
  stranger = (await city.enter('H02', '8001', ['auditor'])).actor;
});
afterAll(() => city?.close());

const read = (input: object = {}, by: UserActor = auditor) => runRead(listAudit, city.as(by), input as never);

describe('the audit trail as a list', () => {
  it('is read from the newest to the oldest, page by page, without a gap', async () => {
    for (const code of ['A1', 'A2', 'A3']) await addPlace(city, house, code);
    const seqs: number[] = [];
    let cursor: number | null = null;
    do {
      const page: Awaited<ReturnType<typeof read>> = await read({ limit: 3, ...(cursor ? { cursor } : {}) });
      seqs.push(...page.rows.map(({ seq }) => seq));
      cursor = page.next;
    } while (cursor);
    expect(seqs).toEqual(Array.from({ length: seqs.length }, (_, index) => seqs.length - index));
    expect(seqs.length).toBeGreaterThan(6);
  });

  it('is found by person, by module, by record and by day', async () => {
    const place = await addPlace(city, house, 'B1');
    const [row] = (await read({ recordId: place.id })).rows;
    expect(row).toMatchObject({
      module: 'storage-places',
      action: 'storage-places.register',
      who: { kind: 'user', staffNo: house.reviewer.staffNo, name: house.reviewer.name },
      isOpen: true,
      after: { code: 'B1' },
    });
    expect((await read({ who: house.reviewer.staffNo, module: 'storage-places' })).rows.length).toBeGreaterThan(0);
    expect((await read({ who: '没有这个人' })).rows).toEqual([]);
    expect((await read({ module: 'shipments' })).rows).toEqual([]);
    await city.wait(24 * 8);
    expect((await read({ module: 'storage-places' })).rows).toEqual([]);
    const since = new Date((await city.now()).getTime() - 30 * 86_400_000).toISOString();
    expect((await read({ module: 'storage-places', at: `${since}..` })).rows.length).toBeGreaterThan(0);
    // An end alone is no end of the last seven days.
    const until = new Date((await city.now()).getTime() - 7.5 * 86_400_000).toISOString();
    expect((await read({ module: 'storage-places', at: `..${until}` })).rows.length).toBeGreaterThan(0);
    // Whoever names a record wants all of it.
    expect((await read({ recordId: place.id })).rows).toHaveLength(1);
  });

  it('knows whose a line is that nobody has done but the system', async () => {
    const { rows } = await read({ who: auditor.staffNo, module: 'admin', at: '2020-01-01T00:00:00Z..' });
    expect(rows.map(({ action }) => action)).toContain('session.signed_in');
    expect(rows[0]?.about).toBe(`${auditor.staffNo} ${auditor.name}`);
  });

  it('shows nothing of a patient’s entry to whoever may not read patients, and is nobody else’s', async () => {
    await addPatient(city, house.technician, { name: '金丝雀' });
    for (const by of [admin, auditor]) {
      const page = await read({ module: 'patients' }, by);
      expect(page.rows[0]).toMatchObject({ action: 'patients.register', isOpen: false, before: null, after: null });
      expect(JSON.stringify(page)).not.toContain('金丝雀');
    }
    const theirs = await read({ at: '2020-01-01T00:00:00Z..' }, stranger);
    expect(theirs.rows.every(({ module }) => module === 'admin')).toBe(true);
    await expect(runRead(listAudit, city.as(house.technician), {})).rejects.toMatchObject({ code: 'forbidden' });
    await expect(read({ module: 'patients;drop' })).rejects.toMatchObject({ code: 'invalid_input' });
  });
});
