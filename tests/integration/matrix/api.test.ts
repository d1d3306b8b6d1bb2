import { randomUUID } from 'node:crypto';
import readWorkbook from 'read-excel-file/node';
import SuperJSON from 'superjson';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Action, can } from '@/domain/permissions';
import { exporters, workbooks } from '@/server/exporters';
import { importers } from '@/server/importers';
import type { ProcedureMeta } from '@/server/kernel/trpc';
import { appRouter } from '@/server/router';
import type { Answer } from '../../support/city';
import { openScreen, type Screen, until } from '../realtime/live-city';
import {
  digestOfOthers,
  type MatrixActor,
  type MatrixCity,
  openMatrixCity,
  rolesNotInCast,
  secretsFor,
} from './matrix-city';
import { canary, makeSamples, type ProcedurePath, type Sample } from './samples';

interface Procedure extends ProcedureMeta {
  readonly path: string;
}

const procedures: Procedure[] = Object.entries(appRouter._def.procedures).map(([path, procedure]) => ({
  path,
  ...(procedure as unknown as { _def: { meta: ProcedureMeta } })._def.meta,
}));
const commands = procedures.filter(({ kind }) => kind === 'command');

let city: MatrixCity;
let samples: Record<string, Sample | undefined>;
let screens: Map<MatrixActor, Screen>;
const secrets = new Map<string | null, Set<string>>();

beforeAll(async () => {
  city = await openMatrixCity();
  samples = await makeSamples(city);
  for (const actor of city.actors)
    if (!secrets.has(actor.orgId)) secrets.set(actor.orgId, await secretsFor(city.owner, actor.orgId, actor.orgKind));
  screens = new Map();
  for (const actor of city.actors) if (actor.cookie) screens.set(actor, await openScreen(city, actor.cookie));
}, 180_000);
afterAll(async () => {
  for (const screen of screens?.values() ?? []) screen.close();
  await city?.close();
});

function sampleOf(path: string): Sample {
  const sample = samples[path];
  if (!sample)
    throw new Error(
      `${path} has no sample input: add one to tests/integration/matrix/samples.ts that points at a record of H01.`,
    );
  return sample;
}

/** A draft is saved without the envelope of a command: it has no key. */
const formOf = ({ kind, name }: Procedure) => (name.endsWith('.save-draft') ? ('read' as const) : kind);
const ask = (actor: Pick<MatrixActor, 'cookie'>, procedure: Procedure, input: unknown) =>
  city.call(actor.cookie, procedure.path, input, { kind: formOf(procedure) });
const textOf = (input: unknown) => JSON.stringify(SuperJSON.serialize(input)) ?? '';
const ownerOf = (sample: Sample) => sample.by.slice(0, 3);

/** What of others' stands in an answer, but for what the question itself said. */
function leaksIn(actor: MatrixActor, answer: string, question: string): string[] {
  return [...(secrets.get(actor.orgId) ?? [])].filter(
    (secret) => answer.includes(secret) && !question.includes(secret),
  );
}

/** The same question about records that do not exist anywhere. */
function ghostOf(input: unknown, secretsOfViewer: ReadonlySet<string>): unknown {
  const known = new Map<string, string>([['H01', 'H99']]);
  const replace = (value: unknown): unknown => {
    if (typeof value === 'string') {
      if (!known.has(value) && secretsOfViewer.has(value))
        known.set(value, /^[0-9a-f-]{36}$/.test(value) ? randomUUID() : `${value.slice(0, -3)}XYZ`);
      return known.get(value) ?? value;
    }
    if (Array.isArray(value)) return value.map(replace);
    if (value instanceof Date || value === null || typeof value !== 'object') return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, replace(inner)]));
  };
  return replace(input);
}

const shapeOf = ({ status, code, violations }: Answer) => ({
  status,
  code,
  violations: violations.map((violation) => violation.code).sort(),
});

