import { z } from 'zod';
import { defineRead } from '../../kernel/read';
import type { Scope } from '../../kernel/scope';
import { loadSpecimen, presentSpecimen, type SpecimenRow } from './load';

export interface SpecimenTest {
  readonly id: string;
  readonly specimenId: string;
  readonly round: number;
  readonly kind: 'first' | 'recheck' | 'screen';
  /** Null: the second has not read yet, and nobody sees what the first did. */
  readonly readings: Record<string, unknown> | null;
  readonly abo: SpecimenRow['abo'];
  readonly rhd: SpecimenRow['rhd'];
  readonly faults: string[];
  readonly isSecondEntry: boolean;
  readonly isMine: boolean;
  readonly testedBy: string;
  readonly testedAt: Date;
}

/** What was read on these tubes. The first reading of an open round is told as done, never as what it was. */
export async function loadTests(
  { q, orgId, actor }: Scope,
  rows: readonly Pick<SpecimenRow, 'id' | 'round' | 'grouping'>[],
): Promise<SpecimenTest[]> {
  const personId = actor.kind === 'user' ? actor.personId : null;
  const tests = await q<SpecimenTest[]>`
    select id, specimen_id as "specimenId", round, kind, readings, abo, rhd, faults, is_second_entry as "isSecondEntry", person_id = ${personId} as "isMine",
      tested_by as "testedBy", tested_at as "testedAt"
    from specimen_tests where org_id = ${orgId} and specimen_id = any(${rows.map(({ id }) => id)}) order by tested_at, id`;
  return tests.map((test) => {
    const isOpen = rows.some(
      ({ id, round, grouping }) => id === test.specimenId && round === test.round && grouping === 'first',
    );
    return isOpen && test.kind === 'first'
      ? { ...test, readings: null, abo: 'unknown', rhd: 'unknown', faults: [] }
      : test;
  });
}

export interface CrossmatchView {
  readonly id: string;
  readonly unitId: string;
  readonly specimenId: string | null;
  readonly requestId: string | null;
  readonly origin: 'bench' | 'reserve' | 'issue' | 'afterwards';
  readonly isCompatible: boolean;
  readonly isSecondEntry: boolean;
  readonly crossmatch: {
    readonly method: string;
    readonly major: string;
    readonly minor: string;
    readonly testedBy: string;
    readonly checkedBy: string;
    readonly testedAt: string;
    readonly specimenNo: string;
  };
  readonly createdAt: Date;
  readonly donationNo: string;
  readonly component: string;
  readonly abo: string;
  readonly rhd: string;
  readonly amount: number;
  readonly expiresAt: Date;
  /** Null: not kept by it any more, or never. */
  readonly keptUntil: Date | null;
  readonly endReason: string | null;
  readonly issueId: string | null;
  readonly issueNo: string | null;
}

/** Crossmatches with what became of their bags: kept, given back, issued. */
export async function loadCrossmatches(
  { q, orgId }: Scope,
  of: { readonly requestId: string } | { readonly specimenId: string },
): Promise<CrossmatchView[]> {
  const isOf = 'requestId' in of ? q`c.request_id = ${of.requestId}` : q`c.specimen_id = ${of.specimenId}`;
  return q<CrossmatchView[]>`
    select c.id, c.unit_id as "unitId", c.specimen_id as "specimenId", c.request_id as "requestId", c.origin, c.is_compatible as "isCompatible",
      c.is_second_entry as "isSecondEntry", c.crossmatch, c.created_at as "createdAt", u.donation_no as "donationNo", u.component, u.abo, u.rhd, u.amount,
      u.expires_at as "expiresAt", case when v.ended_at is null then v.release_at end as "keptUntil", v.end_reason as "endReason",
      i.id as "issueId", i.no as "issueNo"
    from crossmatches c join blood_units u on u.id = c.unit_id
    left join lateral (
      select release_at, ended_at, end_reason from reservations r where r.crossmatch_id = c.id and r.org_id = ${orgId} order by r.reserved_at desc limit 1
    ) v on true
    left join lateral (
      select i.id, i.no from clinical_issue_lines l join clinical_issues i on i.id = l.issue_id
      where l.crossmatch_id = c.id and l.org_id = ${orgId} and l.voided_at is null and i.state <> 'void' limit 1
    ) i on true
    where c.org_id = ${orgId} and ${isOf} order by c.created_at, c.id limit 200`;
}

/** One specimen with what was read on it and what was crossmatched against it. */
export const getSpecimen = defineRead({
  name: 'specimens.get',
  permission: 'specimens.read',
  input: z.strictObject({ id: z.uuid() }),
  async run(scope, { id }) {
    const row = await loadSpecimen(scope, id);
    const [tests, crossmatches] = await Promise.all([
      loadTests(scope, [row]),
      loadCrossmatches(scope, { specimenId: id }),
    ]);
    return { ...presentSpecimen(row), tests, crossmatches };
  },
});
