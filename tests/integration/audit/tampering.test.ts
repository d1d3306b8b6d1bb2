import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import postgres, { type Sql } from 'postgres';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { anchorHeads } from '@/server/audit/anchor-heads';
import { anchorFileOf, publicKeyFileOf, readAnchors, readPublicKey } from '@/server/audit/anchors';
import { verifyAudit } from '@/server/audit/verify-audit';
import { execute } from '@/server/kernel/command';
import { registerPatient } from '@/server/modules/patients/register';
import { makePerson, openTestCity, type TestCity } from '../../support/factories';

let city: TestCity;
let superuser: Sql;
const dataDir = mkdtempSync(path.join(tmpdir(), 'xuemai-anchors-'));

async function register(orgId: string, count: number): Promise<void> {
  const [last] = await city.owner<{ n: number }[]>`select count(*)::int as n from patients`;
  for (let n = 0; n < count; n++)
    await execute(registerPatient, city.as(makePerson(orgId, 'hospital', ['technician'])), {
      mrn: `ZY${(last?.n ?? 0) + n}`,
      name: '李桂芳',
      sex: 'female',
      birthDate: '1950-01-01',
      abo: 'A',
      rhd: 'positive',
      groupDeterminations: 2,
      antibodies: [],
      requirements: [],
      isUnidentified: false,
    });
}

async function verify() {
  const { anchors, unreadable } = readAnchors(anchorFileOf(dataDir));
  const report = await verifyAudit(city.runtime.sql, {
    anchors,
    unreadableLines: unreadable,
    publicKey: readPublicKey(publicKeyFileOf(dataDir)),
    batchRows: 3,
  });
  return { ...report, faults: report.faults.map(({ org, seq, kind }) => ({ org, seq, kind })) };
}

/** As whoever owns the machine would: the triggers off. Everything stands as before afterwards. */
async function tampered(work: (sql: Sql) => Promise<unknown>) {
  await superuser.begin(async (tx) => {
    await tx`set local session_replication_role = replica`;
    await work(tx as unknown as Sql);
  });
  try {
    return (await verify()).faults;
  } finally {
    await superuser.begin(async (tx) => {
      await tx`set local session_replication_role = replica`;
      await tx`delete from audit_log`;
      await tx`insert into audit_log overriding system value select * from audit_kept`;
      await tx`delete from audit_heads`;
      await tx`insert into audit_heads select * from heads_kept`;
    });
  }
}