it('everybody who can hold a role stands in the cast, or has nothing to call yet', () => {
  const unheld = rolesNotInCast().filter((role) =>
    procedures.some(({ permission }) => can([role as never], permission) && permission !== 'session.use'),
  );
  // Played by somebody with the same rights: each is named here with whom.
  const likeSomebodyElse: Record<string, string> = {
    department_director: 'senior_physician',
    medical_affairs: 'senior_physician',
    integration: 'technician (no sign-in: a machine’s key)',
  };
  expect(unheld.filter((role) => !(role in likeSomebodyElse))).toEqual([]);
});

it('what may not be said is known for every viewer', () => {
  for (const [orgId, list] of secrets) {
    expect([orgId, orgId === 'H01' || list.has(canary.mrn)]).toEqual([orgId, true]);
    expect([orgId, list.size > 40]).toEqual([orgId, true]);
  }
});

describe('every procedure, asked by everybody', () => {
  it.each(procedures.map((procedure) => [procedure.path, procedure] as const))('%s', async (path, procedure) => {
    const sample = sampleOf(path);
    const faults: string[] = [];
    const fault = (actor: MatrixActor, text: string) => faults.push(`${actor.name}: ${text}`);
    const orgs = [...new Set(city.actors.map((actor) => actor.orgId))];
    for (const orgId of orgs) {
      const actors = city.actors.filter((actor) => actor.orgId === orgId);
      const isOwn = orgId === ownerOf(sample);
      // Reads run in read-only transactions: only a command could change anything.
      const before = procedure.kind === 'command' ? await digestOfOthers(city.owner, isOwn ? 'nobody' : orgId) : {};
      const asked = actors.flatMap((actor) => {
        const needs = [procedure.permission, ...(sample.alsoNeeds ? [sample.alsoNeeds] : [])];
        const mayCall = needs.every((action) => can(actor.roles, action));
        // The owner's own turn comes last, and once: a command changes what it points at.
        if (actor.name in (sample.openTo ?? {}) || (isOwn && mayCall && procedure.kind === 'command')) return [];
        return [sample.input, ...(isOwn ? [] : (sample.variants ?? []))].map(async (input) => {
          const answer = await ask(actor, procedure, input);
          if (!actor.cookie) {
            if (answer.code !== 'unauthenticated' || answer.status !== 401)
              fault(actor, `${answer.status} ${answer.code} without signing in`);
          } else if (!mayCall) {
            const named = answer.violations.some(
              ({ code, facts }) => code === 'forbidden' && needs.some((action) => action === facts?.action),
            );
            if (answer.code !== 'forbidden' || answer.status !== 403 || !named)
              fault(actor, `${answer.status} ${answer.code} without ${needs.join(' and ')}`);
          } else if (isOwn) {
            if (answer.code !== 'ok') fault(actor, `${answer.code} in the own house`);
          } else {
            faults.push(...(await faultsOfStranger(actor, procedure, input, answer)));
          }
          const leaked = isOwn && mayCall ? [] : leaksIn(actor, answer.text, textOf(input));
          if (leaked.length > 0)
            fault(actor, `the answer to ${textOf(input).slice(0, 120)} contains ${leaked.slice(0, 3).join(', ')}`);
        });
      });
      await Promise.all(asked);
      const after = procedure.kind === 'command' ? await digestOfOthers(city.owner, isOwn ? 'nobody' : orgId) : {};
      for (const name of Object.keys(after))
        if (after[name] !== before[name]) faults.push(`${orgId ?? 'nobody'}: rows of others changed in ${name}`);
    }
    expect(faults).toEqual([]);
  });

  async function faultsOfStranger(
    actor: MatrixActor,
    procedure: Procedure,
    input: unknown,
    answer: Answer,
  ): Promise<string[]> {
    const mine = secrets.get(actor.orgId) ?? new Set();
    const question = textOf(input);
    const pointsAtOthers = question.includes('"H01"') || [...mine].some((secret) => question.includes(secret));
    if (answer.code === 'ok')
      return procedure.kind === 'command' && pointsAtOthers ? [`${actor.name}: did it to somebody else’s record`] : [];
    if (['internal', 'busy', 'unauthenticated', 'invalid_input'].includes(answer.code))
      return [`${actor.name}: ${answer.code}`];
    const ghost = await ask(actor, procedure, ghostOf(input, mine));
    const [real, unreal] = [shapeOf(answer), shapeOf(ghost)];
    // A stranger's draft id answers forbidden where a new one would be stored: a random uuid tells nobody anything.
    if (ghost.code === 'ok')
      return answer.code === 'forbidden'
        ? []
        : [`${actor.name}: ${answer.code}, but a record that does not exist answers ok`];
    return JSON.stringify(real) === JSON.stringify(unreal)
      ? []
      : [`${actor.name}: tells what exists from what does not: ${JSON.stringify(real)} / ${JSON.stringify(unreal)}`];
  }
});

