import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formatDateTime } from '@/i18n/format';
import { openCity, type Person, type TrialCity } from '../../support/city';
import { nextIdentityNo, reviewInput } from '../../support/reviews';

let city: TrialCity;
let technician: Person;
let office: Person;
let clerk: Person;
let station: Person;

beforeAll(async () => {
  city = await openCity();
  technician = await city.enter('H01', '1001', ['technician']);
  office = await city.enter('O01', '1001', ['office_reviewer']);
  clerk = await city.enter('O01', '1002', ['office_clerk']);
  station = await city.enter('S01', '1001', ['station_clerk']);
});
afterAll(() => city.close());

const heads = '证件类型,证件号码,献血日期,献血量,献血证编号\n';

async function preview(who: Person, lines: readonly string[]) {
  const response = await fetch(`${city.url}/api/import/certificate-reviews`, {
    method: 'POST',
    headers: {
      cookie: who.cookie,
      'x-xuemai': '1',
      'content-type': 'application/octet-stream',
      'x-file-name': encodeURIComponent('献血记录.csv'),
    },
    body: heads + lines.join('\n'),
  });
  const text = await response.text();
  return {
    status: response.status,
    text,
    body: JSON.parse(text) as { importId: string; digest: string; badLines: number },
  };
}
const apply = (who: Person, { importId, digest }: { importId: string; digest: string }, key?: string) =>
  city.call(
    who.cookie,
    'certificateReviews.applyDonations',
    { importId, digest },
    { kind: 'command', ...(key ? { key } : {}) },
  );
async function bringIn(who: Person, lines: readonly string[]) {
  const { body } = await preview(who, lines);
  const answer = await apply(who, body);
  return answer.code === 'ok' ? answer.data : answer.violations.map(({ code }) => code);
}
const register = async (change: Record<string, unknown>) => {
  const answer = await city.call(technician.cookie, 'certificateReviews.register', reviewInput(change), {
    kind: 'command',
  });
  expect([answer.code, answer.violations]).toEqual(['ok', []]);
  return answer.data as { id: string; version: number; state: string };
};
const get = async (id: string, who = technician) =>
  (await city.call(who.cookie, 'certificateReviews.get', { id })).data as Record<string, unknown> & { dueAt: Date };

describe('a file of donations', () => {
  it('is shown with the numbers masked, kept sealed until it is applied, and leaves none behind', async () => {
    const identityNo = nextIdentityNo();
    const wrong = `${identityNo.slice(0, 17)}${identityNo.endsWith('5') ? '6' : '5'}`;
    const { status, text, body } = await preview(station, [
      `居民身份证,${identityNo},2026-03-01,400,310012`,
      `居民身份证,${wrong},2026-03-02,400,`,
    ]);
    expect([status, body.badLines]).toEqual([200, 1]);
    const kept = await city.owner`select preview::text as text from imports where id = ${body.importId}`;
    for (const said of [text, String(kept[0]?.text)]) {
      expect(said).not.toContain(identityNo);
      expect(said).not.toContain(wrong);
    }
    expect((await apply(station, body)).violations.map(({ code }) => code)).toEqual(['import.has_bad_lines']);
    const good = (await preview(station, [`,${identityNo},2026-03-01,400,310012`])).body;
    expect((await apply(clerk, good)).code).toBe('not_found');
    expect((await apply(station, good, 'a key of the test')).data).toEqual({
      registered: 1,
      modified: 0,
      unchanged: 0,
    });
    expect((await apply(station, good, 'a key of the test')).data).toEqual({
      registered: 1,
      modified: 0,
      unchanged: 0,
    });
    expect((await apply(station, good)).violations.map(({ code }) => code)).toEqual(['import.already_applied']);
    const everything = await city.owner`
      select (select string_agg(d::text, ' ') from donations d) as donations, (select string_agg(i.preview::text, ' ') from imports i) as imports,
        (select string_agg(a.payload, ' ') from audit_log a) as audit`;
    expect(JSON.stringify(everything)).not.toContain(identityNo);
  });

  it('corrects what its house brought in, leaves what another did, and is refused when it says nothing new', async () => {
    const identityNo = nextIdentityNo();
    const line = (volume: number) => [`,${identityNo},2026-04-01,${volume},`];
    expect(await bringIn(station, line(200))).toEqual({ registered: 1, modified: 0, unchanged: 0 });
    expect(await bringIn(station, line(200))).toEqual(['review.file_says_nothing']);
    expect(await bringIn(station, line(400))).toEqual({ registered: 0, modified: 1, unchanged: 0 });
    expect(await bringIn(clerk, [...line(300), `,${identityNo},2025-04-01,200,`])).toEqual({
      registered: 1,
      modified: 0,
      unchanged: 1,
    });
    const rows = await city.owner`select volume_ml from donations where donated_on = '2026-04-01'`;
    expect(rows.map((row) => row.volume_ml)).toEqual([400]);
  });

  it('brought in by two houses at once is there once', async () => {
    const lines = Array.from({ length: 40 }, () => `,${nextIdentityNo('19800101')},2026-05-01,200,`);
    const [one, two] = [(await preview(station, lines)).body, (await preview(clerk, [...lines].reverse())).body];
    const answers = await Promise.all([apply(station, one), apply(clerk, two)]);
    const made = answers.map(({ data }) => (data as { registered: number } | null)?.registered ?? 0);
    expect(made.reduce((sum, count) => sum + count, 0)).toBe(40);
    expect(await city.owner`select 1 from donations where donated_on = '2026-05-01'`).toHaveLength(40);
  });

  it('names a donation to come and one that stands twice, on their lines', async () => {
    const identityNo = nextIdentityNo();
    const { text } = await preview(station, [
      `,${identityNo},2099-01-01,200,`,
      `,${identityNo},2026-01-01,200,`,
      `,${identityNo},2026-01-01,200,`,
    ]);
    expect(text).toContain('review.donation_in_future');
    expect(text).toContain('"line":4');
  });

  it('is nobody’s to bring in but the station’s and the office’s, by the table too', async () => {
    expect((await preview(technician, [])).status).toBe(403);
    const insert = city.runtime.sql.begin(async (tx) => {
      await tx`select set_config('app.org', 'H01', true), set_config('role', 'scope_org', true)`;
      await tx`insert into donations (org_id, donor_index, donated_on, volume_ml, import_id) values ('H01', 'x', '2026-01-01', 400, gen_random_uuid())`;
    });
    await expect(insert).rejects.toMatchObject({ code: '42501' });
  });
});

