import readWorkbook from 'read-excel-file/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Role } from '@/domain/permissions';
import { exporters, workbooks } from '@/server/exporters';
import { importers } from '@/server/importers';
import type { ProcedureMeta } from '@/server/kernel/trpc';
import { appRouter } from '@/server/router';
import type { Person } from '../../support/city';
import { digestOfOthers, type MatrixCity, openMatrixCity, type PersonName } from './matrix-city';
import { makeSamples, type Sample } from './samples';

interface Procedure extends ProcedureMeta {
  readonly path: string;
}

const procedures: Procedure[] = Object.entries(appRouter._def.procedures).map(([path, procedure]) => ({
  path,
  ...(procedure as unknown as { _def: { meta: ProcedureMeta } })._def.meta,
}));

/** Readings that the audit keeps: who takes a list away. */
const keptReadings = ['stock.export'];
const commands = procedures.filter(({ kind, path }) => kind === 'command' && !keptReadings.includes(path));

let city: MatrixCity;
let samples: Record<string, Sample | undefined>;
const lookers: { name: PersonName; role: Role; administrator: Person }[] = [];

/** Each with somebody of the same house who has that role and no other. */
const looks: [PersonName, string, Role[]][] = [
  ['H01.technician', 'H01', ['reviewer', 'hospital_admin']],
  ['H01.nurse', 'H01', ['reviewer', 'hospital_admin']],
  ['H01.auditor', 'H01', ['hospital_admin']],
  ['S01.station_clerk', 'S01', ['hospital_admin']],
  ['O01.coordinator', 'O01', ['city_admin']],
];

const postAuth = (cookie: string, path: string, body: unknown) =>
  fetch(`${city.url}/api/auth/${path}`, {
    method: 'POST',
    headers: { 'x-xuemai': '1', 'content-type': 'application/json', cookie },
    body: JSON.stringify(body),
  });

beforeAll(async () => {
  city = await openMatrixCity();
  samples = await makeSamples(city);
  for (const [index, [name, orgId, roles]] of looks.entries()) {
    const role = city.people[name].actor.roles[0] as Role;
    const administrator = await city.enter(orgId, `88${index}`, roles);
    const begun = await postAuth(administrator.cookie, 'view-as', { role });
    expect([name, begun.status]).toEqual([name, 200]);
    lookers.push({ name, role, administrator });
  }
}, 180_000);
afterAll(() => city?.close());

const formOf = ({ kind, name }: Procedure) => (name.endsWith('.save-draft') ? ('read' as const) : kind);
const ask = ({ cookie }: Pick<Person, 'cookie'>, procedure: Procedure, input: unknown) =>
  city.call(cookie, procedure.path, input, { kind: formOf(procedure) });
const sampleOf = (path: string): Sample => {
  const sample = samples[path];
  if (!sample) throw new Error(`${path} has no sample`);
  return sample;
};

let compared = 0;
/** Of the person and not of the role. */
const ofThePerson = ['session.me', 'session.views', 'goLives.get', 'exercises.mine', 'specimens.chain'];
/** What the audit calls the taking of a list that is no record of its own module. */
const exportedAs: Readonly<Record<string, string>> = {
  'autologous-figures': 'autologous-transfusions.export-figures',
  'go-live-opening': 'go-lives.export',
  'stock-movements': 'stock.export-movements',
};