describe('every command', () => {
  it.each(commands.map((procedure) => [procedure.path, procedure] as const))(
    '%s takes no field it does not know, by no other road',
    async (path, procedure) => {
      const sample = sampleOf(path);
      const { cookie } = city.people[sample.by];
      const before = await digestOfOthers(city.owner, 'nobody');
      const smuggled = { ...(sample.input as object), orgId2: 'H02', roles2: ['city_admin'] };
      const answer = await ask({ cookie }, procedure, smuggled);
      expect([answer.status, answer.code]).toEqual([400, 'invalid_input']);

      const url = `${city.url}/api/trpc/${path}`;
      const body = textOf(formOf(procedure) === 'command' ? { data: sample.input } : sample.input);
      const roads: Record<string, Promise<Response>> = {
        get: fetch(`${url}?input=${encodeURIComponent(body)}`, { headers: { cookie, 'x-xuemai': '1' } }),
        'no header': fetch(url, { method: 'POST', headers: { cookie, 'content-type': 'application/json' }, body }),
        'text/plain': fetch(url, {
          method: 'POST',
          headers: { cookie, 'x-xuemai': '1', 'content-type': 'text/plain' },
          body,
        }),
        form: fetch(url, {
          method: 'POST',
          headers: { cookie, 'x-xuemai': '1', 'content-type': 'application/x-www-form-urlencoded' },
          body: `json=${encodeURIComponent(body)}`,
        }),
        multipart: fetch(url, {
          method: 'POST',
          headers: { cookie, 'x-xuemai': '1', 'content-type': 'multipart/form-data; boundary=x' },
          body: '--x--',
        }),
        octets: fetch(url, {
          method: 'POST',
          headers: { cookie, 'x-xuemai': '1', 'content-type': 'application/octet-stream' },
          body,
        }),
        'foreign origin': fetch(url, {
          method: 'POST',
          headers: { cookie, 'x-xuemai': '1', 'content-type': 'application/json', origin: 'https://elsewhere.test' },
          body,
        }),
        'null origin': fetch(url, {
          method: 'POST',
          headers: { cookie, 'x-xuemai': '1', 'content-type': 'application/json', origin: 'null' },
          body,
        }),
      };
      for (const [road, sent] of Object.entries(roads))
        expect([road, (await sent).status]).toEqual([road, road === 'get' ? 405 : 403]);
      expect(await digestOfOthers(city.owner, 'nobody')).toEqual(before);
    },
  );
});