describe('what the register knows', () => {
  it('of the patient’s own donation approves the case at once, with what it is worth and by which article', async () => {
    const identityNo = nextIdentityNo();
    await bringIn(station, [`,${identityNo},2026-03-01,400,310099`, `,${identityNo},2015-03-01,200,`]);
    const own = { caseType: '1', relation: 'self', identityNo, donorName: '', donorIdentityNo: '' };
    const { id, state } = await register({ ...own, certificateNo: '310099' });
    expect(state).toBe('auto_approved');
    expect(await get(id, office)).toMatchObject({
      automaticRule: 'own_donation',
      // Five times what was given within five years, once what was given before.
      entitledMl: 2200,
      article: 'sh2021_own',
      areVolumesSourced: false,
      dueAt: null,
      donations: [
        { donatedOn: '2026-03-01', volumeMl: 400, isNamed: true },
        { donatedOn: '2015-03-01', volumeMl: 200, isNamed: false },
      ],
    });
  });

  it('does not approve by itself what names another certificate, what is a relative’s, or nothing', async () => {
    const donor = nextIdentityNo('19900505');
    await bringIn(station, [`,${donor},2026-03-01,400,310001`]);
    const other = await register({ caseType: '1', relation: 'self', identityNo: donor, certificateNo: '999' });
    expect(other.state).toBe('submitted');
    const relative = await register({ donorIdentityNo: donor, certificateNo: '310001' });
    expect(relative.state).toBe('submitted');
    expect(await get(relative.id)).toMatchObject({ proposal: { volumeMl: 400, article: 'sh2021_family' } });
    const unknown = await register({ caseType: '1', relation: 'self' });
    expect(await get(unknown.id)).toMatchObject({ state: 'submitted', donations: [], proposal: { volumeMl: null } });
  });

  it('is asked again by the office, for it grows', async () => {
    const donorIdentityNo = nextIdentityNo('19900505');
    const { id, version } = await register({ donorIdentityNo });
    const lookUp = (seen: number, who = office) =>
      city.call(who.cookie, 'certificateReviews.lookUp', { id, version: seen }, { kind: 'command' });
    expect((await lookUp(version)).data).toMatchObject({ version });
    await bringIn(clerk, [`,${donorIdentityNo},2026-03-01,200,`]);
    expect((await lookUp(version, clerk)).code).toBe('forbidden');
    expect((await lookUp(version)).data).toMatchObject({ version: version + 1 });
    expect(await get(id)).toMatchObject({ proposal: { volumeMl: 200 } });
    const answer = await city.call(
      office.cookie,
      'certificateReviews.approve',
      { id, version: version + 1, entitledMl: null, remark: '' },
      { kind: 'command' },
    );
    expect(answer.code).toBe('ok');
    expect(await get(id)).toMatchObject({ entitledMl: 200 });
  });

  it('of the older law frees whoever was sixty by his own card, and of no fee', async () => {
    const { id, state } = await register({
      caseType: '3',
      relation: null,
      usedOn: '2021-11-30',
      identityNo: nextIdentityNo('19611130'),
      isSupplementary: true,
    });
    expect(state).toBe('auto_approved');
    expect(await get(id)).toMatchObject({
      profile: 'SH-1998',
      automaticRule: 'aged',
      entitledMl: 0,
      article: 'sh1998_29',
      isSupplementLate: true,
    });
    const young = await city.call(
      technician.cookie,
      'certificateReviews.register',
      reviewInput({ caseType: '3', relation: null, usedOn: '2021-11-30', identityNo: nextIdentityNo('19611201') }),
      { kind: 'command' },
    );
    expect(young.violations).toMatchObject([{ code: 'review.too_young', path: 'caseType', facts: { age: 59 } }]);
  });
});

describe('the clock of two working days', () => {
  it('runs over the days that the calendar of the year has', async () => {
    const rows =
      await city.owner`select kind, count(*)::int as n from calendar_days where day between '2026-01-01' and '2026-12-31' group by 1 order by 1`;
    expect(rows.map(({ kind, n }) => [kind, n > 5])).toEqual([
      ['holiday', true],
      ['workday', true],
    ]);
    const dueOf = async (at: string) => {
      await city.owner`update city set clock_offset = ${at}::timestamp at time zone 'Asia/Shanghai' - now()`;
      const { id } = await register({ donorIdentityNo: nextIdentityNo('19900505') });
      return formatDateTime((await get(id)).dueAt);
    };
    // Before 国庆节, whose last day is a Wednesday; over an ordinary weekend; on a Sunday that is worked.
    expect(await dueOf('2026-09-30 16:00')).toBe('2026-10-09 23:59');
    expect(await dueOf('2026-11-27 09:00')).toBe('2026-12-01 23:59');
    expect(await dueOf('2026-11-30 00:05')).toBe('2026-12-02 23:59');
    await city.owner`update city set clock_offset = '0'`;
  });
});
