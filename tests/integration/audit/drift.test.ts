import { randomUUID } from 'node:crypto';
import postgres, { type Sql } from 'postgres';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { findDrift } from '@/server/audit/find-drift';
import { openTestCity, type TestCity } from '../../support/factories';

let city: TestCity;
let superuser: Sql;
let serial = 0;

/** A bag put where no command would have put it, without a movement: the triggers are off. */
async function forgeBag(tx: Sql, state: string, expectedOrgId: string | null = null): Promise<string> {
  const id = randomUUID();
  await tx`
    insert into blood_units (id, label_scheme, issuer, donation_no, product_code, component, abo, rhd, amount, expires_at, source_org_id, holder_org_id, expected_org_id, state, last_kind)
    values (${id}, 'isbt128', '31000', ${`forged${serial++}`}, 'E0336V00', 'rbc-suspended', 'A', 'positive', 200, now() + interval '9 days', 'S01', 'H01', ${expectedOrgId}, ${state}, 'release')`;
  return id;
}

/** What is found after the forgery; everything is as before afterwards. */
async function driftAfter(forge: (tx: Sql) => Promise<unknown>): Promise<string[]> {
  const tables = [
    'blood_units',
    'shipment_bags',
    'incidents',
    'incident_bags',
    'reservations',
    'clinical_issue_lines',
    'issue_days',
    'stock_cells',
    'stock_movements',
  ];
  try {
    await superuser.begin(async (tx) => {
      await tx`set local session_replication_role = replica`;
      await forge(tx as unknown as Sql);
    });
    return (await findDrift(city.runtime.sql)).map(({ rule, subject, facts }) => `${rule} ${subject} ${facts}`);
  } finally {
    await superuser.begin(async (tx) => {
      await tx`set local session_replication_role = replica`;
      for (const table of tables) await tx.unsafe(`delete from ${table}`);
    });
  }
}

describe('reconcile', () => {
  beforeAll(async () => {
    city = await openTestCity();
    const [row] = await city.owner<{ name: string }[]>`select current_database() as name`;
    const url = new URL(inject('cluster').adminUrl);
    url.pathname = `/${row?.name}`;
    superuser = postgres(url.href, { max: 1, onnotice: () => {} });
  });
  afterAll(async () => {
    await superuser.end();
    await city.close();
  });

  it('says nothing of an empty city', async () => {
    expect(await findDrift(city.runtime.sql)).toEqual([]);
  });

  it('names a cell that does not agree with the ledger', async () => {
    const found = await driftAfter(
      (tx) =>
        tx`insert into stock_cells (org_id, component, abo, rhd, available_bags) values ('H01', 'ffp', 'A', 'positive', 2)`,
    );
    expect(found).toEqual(['stock H01 ffp A positive available cell 2 bags 0, ledger 0 bags 0, 0 units']);
  });

  it('names a bag with a live issue line that was not issued', async () => {
    const found = await driftAfter(async (tx) => {
      const unit = await forgeBag(tx, 'available');
      await tx`
        insert into clinical_issue_lines (issue_id, unit_id, org_id, line_no, verdict) values (${randomUUID()}, ${unit}, 'H01', 1, '{}')`;
    });
    expect(found).toContainEqual(expect.stringMatching(/^issued_bag .* has a live issue line .* and is available$/));
  });

  it('names a bag that an issue took without a live line', async () => {
    const found = await driftAfter(async (tx) => {
      const unit = await forgeBag(tx, 'issued');
      await tx`
        insert into stock_movements (unit_id, kind, from_org, from_bucket, to_bucket, component, abo, rhd, amount, module, record_id, actor_org_id, actor)
        values (${unit}, 'issue', 'H01', 'available', 'patient', 'rbc-suspended', 'A', 'positive', 200, 'clinical-issues', 'x', 'H01', '试')`;
    });
    expect(found).toContainEqual(expect.stringMatching(/^issued_bag .* is issued by x without a live line$/));
    expect(found).toContainEqual(expect.stringMatching(/^issue_day H01 .* day 0 bags 0, ledger 1 bags 200$/));
  });

  it('names a reserved bag without a reservation, and a reservation without its bag', async () => {
    const found = await driftAfter(async (tx) => {
      await forgeBag(tx, 'reserved');
      const free = await forgeBag(tx, 'available');
      await tx`
        insert into reservations (org_id, unit_id, patient_id, request_no, reserved_by, release_at) values ('H01', ${free}, ${randomUUID()}, 'R', '试', now())`;
    });
    expect(found).toContainEqual(
      expect.stringMatching(/^reserved_bag .*: 0 live reservations, picks or promises, bag is reserved at H01$/),
    );
    expect(found).toContainEqual(
      expect.stringMatching(/^reserved_bag .*: 1 live reservations, picks or promises, bag is available at H01$/),
    );
  });

  it('names a bag of an open incident that stands on a shelf', async () => {
    const found = await driftAfter(async (tx) => {
      const unit = await forgeBag(tx, 'available');
      const incident = randomUUID();
      await tx`
        insert into incidents (id, no, org_id, rule, severity, module, record_id, occurred_at, created_by) values (${incident}, 'F1', 'H01', 'expired', 'grave', 'incidents', 'x', now(), '试')`;
      await tx`
        insert into incident_bags (incident_id, unit_id, org_id, donation_no, product_code, component, abo, rhd)
        values (${incident}, ${unit}, 'H01', 'x', 'x', 'rbc-suspended', 'A', 'positive')`;
    });
    expect(found).toContainEqual(
      expect.stringMatching(/^incident_bag .* has the open incident F1 and is available at H01$/),
    );
  });

  it('names a bag on its way that no note expects, and one expected elsewhere', async () => {
    const found = await driftAfter(async (tx) => {
      await forgeBag(tx, 'in_transit', 'H02');
      const elsewhere = await forgeBag(tx, 'in_transit', 'H02');
      await tx`
        insert into shipment_bags (shipment_id, unit_id, org_id, party_org_id, line_no, state) values (${randomUUID()}, ${elsewhere}, 'S01', 'H03', 1, 'expected')`;
    });
    const expected = found.filter((line) => line.startsWith('expected_bag'));
    expect(expected).toHaveLength(3);
    expect(expected).toContainEqual(expect.stringMatching(/note: expected for H03; bag: in_transit for H02$/));
  });

  it('names a day whose issues do not agree with the ledger', async () => {
    const found = await driftAfter(
      (tx) =>
        tx`insert into issue_days (org_id, day, component, abo, rhd, bags, amount) values ('H01', '2026-11-01', 'ffp', 'A', 'positive', 1, 200)`,
    );
    expect(found).toEqual(['issue_day H01 2026-11-01 ffp A positive day 1 bags 200, ledger 0 bags 0']);
  });
});