describe('an audit chain under a superuser', () => {
  beforeAll(async () => {
    city = await openTestCity();
    const [row] = await city.owner<{ name: string }[]>`select current_database() as name`;
    const url = new URL(inject('cluster').adminUrl);
    url.pathname = `/${row?.name}`;
    superuser = postgres(url.href, { max: 1, onnotice: () => {} });
    Object.assign(city.runtime, { dataDir });
    await register('H01', 6);
    await register('H02', 4);
    expect(await anchorHeads(city.runtime)).toBe(2);
    await register('H01', 4);
    expect(await anchorHeads(city.runtime)).toBe(1);
    await register('H01', 2);
    await superuser`create table audit_kept as select * from audit_log`;
    await superuser`create table heads_kept as select * from audit_heads`;
  });

  afterAll(async () => {
    await superuser.end();
    await city.close();
    rmSync(dataDir, { recursive: true });
  });

  it('is sound as it was written', async () => {
    const { faults, rows, chains } = await verify();
    expect(faults).toEqual([]);
    expect(rows).toBe(16);
    expect(chains.map(({ org, rows, anchors }) => [org, rows, anchors])).toEqual([
      ['H01', 12, 2],
      ['H02', 4, 1],
    ]);
  });

  it('cannot be changed by its owner while the triggers stand', async () => {
    await expect(city.owner`update audit_log set action = 'x' where seq = 3`).rejects.toThrow(/append only/);
    await expect(city.owner`delete from audit_log where seq = 12`).rejects.toThrow(/append only/);
    await expect(city.owner`truncate audit_log`).rejects.toThrow(/append only/);
  });

  it('names a row whose text was changed', async () => {
    const faults = await tampered(
      (sql) =>
        sql`update audit_log set payload = replace(payload, '李桂芳', '李桂方') where org_id = 'H01' and seq = 5`,
    );
    expect(faults).toEqual([{ org: 'H01', seq: 5, kind: 'hash_differs' }]);
  });

  it('names a row whose columns were changed', async () => {
    const faults = await tampered(
      (sql) => sql`update audit_log set action = 'patients.void' where org_id = 'H02' and seq = 2`,
    );
    expect(faults).toEqual([{ org: 'H02', seq: 2, kind: 'columns_disagree' }]);
  });

  it('names a row taken out of the middle, and a bad row in each of two chains', async () => {
    const faults = await tampered(async (sql) => {
      await sql`delete from audit_log where org_id = 'H01' and seq = 7`;
      await sql`update audit_log set hash = repeat('0', 64) where org_id = 'H02' and seq = 4`;
    });
    expect(faults).toEqual([
      { org: 'H01', seq: 7, kind: 'gap' },
      { org: 'H02', seq: 4, kind: 'hash_differs' },
    ]);
  });

  it('names the first of two rows that changed places', async () => {
    const faults = await tampered(
      (sql) => sql`update audit_log set seq = case seq when 3 then 4 else 3 end where org_id = 'H01' and seq in (3, 4)`,
    );
    expect(faults).toEqual([{ org: 'H01', seq: 3, kind: 'prev_differs' }]);
  });

  it('names a row that was put in beside another', async () => {
    const faults = await tampered(
      (sql) => sql`
        insert into audit_log (org_id, seq, at, module, record_id, action, payload, prev_hash, hash)
        select org_id, seq, at, module, record_id, action, payload, prev_hash, hash from audit_log where org_id = 'H01' and seq = 3`,
    );
    expect(faults).toEqual([{ org: 'H01', seq: 3, kind: 'repeated' }]);
  });

  it('sees a cut tail by the head row', async () => {
    const faults = await tampered((sql) => sql`delete from audit_log where org_id = 'H01' and seq > 9`);
    expect(faults).toEqual([{ org: 'H01', seq: 10, kind: 'cut' }]);
    const afterAnchor = await tampered((sql) => sql`delete from audit_log where org_id = 'H01' and seq > 11`);
    expect(afterAnchor).toEqual([{ org: 'H01', seq: 12, kind: 'head_differs' }]);
  });

  it('sees a cut tail by the anchors alone when the head row was set back too', async () => {
    const faults = await tampered(async (sql) => {
      await sql`delete from audit_log where org_id = 'H01' and seq > 8`;
      await sql`
        update audit_heads h set seq = 8, hash = (select hash from audit_log a where a.org_id = 'H01' and a.seq = 8) where h.org_id = 'H01'`;
    });
    expect(faults).toEqual([{ org: 'H01', seq: 9, kind: 'cut' }]);
  });

  it('sees that a whole chain is gone', async () => {
    const faults = await tampered(async (sql) => {
      await sql`delete from audit_log where org_id = 'H02'`;
      await sql`delete from audit_heads where org_id = 'H02'`;
    });
    expect(faults).toEqual([{ org: 'H02', seq: 1, kind: 'cut' }]);
  });

  it('sees a chain that was changed and computed anew, hashes, head and all', async () => {
    const faults = await tampered(async (sql) => {
      await sql`update audit_log set payload = replace(payload, '李桂芳', '李桂方') where org_id = 'H01' and seq = 4`;
      await sql.unsafe(`do $$ declare r record; last text := ''; begin
        for r in select id, payload from audit_log where org_id = 'H01' order by seq loop
          update audit_log set prev_hash = last, hash = encode(sha256(convert_to(last || '|' || r.payload, 'UTF8')), 'hex') where id = r.id returning hash into last;
        end loop;
        update audit_heads set hash = last where org_id = 'H01';
      end $$`);
    });
    expect(faults).toEqual([{ org: 'H01', seq: 6, kind: 'rewritten' }]);
  });

  it('names an anchor that was changed, and one of another key', async () => {
    const file = anchorFileOf(dataDir);
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, `${text.replace('"seq":10', '"seq":8')}not an anchor\n`);
    try {
      expect((await verify()).faults).toEqual([
        { org: '-', seq: 0, kind: 'unreadable_anchor' },
        { org: 'H01', seq: 8, kind: 'forged_anchor' },
      ]);
    } finally {
      writeFileSync(file, text);
    }
  });

  it('drops an anchor whose writing a power cut ended, and writes on', async () => {
    const file = anchorFileOf(dataDir);
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, `${text}{"at":"2026-11-2`);
    expect((await verify()).faults).toEqual([]);
    expect(await anchorHeads(city.runtime)).toBe(1);
    expect(readAnchors(file)).toMatchObject({ anchors: { length: 4 }, unreadable: [] });
    expect((await verify()).faults).toEqual([]);
  });

  it('anchors what moved, every head once a day, and nothing in between', async () => {
    expect(await anchorHeads(city.runtime)).toBe(0);
    await city.setClock('25 hours');
    expect(await anchorHeads(city.runtime)).toBe(2);
    expect(statSync(path.join(dataDir, 'audit-anchor.key')).mode & 0o777).toBe(0o600);
  });

  it('tells a demo city made anew from one that was cut, by its epoch', async () => {
    const [before] = await city.owner<{ epoch: string }[]>`select epoch from city`;
    const { anchors } = readAnchors(anchorFileOf(dataDir));
    const publicKey = readPublicKey(publicKeyFileOf(dataDir));
    await superuser.begin(async (tx) => {
      await tx`set local session_replication_role = replica`;
      await tx`delete from audit_log`;
      await tx`delete from audit_heads`;
    });
    await city.owner`update city set epoch = 'another-city'`;
    const asDemo = await verifyAudit(city.runtime.sql, { anchors, publicKey, mayBeRemade: true });
    expect(asDemo).toMatchObject({ faults: [], formerAnchors: anchors.length });
    const asProduction = await verifyAudit(city.runtime.sql, { anchors, publicKey });
    expect(asProduction.faults.map(({ org, kind }) => [org, kind])).toEqual([
      ['H01', 'cut'],
      ['H02', 'cut'],
    ]);
    await city.owner`update city set epoch = ${before?.epoch ?? ''}`;
    const sameEpoch = await verifyAudit(city.runtime.sql, { anchors, publicKey, mayBeRemade: true });
    expect(sameEpoch.faults).toHaveLength(2);
  });
});
