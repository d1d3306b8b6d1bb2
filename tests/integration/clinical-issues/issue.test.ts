import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { releaseHoldCovers } from '@/domain/stock/holds';
import { execute } from '@/server/kernel/command';
import { runRead } from '@/server/kernel/read';
import { listCandidates, lookupBag } from '@/server/modules/clinical-issues/candidates';
import { correctIssue } from '@/server/modules/clinical-issues/correct';
import { getIssue } from '@/server/modules/clinical-issues/get';
import { lapseReservations } from '@/server/modules/clinical-issues/lapse';
import { reserveBags } from '@/server/modules/clinical-issues/reserve';
import { unreserveBags } from '@/server/modules/clinical-issues/unreserve';
import { voidIssue } from '@/server/modules/clinical-issues/void';
import { listWaiting } from '@/server/modules/clinical-issues/waiting';
import { expireBags } from '@/server/modules/stock/expire';
import { releaseHold } from '@/server/modules/stock/release-hold';
import { type IssueCity, openIssueCity, refusals } from './issue-city';

let city: IssueCity;
beforeAll(async () => {
  city = await openIssueCity();
});
afterAll(async () => {
  expect(await city.reconcile()).toEqual([]);
  await city.close();
});

describe('an ordinary issue', () => {
  it('takes the bag out, writes lines, signatures, audit and a tally without a patient', async () => {
    const patient = await city.addPatient();
    const [bag = ''] = await city.stockBags(1);
    const issued = await city.register(await city.issueBody(patient, [bag]));

    expect(issued.no).toMatch(/^\d{8}-\d{4}$/);
    expect(await city.stateOf(bag)).toMatchObject({ state: 'issued' });
    const record = await runRead(getIssue, city.as(city.technician), { id: issued.id });
    expect(record).toMatchObject({ state: 'issued', bagCount: 1, issuedBy: '1001 人1001', collectedBy: '3001 人3001' });
    expect(record.lines[0]).toMatchObject({
      verdict: { level: 'IDENTICAL', appearance: 'normal' },
      crossmatch: { testedBy: '1001 人1001', checkedBy: '1002 人1002', isSecondEntry: false },
    });
    expect(record.checks).toHaveLength(9);
    expect(record.signatures.map((signature) => [signature.meaning, signature.method])).toEqual([
      ['issued', 'session'],
      ['collected', 'badge'],
    ]);
    const [told] = await city.owner<{ envelope: Record<string, unknown> }[]>`
      select envelope from outbox where envelope->>'recordId' = ${issued.id}`;
    expect(told?.envelope).toMatchObject({
      action: 'clinical-issues.register',
      tally: { kind: 'issue', bags: 1, group: 'O.positive', component: 'rbc-lr', amount: 200 },
    });
    expect(JSON.stringify(told?.envelope)).not.toContain('李桂芳');
  });

  it('sent twice under one key has one effect and the same answer', async () => {
    const patient = await city.addPatient();
    const [bag = ''] = await city.stockBags(1);
    const body = await city.issueBody(patient, [bag]);
    const key = `key-${bag}`;
    const first = await city.register(body, city.technician, key);
    expect(await city.register(body, city.technician, key)).toEqual(first);
    expect(await refusals(city.register({ ...body, bed: '24 床' }, city.technician, key))).toEqual(['key_reused']);
    const [count] = await city.owner`select count(*)::int as n from clinical_issue_lines where unit_id = ${bag}`;
    expect(count).toEqual({ n: 1 });
  });

  it('names everything that is wrong at once and leaves nothing behind', async () => {
    const patient = await city.addPatient({ abo: 'A' });
    const [wrongGroup = '', right = ''] = [
      ...(await city.stockBags(1, { abo: 'B' })),
      ...(await city.stockBags(1, { abo: 'A' })),
    ];
    const lines = [wrongGroup, right].map((unitId) => ({ unitId, appearance: 'normal' as const }));
    const wrong = { checks: [], lines };
    const bare = await city.issueBody(patient, [wrongGroup, right], wrong, { collector: city.courier });
    const codes = await refusals(city.register(bare));
    expect(codes).toContain('issue.incompatible');
    expect(codes.filter((code) => code === 'crossmatch.missing')).toHaveLength(2);
    expect(codes.filter((code) => code === 'check.missing')).toHaveLength(9);
    expect(codes).toContain('signature.collector_not_medical');
    expect(await city.stateOf(right)).toMatchObject({ state: 'available' });
    const left = await city.owner`select 1 from clinical_issues where patient_id = ${patient}`;
    expect(left).toHaveLength(0);
  });

  it('is refused when one more bag was scanned after the signatures', async () => {
    const patient = await city.addPatient();
    const bags = await city.stockBags(2);
    const body = await city.issueBody(patient, bags.slice(0, 1));
    const [line] = body.lines;
    const more = { ...body, lines: [...body.lines, { ...line, unitId: bags[1] ?? '' } as (typeof body.lines)[number]] };
    expect(await refusals(city.register(more))).toEqual([
      'signature.covers_other_content',
      'signature.covers_other_content',
    ]);
  });

  it('is refused when the crossmatch, the duty or the screen was changed after the signatures', async () => {
    const patient = await city.addPatient();
    const [bag = ''] = await city.stockBags(1);
    const body = await city.issueBody(patient, [bag]);
    const [line] = body.lines;
    const other = {
      unitId: bag,
      appearance: 'normal' as const,
      crossmatch: await city.crossmatch({ specimenNo: 'S2' }),
    };
    const screen = { result: 'negative' as const, screenedAt: await city.now(), screenedBy: '1001' };
    for (const changed of [{ lines: [other] }, { antibodyScreen: screen }])
      expect(await refusals(city.register({ ...body, ...changed }))).toEqual([
        'signature.covers_other_content',
        'signature.covers_other_content',
      ]);
    expect(await refusals(city.register({ ...body, dutyMode: 'single' }))).toContain('signature.covers_other_content');
    expect(line && (await refusals(city.register(body)))).toEqual([]);
  });

  it("refuses another hospital's bag as unknown, and another hospital's patient as not found", async () => {
    const patient = await city.addPatient();
    const [theirs = ''] = await city.stockBags(1, {}, city.otherTechnician);
    expect(await refusals(city.register(await city.issueBody(patient, [theirs])))).toEqual(['unit.unknown']);
    const stranger = await city.addPatient({}, city.otherTechnician);
    const [mine = ''] = await city.stockBags(1);
    expect(await refusals(city.register(await city.issueBody(stranger, [mine])))).toEqual(['not_found']);
    expect(await city.stateOf(theirs)).toMatchObject({ state: 'available' });
  });

  it('refuses a bag from its last minute on, swept or not', async () => {
    const patient = await city.addPatient();
    const at = await city.now();
    const [bag = ''] = await city.stockBags(1, { expiresAt: new Date(at.getTime() + 3_600_000) });
    await city.wait(1.1);
    expect(await refusals(city.register(await city.issueBody(patient, [bag])))).toEqual(['unit.expired']);
    await expireBags(city.runtime);
    expect(await city.stateOf(bag)).toMatchObject({ state: 'quarantined', holdReason: 'expired' });
    expect(await refusals(city.register(await city.issueBody(patient, [bag])))).toEqual(['unit.expired']);
  });

  it('washed red cells are washed: a patient who asks for them gets them, and no others', async () => {
    const patient = await city.addPatient({ requirements: ['washed'] });
    const [washed = ''] = await city.stockBags(1, { component: 'rbc-washed' });
    const [thawed = ''] = await city.stockBags(1, { component: 'rbc-deglycerolised' });
    const [plain = ''] = await city.stockBags(1);
    expect(await refusals(city.register(await city.issueBody(patient, [plain])))).toEqual(['issue.incompatible']);
    expect(await refusals(city.register(await city.issueBody(patient, [washed, thawed])))).toEqual([]);
  });

  it('a full-width or lower-case anti-D in an old entry is anti-D', async () => {
    const [bag = ''] = await city.stockBags(1);
    for (const antibody of ['抗-Ｄ', 'anti-d', '抗-D抗体', 'RhD']) {
      const patient = await city.addPatient({ antibodies: [antibody] });
      expect(await refusals(city.register(await city.issueBody(patient, [bag])))).toEqual(['issue.incompatible']);
    }
  });

  it('needs the transfusion doctor for platelets of another group, by own signature or by phone', async () => {
    const patient = await city.addPatient({ abo: 'A' });
    const [bag = '', second = ''] = await city.stockBags(2, { component: 'plt-apheresis', abo: 'AB', amount: 100 });
    const plain = await city.issueBody(patient, [bag]);
    expect(await refusals(city.register(plain))).toEqual(['override.needed']);

    const reason = '无同型血小板';
    const covers = { module: 'clinical-issues', meaning: 'override', patientId: patient, bags: [bag], reason };
    const token = await city.sign(city.technician, city.reviewer, covers);
    const own = await city.sign(city.technician, city.technician, covers);
    expect(await refusals(city.register({ ...plain, approval: { reason, reviewer: { token: own } } }))).toEqual([
      'override.signer_is_issuer',
    ]);
    const issued = await city.register({ ...plain, approval: { reason, reviewer: { token } } });
    const record = await runRead(getIssue, city.as(city.technician), { id: issued.id });
    expect(record.lines[0]?.override).toMatchObject({
      reason,
      signers: [{ part: 'reviewer', name: '人1002', by: 'token' }],
    });
    expect(record.signatures.map((signature) => signature.meaning)).toContain('override_reviewer');

    const body = await city.issueBody(patient, [second]);
    const phone = { staffNo: '1002', at: new Date((await city.now()).getTime() - 60_000) };
    const byPhone = await city.register({ ...body, approval: { reason, reviewer: { phone } } });
    const told = await runRead(getIssue, city.as(city.technician), { id: byPhone.id });
    expect(told.signatures.map((signature) => signature.method)).toContain('phone');
  });

  it('by one person on duty asks the blind second entry and falls into the morning list', async () => {
    await city.owner`update organisations set settings = '{"singleDutyFrom": "00:00", "singleDutyUntil": "23:59"}' where id = 'H01'`;
    const patient = await city.addPatient();
    const [bag = ''] = await city.stockBags(1);
    const [unit] = await city.owner<{ donation_no: string }[]>`select donation_no from blood_units where id = ${bag}`;
    const { checkedBy: _, ...alone } = await city.crossmatch();
    const second = {
      major: 'compatible' as const,
      minor: 'compatible' as const,
      specimenNo: 'S100234',
      donationNo: unit?.donation_no ?? '',
    };
    const bodyWith = async (crossmatch: object) =>
      city.issueBody(patient, [bag], {
        dutyMode: 'single',
        lines: [{ unitId: bag, appearance: 'normal', crossmatch: { ...alone, ...crossmatch } }],
      });
    expect(await refusals(city.register(await bodyWith({})))).toEqual(['crossmatch.second_entry_missing']);
    const differs = { second: { ...second, major: 'incompatible', donationNo: 'X' } };
    expect(await refusals(city.register(await bodyWith(differs)))).toEqual([
      'crossmatch.second_entry_differs',
      'crossmatch.second_bag_differs',
    ]);
    const issued = await city.register(await bodyWith({ second }));
    const { tasks } = await runRead(listWaiting, city.as(city.technician), {});
    expect(tasks.filter((task) => task.issueId === issued.id).map((task) => task.kind)).toEqual(['single_duty_review']);
    await city.owner`update organisations set settings = '{}' where id = 'H01'`;
  });
});