describe('every procedure, asked by an administrator who looks as another role', () => {
  it('somebody looks in a hospital, a station and an office', () => {
    expect(lookers.length).toBe(looks.length);
    expect(commands.length).toBeGreaterThan(80);
  });

  it.each(commands.map((procedure) => [procedure.path, procedure] as const))(
    '%s does nothing',
    async (path, procedure) => {
      const before = await digestOfOthers(city.owner, 'nobody');
      for (const { name, administrator } of lookers) {
        for (const input of [sampleOf(path).input, {}]) {
          const answer = await ask(administrator, procedure, input);
          expect([name, answer.status, answer.code]).toEqual([name, 403, 'viewing_as']);
        }
      }
      expect(await digestOfOthers(city.owner, 'nobody')).toEqual(before);
    },
  );

  it.each(procedures.filter(({ kind }) => kind === 'read').map((procedure) => [procedure.path, procedure] as const))(
    '%s answers as to somebody with that role alone',
    async (path, procedure) => {
      for (const { name, administrator } of lookers) {
        const input = sampleOf(path).input;
        const theirs = await ask(city.people[name], procedure, input);
        const looked = await ask(administrator, procedure, input);
        const again = await ask(city.people[name], procedure, input);
        expect([name, looked.status, looked.code]).toEqual([name, theirs.status, theirs.code]);
        // What two questions of the same person answer alike is answered alike to whoever looks as him.
        if (theirs.text !== again.text || ofThePerson.includes(path)) continue;
        expect([name, looked.text]).toEqual([name, theirs.text]);
        compared += 1;
      }
    },
  );

  it('most answers could be compared', () => {
    const asked = procedures.filter(({ kind }) => kind === 'read').length * lookers.length;
    expect(compared).toBeGreaterThan(asked * 0.3);
  });

  it('files are not taken in', async () => {
    for (const module of Object.keys(importers))
      for (const { name, administrator } of lookers) {
        const url = `${city.url}/api/import/${module}`;
        const headers = { 'x-xuemai': '1', 'content-type': 'application/octet-stream', cookie: administrator.cookie };
        const sent = await fetch(url, { method: 'POST', headers, body: '品种,血型,数量\n' });
        expect([module, name, sent.status, (await sent.json()).error]).toEqual([module, name, 403, 'viewing_as']);
      }
    const [{ administrator } = { administrator: { cookie: '' } }] = lookers;
    const paper = await fetch(`${city.url}/api/certificate-attachments/${crypto.randomUUID()}?paper=other`, {
      method: 'POST',
      headers: { 'x-xuemai': '1', 'content-type': 'application/octet-stream', cookie: administrator.cookie },
      body: 'x',
    });
    expect([paper.status, (await paper.json()).error]).toEqual([403, 'viewing_as']);
  });

  it('a reading that the audit keeps is open where the role has it', async () => {
    for (const procedure of procedures.filter(({ path }) => keptReadings.includes(path)))
      for (const { name, administrator } of lookers) {
        const { input } = sampleOf(procedure.path);
        const [answer, theirs] = [
          await ask(administrator, procedure, input),
          await ask(city.people[name], procedure, input),
        ];
        expect([name, answer.status, answer.code]).toEqual([name, theirs.status, theirs.code]);
      }
  });

  it('a list is taken away where the role may, and says so in the file and in the audit', async () => {
    const taken = new Set<string>();
    const files = [
      ...Object.entries(exporters).flatMap(([module, { exportPermission }]) => (exportPermission ? [module] : [])),
      ...Object.keys(workbooks),
    ];
    for (const { name, role, administrator } of lookers)
      for (const module of files) {
        const answer = await fetch(`${city.url}/api/export/${module}`, { headers: { cookie: administrator.cookie } });
        const asRole = await fetch(`${city.url}/api/export/${module}`, {
          headers: { cookie: city.people[name].cookie },
        });
        expect([name, module, answer.status]).toEqual([name, module, asRole.status]);
        if (!answer.ok) continue;
        taken.add(module);
        const rows = await readWorkbook(Buffer.from(await answer.arrayBuffer()));
        expect(JSON.stringify(rows)).toContain('仅供查看');
        const [line] = await city.owner<{ viewAs: string | null; who: string }[]>`
          select payload::jsonb #>> '{actor,viewAs}' as "viewAs", payload::jsonb #>> '{actor,id}' as who from audit_log
          where org_id = ${administrator.actor.orgId} and action = ${exportedAs[module] ?? `${module}.export`} and payload::jsonb #>> '{actor,id}' = ${administrator.actor.personId}
          order by seq desc limit 1`;
        expect([name, module, line]).toEqual([name, module, { viewAs: role, who: administrator.actor.personId }]);
      }
    expect([...taken]).toEqual(expect.arrayContaining([...Object.keys(workbooks), 'organisations']));
    expect(taken.size).toBeGreaterThan(10);
  });

  it('when it is ended the administrator is himself again', async () => {
    for (const { name, administrator } of lookers) {
      expect((await postAuth(administrator.cookie, 'view-as-end', {})).status).toBe(200);
      const me = await city.call(administrator.cookie, 'session.me', undefined);
      expect([name, (me.data as { roles: Role[] }).roles]).toEqual([name, administrator.actor.roles]);
    }
  });
});
