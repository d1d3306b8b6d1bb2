import { specimenValidUntil } from '@/domain/blood/specimens';
import type { Change } from '@/domain/change';
import { type BenchSpecimen, decideBench, type PlannedCrossmatch } from '@/domain/clinical-issues/bench';
import { recipientOf } from '@/domain/clinical-issues/recipient';
import { benchSchema } from '@/domain/clinical-issues/schema';
import { digestOfCovers } from '@/domain/signatures/covers';
import { recordSignature } from '../../auth/signing';
import { defineCommand, done, unwrap } from '../../kernel/command';
import { notFound } from '../../kernel/errors';
import type { Scope } from '../../kernel/scope';
import { addRecheckTask } from '../stock/add-recheck';
import { actorName, post } from '../stock/post';
import { loadScreenGrounds } from '../stock/screen-grounds';
import { insertCrossmatches, isScreenPositive } from './crossmatches';
import { bagFacts, loadPatient, loadSettings, lockUnits, type UnitRow } from './load';
import { lockRequest } from './request';
import { loadStaff, personActing, staffNosOf } from './staff';
import { endReservations, reservationEnded } from './write';

type Specimen = BenchSpecimen & { readonly validUntil: Date };

/**
 * 配血: bags of one request against one tube, each result for good. A compatible bag is kept for the request until the tube is too old; one that does not
 * fit goes back to the shelf if it was kept, and an antibody screen stands before the next.
 */
export const crossmatchBags = defineCommand({
  name: 'clinical-issues.crossmatch',
  permission: 'clinical-issues.crossmatch',
  input: benchSchema,
  async run(scope, input) {
    const { q, orgId } = scope;
    const [settings, staff, named] = await Promise.all([
      loadSettings(scope),
      loadStaff(scope, staffNosOf(input.lines.map((line) => line.crossmatch))),
      q<{ patientId: string }[]>`
        select patient_id as "patientId" from transfusion_requests where id = ${input.requestId} and org_id = ${orgId} and no is not null`,
    ]);
    const patientId = named[0]?.patientId;
    if (!patientId) throw notFound();
    // Locked in this order: the patient, the request, the tube, the bags.
    const patient = await loadPatient(scope, patientId, 'for share');
    const request = await lockRequest(scope, input.requestId);
    const [specimen] = await q<Specimen[]>`
      select tube_no as "tubeNo", patient_id as "patientId", state, grouping, screen, drawn_at as "drawnAt", valid_until as "validUntil"
      from specimens where id = ${input.specimenId} and org_id = ${orgId} for share`;
    if (!request || !specimen) throw notFound();
    const unitIds = input.lines.map((line) => line.unitId);
    const units = await lockUnits(scope, unitIds);
    const [isPositive, screenGrounds] = await Promise.all([
      isScreenPositive(scope, patient.id),
      loadScreenGrounds(scope, patient.id, request.id),
    ]);
    const recipient = recipientOf(patient, false, scope.now);
    const bags = new Map(
      units.map((unit) => [unit.id, bagFacts(unit, patient.id, recipient, settings.profile, scope.now)]),
    );
    // When it was drawn is what the tube says that was received, whatever is typed.
    const lines = input.lines.map((line) => ({
      ...line,
      crossmatch: { ...line.crossmatch, specimenDrawnAt: specimen.drawnAt },
    }));
    const planned = unwrap(
      decideBench(
        {
          now: scope.now,
          patientId: patient.id,
          recipient,
          bags,
          staff,
          isSingleDutyAllowed: settings.isSingleDutyAllowed,
          isScreenPositive: isPositive,
          request,
          specimen,
          screenGrounds,
        },
        { ...input, lines },
      ),
    ).map((row) => ({ ...row, id: crypto.randomUUID() }));

    await insertCrossmatches(
      scope,
      { patientId: patient.id, requestId: request.id, origin: 'bench', recordId: null },
      planned,
    );
    const kept = await keepBags(
      scope,
      { requestId: request.id, requestNo: request.no, patientId: patient.id },
      planned,
      units,
    );
    if (input.dutyMode === 'single') {
      const alone = personActing(scope);
      // Whoever did it alone is not who checks it again in the morning.
      await recordSignature(scope, {
        module: 'specimens',
        recordId: input.specimenId,
        meaning: 'crossmatched',
        signer: { ...alone, method: 'session' },
        coversDigest: digestOfCovers(input),
      });
      await addRecheckTask(scope, {
        module: 'specimens',
        recordId: input.specimenId,
        facts: { no: specimen.tubeNo, bags: planned.length },
        timeZone: settings.timeZone,
      });
    }
    const [first, ...rest] = planned.map(
      ({ id, unitId, isCompatible, crossmatch }): Change => ({
        module: 'clinical-issues',
        recordId: id,
        action: 'clinical-issues.crossmatch',
        version: 1,
        state: isCompatible ? 'compatible' : 'incompatible',
        orgId,
        before: null,
        after: { unitId, requestNo: request.no, specimenId: input.specimenId, isCompatible, crossmatch },
      }),
    );
    if (!first) throw new RangeError('a crossmatch without bags');
    return done(
      {
        kept: planned.filter(({ isCompatible }) => isCompatible).map(({ unitId }) => unitId),
        incompatible: planned.filter(({ isCompatible }) => !isCompatible).map(({ unitId }) => unitId),
        releaseAt: specimen.validUntil,
      },
      first,
      ...rest,
      ...kept,
    );
  },
});