describe('what was issued by mistake', () => {
  it('is corrected with a reason, the previous values kept and another editor told', async () => {
    const patient = await city.addPatient();
    const issued = await city.register(await city.issueBody(patient, await city.stockBags(1)));
    const input = { id: issued.id, version: 1, reason: '床号写错', fields: { bed: '24 床', ward: '7 病区' } };
    const corrected = await execute(correctIssue, city.as(city.technician), input);
    expect(corrected.version).toBe(2);
    const record = await runRead(getIssue, city.as(city.technician), { id: issued.id });
    expect(record).toMatchObject({
      state: 'corrected',
      bed: '24 床',
      corrects: [{ reason: '床号写错', before: { bed: '23 床' }, after: { bed: '24 床' } }],
    });
    expect(await refusals(execute(correctIssue, city.as(city.technician), input))).toEqual(['changed_meanwhile']);
  });

  it('is voided by a reviewer: the bag comes back on hold, and once released it can be issued again', async () => {
    const patient = await city.addPatient();
    const [bag = ''] = await city.stockBags(1);
    const issued = await city.register(await city.issueBody(patient, [bag]));
    const input = { id: issued.id, version: 1, reason: '选错患者' };
    expect(await refusals(execute(voidIssue, city.as(city.technician), input))).toEqual(['forbidden']);
    await execute(voidIssue, city.as(city.reviewer), input);
    expect(await city.stateOf(bag)).toMatchObject({ state: 'quarantined', holdReason: 'issue_voided' });
    expect(await refusals(city.register(await city.issueBody(patient, [bag])))).toEqual(['unit.on_hold']);
    expect(await refusals(execute(voidIssue, city.as(city.reviewer), { ...input, version: 2 }))).toEqual([
      'issue.already_void',
    ]);
    const bags = [{ unitId: bag, custody: { minutesOut: 12, place: '取血窗口，未离开本科' } }];
    const reason = '未离开储血室';
    const token = await city.sign(city.reviewer, city.technician, releaseHoldCovers({ bags, reason }));
    await execute(releaseHold, city.as(city.reviewer), { bags, reason, second: { by: 'token', token } });
    await city.register(await city.issueBody(patient, [bag]));
    expect(await city.stateOf(bag)).toMatchObject({ state: 'issued' });
  });
});

