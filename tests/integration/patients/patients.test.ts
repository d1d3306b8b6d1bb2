import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { patientRecord } from '@/domain/patients/record';
import { execute } from '@/server/kernel/command';
import { AppError } from '@/server/kernel/errors';
import { historyOf } from '@/server/kernel/history';
import { listOf } from '@/server/kernel/list';
import { runRead } from '@/server/kernel/read';
import { blindIndex, openSecret, sealSecret } from '@/server/kernel/secret-box';
import { correctPatient } from '@/server/modules/patients/correct';
import { findPatients } from '@/server/modules/patients/find';
import { getPatient } from '@/server/modules/patients/get';
import { registerPatient } from '@/server/modules/patients/register';
import { revealIdentity } from '@/server/modules/patients/reveal-identity';
import { voidPatient } from '@/server/modules/patients/void';
import { makePerson, openTestCity, type TestCity } from '../../support/factories';

let city: TestCity;
const technician = makePerson('H01', 'hospital', ['technician']);
const colleague = makePerson('H01', 'hospital', ['technician'], '1002');
const elsewhere = makePerson('H02', 'hospital', ['technician']);
const nurse = makePerson('H01', 'hospital', ['nurse']);
const official = makePerson('O01', 'blood_office', ['official']);

beforeAll(async () => {
  city = await openTestCity();
});
afterAll(() => city.close());

let serial = 0;
const entry = (change: Record<string, unknown> = {}) => {
  serial += 1;
  return {
    mrn: `ZY${String(serial).padStart(6, '0')}`,
    name: '李桂芳',
    sex: 'female' as const,
    birthDate: '1949-12-31',
    identityNumber: '11010519491231002x',
    abo: 'A' as const,
    rhd: 'positive' as const,
    groupDeterminations: 2,
    antibodies: ['抗-E'],
    requirements: ['irradiated' as const],
    isUnidentified: false,
    ...change,
  };
};

async function failureOf(work: Promise<unknown>): Promise<AppError> {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof AppError) return error;
  throw new Error(`expected a refusal, got ${String(error)}`);
}