type KeptFor = { readonly requestId: string; readonly requestNo: string; readonly patientId: string };
type Written = PlannedCrossmatch & { readonly id: string };

/** What fits is kept, or kept on by its new crossmatch; what does not and was kept for the patient is given back. */
async function keepBags(
  scope: Scope,
  { requestId, requestNo, patientId }: KeptFor,
  planned: readonly Written[],
  units: readonly UnitRow[],
): Promise<Change[]> {
  const { q, orgId } = scope;
  const reservationOf = (unitId: string) => units.find(({ id }) => id === unitId)?.reservationId ?? null;
  // One that expired meanwhile is left to the sweep.
  const isOurs = (unitId: string) =>
    units.some((unit) => unit.id === unitId && unit.reservedPatientId === patientId && !unit.isExpired);
  const fits = planned.filter(({ isCompatible }) => isCompatible);
  const fresh = fits
    .filter(({ unitId }) => reservationOf(unitId) === null)
    .map((line) => ({ ...reservationRow(line), reservationId: crypto.randomUUID() }));
  const renewed = fits.flatMap((line) => {
    const reservationId = reservationOf(line.unitId);
    return reservationId ? [{ ...reservationRow(line), reservationId }] : [];
  });
  const back = planned
    .filter(({ isCompatible, unitId }) => !isCompatible && isOurs(unitId))
    .map(({ unitId }) => unitId);

  if (fresh.length > 0) {
    await q`
      insert into reservations (id, org_id, unit_id, patient_id, request_no, request_id, crossmatch, crossmatch_id, reserved_by, release_at)
      select r."reservationId", ${orgId}, r."unitId", ${patientId}, ${requestNo}, ${requestId}, r.crossmatch, r.id, ${actorName(scope)}, r."releaseAt"
      from jsonb_to_recordset(${q.json(fresh as never)}) as r(id uuid, "reservationId" uuid, "unitId" uuid, crossmatch jsonb, "releaseAt" timestamptz)`;
    // Never the patient's id: offices read the ledger.
    const unitIds = fresh.map(({ unitId }) => unitId);
    await post(scope, { kind: 'reserve', unitIds, module: 'clinical-issues', recordId: crypto.randomUUID() });
  }
  const versions = await q<{ id: string; version: number }[]>`
    update reservations r set crossmatch = w.crossmatch, crossmatch_id = w.id, request_id = ${requestId}, request_no = ${requestNo}, release_at = w."releaseAt", version = r.version + 1
    from jsonb_to_recordset(${q.json(renewed as never)}) as w(id uuid, "reservationId" uuid, "unitId" uuid, crossmatch jsonb, "releaseAt" timestamptz)
    where r.id = w."reservationId" and r.org_id = ${orgId} and r.ended_at is null returning r.id, r.version`;
  const ended = back.length > 0 ? await giveBack(scope, back) : [];
  const changeOf = (row: (typeof fresh)[number], version: number): Change => ({
    module: 'clinical-issues',
    recordId: row.reservationId,
    action: 'clinical-issues.reserve',
    version,
    state: 'reserved',
    orgId,
    before: null,
    after: { unitId: row.unitId, patientId, requestNo, crossmatchId: row.id, releaseAt: row.releaseAt },
  });
  return [
    ...fresh.map((row) => changeOf(row, 1)),
    ...renewed.map((row) => changeOf(row, versions.find(({ id }) => id === row.reservationId)?.version ?? 2)),
    ...ended,
  ];
}

function reservationRow({ id, unitId, crossmatch }: Written) {
  return { id, unitId, crossmatch, releaseAt: specimenValidUntil(new Date(crossmatch.specimenDrawnAt)) };
}

async function giveBack(scope: Scope, unitIds: readonly string[]): Promise<Change[]> {
  await post(scope, { kind: 'unreserve', unitIds, module: 'clinical-issues', recordId: crypto.randomUUID() });
  const ended = await endReservations(scope, unitIds, 'released');
  return ended.map((reservation) => ({
    ...reservationEnded(scope.orgId, reservation, 'released'),
    reason: 'incompatible_crossmatch',
  }));
}