describe('bags kept for a patient', () => {
  it('are issued to that patient alone, with the crossmatch they were kept by', async () => {
    const [mine, other] = [await city.addPatient(), await city.addPatient()];
    const [bag = ''] = await city.stockBags(1);
    await execute(reserveBags, city.as(city.technician), {
      patientId: mine,
      requestNo: 'HIS1',
      lines: [{ unitId: bag, crossmatch: await city.crossmatch() }],
    });
    expect(await city.stateOf(bag)).toMatchObject({ state: 'reserved' });

    const refused = await city.register(await city.issueBody(other, [bag])).catch((error: unknown) => error);
    expect(refused).toMatchObject({ violations: [{ code: 'issue.reserved_for_another' }] });
    expect(JSON.stringify(refused)).not.toContain(mine);

    const lines = [{ unitId: bag, appearance: 'normal' as const }];
    await city.register(await city.issueBody(mine, [bag], { lines }));
    const [reservation] = await city.owner`select end_reason from reservations where unit_id = ${bag}`;
    expect(reservation).toEqual({ end_reason: 'issued' });
  });

  it('are refused twice, without a crossmatch, and by an incompatible one', async () => {
    const patient = await city.addPatient();
    const [bag = ''] = await city.stockBags(1);
    const input = (crossmatch?: Awaited<ReturnType<typeof city.crossmatch>>) => ({
      patientId: patient,
      requestNo: 'HIS1',
      lines: [crossmatch ? { unitId: bag, crossmatch } : { unitId: bag }],
    });
    const reserve = (body: ReturnType<typeof input>) => execute(reserveBags, city.as(city.technician), body);
    expect(await refusals(reserve(input()))).toEqual(['crossmatch.missing']);
    expect(await refusals(reserve(input(await city.crossmatch({ major: 'incompatible' }))))).toEqual([
      'crossmatch.incompatible',
    ]);
    await reserve(input(await city.crossmatch()));
    expect(await refusals(reserve(input(await city.crossmatch())))).toEqual(['issue.already_reserved']);
    await execute(unreserveBags, city.as(city.technician), { unitIds: [bag], reason: '手术取消' });
    expect(await city.stateOf(bag)).toMatchObject({ state: 'available' });
  });

  it('come back to the shelf when the clock has run out, and not before', async () => {
    const patient = await city.addPatient();
    const [bag = ''] = await city.stockBags(1);
    await execute(reserveBags, city.as(city.technician), {
      patientId: patient,
      requestNo: 'HIS1',
      lines: [{ unitId: bag, crossmatch: await city.crossmatch() }],
      releaseHours: 6,
    });
    await city.wait(5.9);
    expect(await lapseReservations(city.runtime)).toBe(0);
    await city.wait(0.2);
    expect(await lapseReservations(city.runtime)).toBe(1);
    expect(await city.stateOf(bag)).toMatchObject({ state: 'available' });
    expect(await lapseReservations(city.runtime)).toBe(0);
  });
});

