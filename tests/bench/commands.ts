import { randomUUID } from 'node:crypto';
import postgres, { type Sql } from 'postgres';
import { issueChecks } from '@/domain/clinical-issues/checks';
import { coversOfIssue } from '@/domain/clinical-issues/covers';
import { digestOfCovers } from '@/domain/signatures/covers';
import { sealSignature, verifySignature } from '@/server/auth/signing';
import { execute } from '@/server/kernel/command';
import { inScope } from '@/server/kernel/scope';
import { registerIssue } from '@/server/modules/clinical-issues/register';
import { busyHospitals, plainProduct } from './fill';
import { callProcedure } from './http-client';
import { interleave, type Result, ratioOf, runClients, show, showSamples, spreadBy } from './measure';
import type { Place, Visitor } from './place';
import { issuePlainly } from './plain-issue';

/** One hospital at work: who issues, who collects, for whom, and the bags that are left to take. */
export interface Bench {
  readonly orgId: string;
  readonly technician: Visitor;
  readonly nurse: Visitor;
  readonly patientId: string;
  readonly bags: string[];
}

export async function openBenches(place: Place): Promise<Bench[]> {
  const benches: Bench[] = [];
  for (const orgId of busyHospitals) {
    const { admin } = place;
    const patientId = randomUUID();
    await admin`
      insert into audit_heads (org_id) values (${orgId}) on conflict do nothing`;
    await admin.begin(async (q) => {
      await q`set local session_replication_role = replica`;
      await q`
        insert into patients (id, org_id, mrn, name, sex, birth_date, abo, rhd, group_determinations)
        values (${patientId}, ${orgId}, 'BENCH', '李桂芳', 'female', '1950-01-01', ${plainProduct.abo}, ${plainProduct.rhd}, 2)`;
    });
    const rows = await admin<{ id: string }[]>`
      select id from blood_units where holder_org_id = ${orgId} and state = 'available' and component = ${plainProduct.component} and abo = ${plainProduct.abo}
        and rhd = ${plainProduct.rhd} and expires_at > city_now() + interval '1 day' order by id`;
    benches.push({
      orgId,
      patientId,
      technician: await place.enter(orgId, ['technician']),
      nurse: await place.enter(orgId, ['nurse']),
      bags: rows.map(({ id }) => id),
    });
  }
  return benches;
}

/** A complete ordinary issue of one bag, signed by two people. The signatures are given beforehand, as at the form. */
export async function signIssue(place: Place, bench: Bench, unitId: string) {
  const body = {
    patientId: bench.patientId,
    requestNo: 'HIS26112300123',
    ...{ department: '骨科', ward: '7 病区', bed: '23 床' },
    lines: [{ unitId, appearance: 'normal' as const }],
    checks: issueChecks.map((item) => ({ item, at: new Date() })),
  };
  const covers = coversOfIssue(body);
  const request = { runtime: place.runtime, actor: bench.technician.actor, requestId: 'bench' };
  const seal = (signer: Visitor) =>
    inScope(request, 'read', async (scope) => {
      const own = await verifySignature({ ...scope, actor: signer.actor }, { method: 'session' }, place.runtime);
      return sealSignature(scope, own, digestOfCovers(covers), place.runtime);
    });
  return { ...body, signatures: { issuer: await seal(bench.technician), collector: await seal(bench.nurse) } };
}

type Signed = Awaited<ReturnType<typeof signIssue>>;