describe('files', () => {
  /** Files that list no bags. */
  const fileFor: Record<string, string> = {
    'certificate-reviews': '证件号码,献血日期,献血量\n11010519491231002X,2026-03-01,400\n',
    'declared-stock': '品种,血型,数量\n悬浮红细胞,O+,12\n',
    people: '工号,姓名\n8830,赵青\n',
    products: '产品码,名称,品种,每袋量\nZ0011V00,悬浮红细胞 2U,悬浮红细胞,2\n',
    'immunohematology-requests': `病案号,申请项目\n${canary.mrn},抗体筛查\n`,
    'transfusion-requests': `病案号,成分,数量\n${canary.mrn},新鲜冰冻血浆,200\n`,
    'storage-places': '位置,时间,温度\nR1,2026-11-28 08:00,4.2\n',
  };
  /** Lists of which an office has rows: the city's, its own people, cases to which it is a party, and what moves between hospitals without a patient. */
  const ofOffices = [
    'blood-use-plans',
    'certificate-reviews',
    'dictionaries',
    'donor-plans',
    'go-lives',
    'organisations',
    'people',
    'products',
    'redistributions',
  ];

  it.each(Object.entries(workbooks))(
    'the workbook of %s goes to whom its permission names, with rows of their own or of a house they may see',
    async (name, { permission }) => {
      for (const actor of city.actors)
        for (const asked of ['', '?org=H01']) {
          const response = await fetch(`${city.url}/api/export/${name}${asked}`, {
            headers: actor.cookie ? { cookie: actor.cookie } : {},
          });
          const sees = !asked || actor.orgId === 'H01' || actor.orgKind === 'blood_office';
          const expected = !actor.cookie ? 401 : !can(actor.roles, permission) ? 403 : sees ? 200 : 404;
          expect([actor.name, asked, response.status]).toEqual([actor.name, asked, expected]);
          const bytes = Buffer.from(await response.arrayBuffer());
          const text = response.ok ? JSON.stringify(await readWorkbook(bytes)) : bytes.toString();
          const leaked = actor.orgKind === 'blood_office' ? [] : leaksIn(actor, text, '');
          expect([actor.name, asked, leaked]).toEqual([actor.name, asked, []]);
          expect(text).not.toContain(canary.name);
        }
    },
  );

  it.each(Object.entries(exporters))(
    'the workbook of %s goes to whom its permission names, with their own rows',
    async (module, definition) => {
      const faults: string[] = [];
      for (const actor of city.actors) {
        const response = await fetch(`${city.url}/api/export/${module}`, {
          headers: actor.cookie ? { cookie: actor.cookie } : {},
        });
        const permission = definition.exportPermission as Action;
        const sees = actor.orgKind !== 'blood_office' || ofOffices.includes(module);
        const expected = !actor.cookie ? 401 : can(actor.roles, permission) && sees ? 200 : 403;
        if (response.status !== expected) faults.push(`${actor.name}: ${response.status} instead of ${expected}`);
        const bytes = Buffer.from(await response.arrayBuffer());
        const text = response.ok ? JSON.stringify(await readWorkbook(bytes)) : bytes.toString();
        const leaked = leaksIn(actor, text, '');
        if (leaked.length > 0) faults.push(`${actor.name}: contains ${leaked.slice(0, 3).join(', ')}`);
        if (text.includes(canary.name) || text.includes(canary.identityNumber))
          faults.push(`${actor.name}: names the patient in clear`);
      }
      expect(faults).toEqual([]);
    },
  );

  it.each(Object.entries(importers))(
    'a file for %s is read for whom its permission names',
    async (module, importer) => {
      for (const actor of city.actors) {
        const response = await fetch(`${city.url}/api/import/${module}`, {
          method: 'POST',
          headers: {
            'x-xuemai': '1',
            'content-type': 'application/octet-stream',
            ...(actor.cookie ? { cookie: actor.cookie } : {}),
          },
          body: fileFor[module] ?? '献血码,产品码,血型,失效时间\n3100026999999,E0336V00,O+,2030-01-01\n',
        });
        const expected = !actor.cookie ? 401 : can(actor.roles, importer.definition.permission) ? 200 : 403;
        expect([actor.name, response.status]).toEqual([actor.name, expected]);
      }
    },
  );
});