describe('the proposal', () => {
  it('offers first the own reservation, then identical bags by expiry, and keeps what is blocked with its reason', async () => {
    const patient = await city.addPatient({ abo: 'B' });
    const at = await city.now();
    const component = 'rbc-suspended';
    const inHours = (hours: number) => ({
      component,
      abo: 'B' as const,
      expiresAt: new Date(at.getTime() + hours * 3_600_000),
    });
    const [late = ''] = await city.stockBags(1, inHours(500));
    const [soon = ''] = await city.stockBags(1, inHours(30));
    const [kept = ''] = await city.stockBags(1, inHours(400));
    const [groupO = ''] = await city.stockBags(1, { ...inHours(20), abo: 'O' });
    const [groupA = ''] = await city.stockBags(1, { ...inHours(20), abo: 'A' });
    await execute(reserveBags, city.as(city.technician), {
      patientId: patient,
      requestNo: 'HIS1',
      lines: [{ unitId: kept, crossmatch: await city.crossmatch() }],
    });
    const asked = { patientId: patient, component };
    const { usable, blocked } = await runRead(listCandidates, city.as(city.technician), asked);
    const order = usable.map((bag) => bag.unitId);
    expect(order.slice(0, 3)).toEqual([kept, soon, late]);
    expect(order.indexOf(groupO)).toBeGreaterThan(2);
    expect(blocked.find((bag) => bag.unitId === groupA)?.blockedBy).toMatchObject({
      code: 'issue.incompatible',
      facts: { recipientAbo: 'B', unitAbo: 'A', reason: 'abo_incompatible' },
    });
  });

  it('answers a scan with the bag and its verdict, and knows nothing of another hospital', async () => {
    const patient = await city.addPatient({ abo: 'A' });
    const [theirs = ''] = await city.stockBags(1, {}, city.otherTechnician);
    const [mine = ''] = await city.stockBags(1, { abo: 'A' });
    const numbers = await city.owner<{ id: string; donation_no: string }[]>`
      select id, donation_no from blood_units where id = any(${[theirs, mine]})`;
    const scan = (id: string) =>
      runRead(lookupBag, city.as(city.technician), {
        patientId: patient,
        donationNo: numbers.find((unit) => unit.id === id)?.donation_no ?? '',
      });
    expect((await scan(mine)).bags).toMatchObject([{ unitId: mine, verdict: { level: 'IDENTICAL' }, blockedBy: null }]);
    expect((await scan(theirs)).bags).toEqual([]);
  });
});