describe('the register of patients', () => {
  it('takes an entry and shows its identity number masked, in reads, history and list', async () => {
    const patient = await execute(registerPatient, city.as(technician), entry());
    expect(patient).toMatchObject({ identityNumber: '110***********002X', group: 'A.positive', version: 1 });
    const history = await runRead(historyOf(patientRecord), city.as(technician), { id: patient.id });
    const list = await runRead(listOf(patientRecord), city.as(technician), {});
    expect(JSON.stringify([history, list])).not.toContain('11010519491231002X');
    expect(JSON.stringify([history, list])).not.toContain('identityCipher');
    const [row] = await city.owner<{ cipher: Buffer }[]>`
      select identity_cipher as cipher from patients where id = ${patient.id}`;
    expect(row?.cipher.toString('latin1')).not.toContain('11010519491231002X');
  });

  it('keeps a record number once per hospital, names the entry that has it, and leaves it free elsewhere', async () => {
    const mine = entry({ mrn: 'ｚｙ 900001' });
    const { id, mrn } = await execute(registerPatient, city.as(technician), mine);
    expect(mrn).toBe('ZY900001');
    const failure = await failureOf(execute(registerPatient, city.as(colleague), entry({ mrn: 'zy900001' })));
    expect(failure.violations).toMatchObject([{ code: 'patient.mrn_taken', path: 'mrn', facts: { recordId: id } }]);
    await execute(registerPatient, city.as(elsewhere), entry({ mrn: 'ZY900001' }));
    const other = await execute(registerPatient, city.as(technician), entry());
    const taken = await failureOf(execute(correctPatient, city.as(technician), correction(other, { mrn: 'ZY900001' })));
    expect(taken.violations).toMatchObject([{ code: 'patient.mrn_taken', facts: { recordId: id } }]);
  });

  it('registered by two people at once is one entry and one refusal', async () => {
    const same = entry();
    const results = await Promise.allSettled(
      [technician, colleague].map((person) => execute(registerPatient, city.as(person), same)),
    );
    expect(results.map((result) => result.status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('keeps rare characters and finds by name, pinyin, initials, record number and identity number', async () => {
    const rare = await execute(
      registerPatient,
      city.as(technician),
      entry({ name: '单𬱖㛃', identityNumber: '440524188001010014', sex: 'male', birthDate: '1880-01-01' }),
    );
    expect(rare.name).toBe('单𬱖㛃');
    const found = async (text: string) =>
      (await runRead(findPatients, city.as(nurse), { text })).map((patient) => patient.id);
    for (const text of ['𬱖', 'shan', rare.mrn, rare.mrn.toLowerCase(), '440524188001010014'])
      expect(await found(text)).toContain(rare.id);
    expect(await found('liguifang')).not.toContain(rare.id);
    expect((await found('lgf')).length).toBeGreaterThan(0);
    const ofOthers = await runRead(findPatients, city.as(elsewhere), { text: rare.mrn });
    expect(ofOthers).toEqual([]);
  });

  it('refuses a wrong identity number on its field, with the rule', async () => {
    const failure = await failureOf(
      execute(registerPatient, city.as(technician), entry({ identityNumber: '110105194912310021' })),
    );
    expect(failure.code).toBe('invalid_input');
    expect(failure.violations).toMatchObject([{ code: 'patient.identity_check', path: 'identityNumber' }]);
  });

  it('keeps antibodies in one spelling, refuses a word that names none, and takes a rare one as such', async () => {
    const antibodies = ['anti-d', '抗－Ｅ、抗c', '其它：冷抗体'];
    const patient = await execute(registerPatient, city.as(technician), entry({ antibodies }));
    expect(patient.antibodies).toEqual(['抗-D', '抗-E', '抗-c', '其他:冷抗体']);
    const failure = await failureOf(
      execute(registerPatient, city.as(technician), entry({ antibodies: ['抗-E', '冷抗体'] })),
    );
    expect(failure.violations).toEqual([
      { code: 'patient.antibody_unknown', path: 'antibodies', facts: { word: '冷抗体' } },
    ]);
  });

  it('is closed to other hospitals and to the city', async () => {
    const { id } = await execute(registerPatient, city.as(technician), entry());
    expect((await failureOf(runRead(getPatient, city.as(elsewhere), { id }))).code).toBe('not_found');
    expect((await failureOf(runRead(getPatient, city.as(official), { id }))).code).toBe('forbidden');
    expect(await runRead(historyOf(patientRecord), city.as(elsewhere), { id })).toEqual([]);
  });
});

function correction(patient: { id: string; version: number }, change: Record<string, unknown> = {}) {
  const { identityNumber: _, ...rest } = entry();
  return { ...rest, id: patient.id, version: patient.version, reason: '按身份证更正', ...change };
}

describe('a correction', () => {
  it('keeps both values and the reason in the history, and leaves the identity number alone', async () => {
    const patient = await execute(registerPatient, city.as(technician), entry());
    const saved = await execute(
      correctPatient,
      city.as(colleague),
      correction(patient, { name: '李桂芬', mrn: patient.mrn }),
    );
    expect(saved).toMatchObject({ version: 2, name: '李桂芬', identityNumber: '110***********002X' });
    const [last] = await runRead(historyOf(patientRecord), city.as(technician), { id: patient.id });
    expect(last).toMatchObject({
      reason: '按身份证更正',
      before: { name: '李桂芳' },
      after: { name: '李桂芬' },
      actor: { name: colleague.name },
    });
  });

  it('by two people on one version: the second gets what stands now, masked, and can save on it', async () => {
    const patient = await execute(registerPatient, city.as(technician), entry());
    await execute(correctPatient, city.as(technician), correction(patient, { name: '王一' }));
    const failure = await failureOf(execute(correctPatient, city.as(colleague), correction(patient, { name: '王二' })));
    expect(failure.code).toBe('conflict');
    expect(failure.theirs).toMatchObject({ name: '王一', version: 2, identityNumber: '110***********002X' });
    expect(failure.theirs).not.toHaveProperty('identityCipher');
    const saved = await execute(
      correctPatient,
      city.as(colleague),
      correction({ ...patient, version: 2 }, { name: '王二' }),
    );
    expect(saved.version).toBe(3);
  });

  it('at the same instant is one save and one conflict', async () => {
    const patient = await execute(registerPatient, city.as(technician), entry());
    const results = await Promise.allSettled(
      [technician, colleague].map((person) => execute(correctPatient, city.as(person), correction(patient))),
    );
    expect(results.map((result) => result.status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('of a voided entry is refused', async () => {
    const patient = await execute(registerPatient, city.as(technician), entry());
    await execute(voidPatient, city.as(technician), { id: patient.id, version: 1, reason: '重复建档' });
    const failure = await failureOf(
      execute(correctPatient, city.as(technician), correction({ ...patient, version: 2 })),
    );
    expect(failure.violations).toMatchObject([{ code: 'patient.not_active' }]);
  });
});

describe('the identity number', () => {
  it('is shown whole only to the blood bank, with a reason, and the look is in the history', async () => {
    const { id } = await execute(registerPatient, city.as(technician), entry());
    const shown = await execute(revealIdentity, city.as(technician), { id, reason: '核对医保' });
    expect(shown.identityNumber).toBe('11010519491231002X');
    expect((await failureOf(execute(revealIdentity, city.as(nurse), { id, reason: '看看' }))).code).toBe('forbidden');
    const [last] = await runRead(historyOf(patientRecord), city.as(technician), { id });
    expect(last).toMatchObject({ action: 'patients.reveal-identity', reason: '核对医保' });
  });

  it('sealed for one row opens nowhere else, and a changed box not at all', () => {
    const box = sealSecret('11010519491231002X', 'H01|a', 'secret');
    expect(openSecret(box, 'H01|a', 'secret')).toBe('11010519491231002X');
    expect(() => openSecret(box, 'H01|b', 'secret')).toThrow(RangeError);
    expect(() => openSecret(box, 'H01|a', 'other')).toThrow(RangeError);
    box[box.length - 1] = (box[box.length - 1] ?? 0) ^ 1;
    expect(() => openSecret(box, 'H01|a', 'secret')).toThrow(RangeError);
    expect(blindIndex('x', 'H01', 'secret')).not.toEqual(blindIndex('x', 'H02', 'secret'));
  });
});