describe('in the own house, with the role', () => {
  // A slow machine takes longer to come here than a signature is good for.
  beforeAll(() => city.owner`update signatures set signed_at = city_now()`);

  it.each(procedures.map((procedure) => [procedure.path, procedure] as const))('%s', async (path, procedure) => {
    const sample = sampleOf(path);
    expect(can(city.people[sample.by].actor.roles, procedure.permission)).toBe(true);
    const answer = await ask(city.people[sample.by], procedure, sample.ownInput ?? sample.input);
    expect([answer.code, answer.violations]).toEqual(['ok', []]);
    for (const name of Object.keys(sample.openTo ?? {}) as (keyof typeof city.people)[]) {
      const theirs = await ask(city.people[name], procedure, sample.input);
      // What the owner has just changed is there for them too: they are told to look again.
      const isReached = theirs.code === 'ok' || (theirs.code === 'conflict' && procedure.kind === 'command');
      expect([
        name,
        isReached,
        leaksIn(city.actors.find((actor) => actor.name === name) as MatrixActor, theirs.text, textOf(sample.input)),
      ]).toEqual([name, true, []]);
    }
  });

  it('the patient’s own house sees the patient', async () => {
    const seen = await Promise.all(
      (
        [
          'patients.list',
          'patients.get',
          'patients.find',
          'clinicalIssues.list',
          'clinicalIssues.get',
        ] satisfies ProcedurePath[]
      ).map(async (path) =>
        (await city.call(city.people['H01.technician'].cookie, path, sampleOf(path).input)).text.includes(canary.name),
      ),
    );
    expect(seen).toEqual([true, true, true, true, true]);
  });
});