/** G5: the ordinary issue and the cheapest command through the API, beside the issue as plain SQL. */
export async function measureCommands(
  place: Place,
  benches: Bench[],
  seconds: number,
  rounds: number,
): Promise<Result> {
  const app = await place.start('app.ts');
  const plain = openPlain(place.address.adminUrl, benches.length);
  const perRound = Math.ceil(Math.min(400, (benches[0]?.bags.length ?? 0) / (rounds * 6)));
  const prepared: Signed[][] = benches.map(() => []);
  const sign = async (of: Bench, count: number): Promise<Signed[]> => {
    const list: Signed[] = [];
    for (let n = 0; n < count; n++) {
      const unitId = of.bags.pop();
      if (unitId) list.push(await signIssue(place, of, unitId));
    }
    return list;
  };
  const prepare = async () => {
    await Promise.all(
      benches.map(async (bench, index) => {
        prepared[index] = await sign(bench, perRound);
      }),
    );
  };
  const at = (client: number) => {
    const bench = benches[client % benches.length];
    if (!bench) throw new RangeError('no bench');
    return bench;
  };
  const byApi = async (client: number) => {
    const data = prepared[client]?.pop();
    if (!data) return false;
    await callProcedure(app.url, at(client).technician.cookie, 'clinicalIssues.register', { key: randomUUID(), data });
    return true;
  };
  const byKernel = async (client: number) => {
    const data = prepared[client]?.pop();
    if (!data) return false;
    const request = { runtime: place.runtime, actor: at(client).technician.actor, requestId: 'bench' };
    await execute(registerIssue, request, data, randomUUID());
    return true;
  };
  const byPlain = async (client: number) => {
    const { bags, orgId, patientId } = at(client);
    const unitId = bags.pop();
    if (!unitId) return false;
    await issuePlainly(plain, orgId, unitId, patientId);
    return true;
  };
  const kept: string[][] = benches.map(() => []);
  const reserve = async (client: number) => {
    const { bags, patientId, technician } = at(client);
    const unitId = bags.pop();
    if (!unitId) return false;
    await callProcedure(app.url, technician.cookie, 'clinicalIssues.reserve', {
      key: randomUUID(),
      data: { patientId, requestNo: 'R1', lines: [{ unitId }] },
    });
    kept[client]?.push(unitId);
    return true;
  };
  const unreserve = async (client: number) => {
    const unitId = kept[client]?.pop();
    if (!unitId) return false;
    const data = { unitIds: [unitId], reason: '测量' };
    await callProcedure(app.url, at(client).technician.cookie, 'clinicalIssues.unreserve', { key: randomUUID(), data });
    return true;
  };
  try {
    await prepare();
    await runClients(benches.length, 2, byApi);
    await runClients(benches.length, 1, byKernel);
    await runClients(benches.length, 2, byPlain);
    const found = await interleave(rounds, {
      async api() {
        await prepare();
        return runClients(benches.length, seconds, byApi);
      },
      plain: () => runClients(benches.length, seconds, byPlain),
      reserve: () => runClients(benches.length, seconds, reserve),
      unreserve: () => runClients(benches.length, seconds, unreserve),
      async kernel() {
        await prepare();
        return runClients(benches.length, seconds, byKernel);
      },
    });
    const rate = (round: { perSecond: number }) => round.perSecond;
    const line = (what: string, ours: typeof found.api, isGoal: boolean) => {
      const ratio = ratioOf(ours, found.plain, rate);
      const p95 = spreadBy(ours, ({ p95: ms }) => ms).median;
      return {
        goal: 'G5',
        what,
        ours: showSamples(ours),
        reference: showSamples(found.plain),
        ratio: show(ratio),
        wanted: '≥ 0.25 of plain SQL, p95 ≤ 15 ms',
        isMet: isGoal ? ratio.median >= 0.25 && p95 <= 15 : null,
      };
    };
    return {
      figures: [
        line('ordinary issue of a bag through the API, 8 clients', found.api, true),
        line('reserve a bag through the API', found.reserve, true),
        line('give a reserved bag back through the API', found.unreserve, true),
        line('ordinary issue, the command alone without HTTP and session', found.kernel, false),
      ],
      raw: { ...found },
    };
  } finally {
    await app.stop();
    await plain.end({ timeout: 2 });
  }
}

export function openPlain(adminUrl: string, clients: number): Sql {
  return postgres(adminUrl, {
    max: clients,
    onnotice: () => {},
    connection: { session_replication_role: 'replica', application_name: 'xuemai plain' },
  });
}