describe('what the screens heard of all this', () => {
  interface FeedRow {
    seq: number;
    rooms: string[];
    envelope: Record<string, unknown> & {
      orgId: string;
      partyOrgId: string | null;
      module: string;
      tally: unknown;
      cells: unknown[];
    };
  }
  let feed: FeedRow[];
  /** What an office reads of every house, written out. */
  const readByOffices: readonly string[] = ['blood-orders', 'blood-use-plans', 'go-lives', 'redistributions'];
  /** By role and house, written out: not asked of the code under test. */
  const roomsOf = (actor: MatrixActor): string[] => {
    const hearsCity = [
      'technician',
      'reviewer',
      'station_clerk',
      'hospital_admin',
      'auditor',
      'wallboard',
      'coordinator',
      'official',
      'city_admin',
      'office_clerk',
      'office_reviewer',
    ];
    const city =
      actor.roles.some((role) => hearsCity.includes(role)) || actor.orgKind === 'blood_office' ? ['city'] : [];
    if (actor.roles.includes('wallboard')) return city;
    return [`org:${actor.orgId}`, ...city, ...(actor.orgKind === 'blood_office' ? ['offices'] : []), 'desks'];
  };

  beforeAll(async () => {
    await until(async () => (await city.owner`select 1 from outbox limit 1`).length === 0, 'the outbox is empty');
    const [head] = await city.owner<{ seq: string }[]>`select seq from feed_head`;
    for (const [actor, screen] of screens)
      await until(
        () => (screen.beats.at(-1)?.seq ?? -1) >= Number(head?.seq),
        `${actor.name} heard the head of the feed`,
      );
    feed = (
      await city.owner<(Omit<FeedRow, 'seq'> & { seq: string })[]>`select seq, rooms, envelope from feed order by seq`
    ).map((row) => ({ ...row, seq: Number(row.seq) }));
  });

  it('no envelope carries a patient, a record number, a request or a person of the directory', async () => {
    const [patients, people] = await Promise.all([
      city.owner<{ text: string }[]>`select id::text as text from patients where org_id = 'H01'`,
      city.owner<{ text: string }[]>`select name as text from people`,
    ]);
    const words = [
      canary.name,
      canary.mrn,
      canary.identityNumber,
      canary.requestNo,
      '金丝雀',
      ...people.map(({ text }) => text),
    ];
    const said = feed.map(({ envelope }) => JSON.stringify(envelope));
    expect(said.filter((text) => words.some((word) => text.includes(word)))).toEqual([]);
    // A patient's id is the id of its own record, and of no other.
    const strange = feed.filter(
      ({ envelope }) =>
        envelope.module !== 'patients' && patients.some(({ text }) => JSON.stringify(envelope).includes(text)),
    );
    expect(strange).toEqual([]);
  });

  it('every screen heard what its rooms hold, and nothing else', () => {
    expect(feed.length).toBeGreaterThan(commands.length);
    const faults: string[] = [];
    for (const [actor, screen] of screens) {
      const rooms = roomsOf(actor);
      const mine = feed.filter((row) => row.rooms.some((room) => rooms.includes(room)));
      const allowed = new Set(mine.map((row) => row.seq));
      for (const envelope of screen.heard)
        if (!allowed.has(envelope.seq)) faults.push(`${actor.name} heard ${envelope.action} of ${envelope.orgId}`);
      const heard = new Set(screen.heard.map((envelope) => `${envelope.module} ${envelope.recordId}`));
      const began = screen.heard[0]?.seq ?? Number.POSITIVE_INFINITY;
      for (const row of mine)
        if (row.seq >= began && !heard.has(`${row.envelope.module} ${row.envelope.recordId}`))
          faults.push(`${actor.name} missed ${row.envelope.action} (${row.seq})`);
    }
    expect(faults).toEqual([]);
  });

  it('of another house a stranger hears figures only, and a hospital without the overview hears nothing', () => {
    const faults: string[] = [];
    for (const [actor, screen] of screens) {
      for (const envelope of screen.heard) {
        if (envelope.orgId === actor.orgId || envelope.partyOrgId === actor.orgId) continue;
        // The city's own lists, and when the station delivers: whose deed it was is not said.
        if (
          envelope.orgId === 'city' &&
          ['dictionaries', 'organisations', 'products', 'blood-orders'].includes(envelope.module)
        )
          continue;
        if (!roomsOf(actor).includes('city')) faults.push(`${actor.name} heard ${envelope.action}`);
        const isReadByOffices =
          actor.orgKind === 'blood_office' &&
          !actor.roles.includes('wallboard') &&
          readByOffices.includes(envelope.module);
        if (envelope.tally === null && envelope.cells.length === 0 && !isReadByOffices)
          faults.push(`${actor.name} heard a record without figures: ${envelope.action}`);
        const text = JSON.stringify(envelope);
        const leaked = [...(secrets.get(actor.orgKind === 'blood_office' ? actor.orgId : 'O01') ?? [])].filter(
          (secret) => text.includes(secret),
        );
        if (leaked.length > 0) faults.push(`${actor.name}: ${envelope.action} carries ${leaked[0]}`);
      }
      if (actor.roles.includes('wallboard'))
        for (const envelope of screen.heard)
          if (envelope.tally === null && envelope.cells.length === 0)
            faults.push(`${actor.name} heard a record: ${envelope.action}`);
    }
    expect(faults).toEqual([]);
    const ofOwn = (name: string) =>
      [...screens]
        .find(([actor]) => actor.name === name)?.[1]
        .heard.filter(({ orgId }) => orgId !== 'city')
        .map(({ orgId, partyOrgId }) => orgId === 'H02' || partyOrgId === 'H02') ?? [];
    expect(new Set([...ofOwn('H02.nurse'), ...ofOwn('H02.physician')])).toEqual(new Set([true]));
    const heardBy = (name: string) => [...screens].find(([actor]) => actor.name === name)?.[1].heard.length ?? 0;
    for (const name of [
      'H01.technician',
      'H02.technician',
      'S01.station_clerk',
      'O01.official',
      'O01.wallboard',
      'H02.wallboard',
    ])
      expect([name, heardBy(name) > 0]).toEqual([name, true]);
    for (const list of ['organisations', 'products']) {
      const heardOf = [...screens].flatMap(([actor, { heard }]) =>
        heard.some(({ module }) => module === list) ? [actor.name] : [],
      );
      expect([list, heardOf]).toEqual([
        list,
        [...screens.keys()].map(({ name }) => name).filter((name) => !/wallboard/.test(name)),
      ]);
    }
  });

  it('nobody is not let in', async () => {
    await expect(openScreen(city, undefined)).rejects.toThrow('unauthenticated');
  });
});
