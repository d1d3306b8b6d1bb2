import { specimenValidUntil } from '@/domain/blood/specimens';
import type { Change } from '@/domain/change';
import { recipientOf } from '@/domain/clinical-issues/recipient';
import { decideReservation } from '@/domain/clinical-issues/rules';
import { reserveSchema } from '@/domain/clinical-issues/schema';
import { defineCommand, done, unwrap } from '../../kernel/command';
import { actorName, post } from '../stock/post';
import { insertCrossmatches, isScreenPositive, loadTubes } from './crossmatches';
import { bagFacts, loadPatient, loadSettings, lockUnits } from './load';
import { loadStaff, staffNosOf } from './staff';

const hourMs = 3_600_000;

/** Keeps bags for one patient until the release clock runs out, at the latest when the crossmatch sample grows too old. */
export const reserveBags = defineCommand({
  name: 'clinical-issues.reserve',
  permission: 'clinical-issues.reserve',
  input: reserveSchema,
  async run(scope, input) {
    const unitIds = input.lines.map((line) => line.unitId);
    // Sent together, carried out in this order: the patient is locked before the bags.
    const [settings, staff, patient, units] = await Promise.all([
      loadSettings(scope),
      loadStaff(scope, staffNosOf(input.lines.map((line) => line.crossmatch))),
      loadPatient(scope, input.patientId, 'for share'),
      lockUnits(scope, unitIds),
    ]);
    const specimenNos = input.lines.map((line) => line.crossmatch?.specimenNo);
    const [tubes, isPositive] = await Promise.all([
      loadTubes(scope, patient.id, specimenNos),
      isScreenPositive(scope, patient.id),
    ]);
    const recipient = recipientOf(patient, false, scope.now);
    const bags = new Map(
      units.map((unit) => [unit.id, bagFacts(unit, patient.id, recipient, settings.profile, scope.now)]),
    );
    const facts = {
      now: scope.now,
      recipient,
      bags,
      staff,
      isSingleDutyAllowed: settings.isSingleDutyAllowed,
      isScreenPositive: isPositive,
      tubes,
    };
    const planned = unwrap(decideReservation(facts, input));

    const latest = scope.now.getTime() + (input.releaseHours ?? settings.reservationHours) * hourMs;
    const reservations = planned.map(({ unitId, crossmatch }) => {
      const sampleEnds = crossmatch ? specimenValidUntil(new Date(crossmatch.specimenDrawnAt)).getTime() : latest;
      const crossmatchId = crossmatch ? crypto.randomUUID() : null;
      const releaseAt = new Date(Math.min(latest, sampleEnds));
      return { id: crypto.randomUUID(), unitId, crossmatch, crossmatchId, releaseAt };
    });
    const of = { patientId: patient.id, requestId: null, origin: 'reserve' } as const;
    for (const { id, unitId, crossmatch, crossmatchId } of reservations)
      if (crossmatch && crossmatchId)
        await insertCrossmatches(scope, { ...of, recordId: id }, [{ id: crossmatchId, unitId, crossmatch }]);
    await Promise.all([
      scope.q`
        insert into reservations (id, org_id, unit_id, patient_id, request_no, crossmatch, crossmatch_id, reserved_by, release_at)
        select r.id, ${scope.orgId}, r."unitId", ${patient.id}, ${input.requestNo}, nullif(r.crossmatch, 'null'::jsonb), r."crossmatchId", ${actorName(scope)}, r."releaseAt"
        from jsonb_to_recordset(${scope.q.json(reservations as never)}) as r(id uuid, "unitId" uuid, crossmatch jsonb, "crossmatchId" uuid, "releaseAt" timestamptz)`,
      // Never the patient's id: offices read the ledger.
      post(scope, { kind: 'reserve', unitIds, module: 'clinical-issues', recordId: crypto.randomUUID() }),
    ]);

    const [first, ...rest] = reservations.map(
      (reservation): Change => ({
        module: 'clinical-issues',
        recordId: reservation.id,
        action: 'clinical-issues.reserve',
        version: 1,
        state: 'reserved',
        orgId: scope.orgId,
        before: null,
        after: { ...reservation, patientId: patient.id, requestNo: input.requestNo },
      }),
    );
    if (!first) throw new RangeError('a reservation without bags');
    return done(
      { reservations: reservations.map(({ id, unitId, releaseAt }) => ({ id, unitId, releaseAt })) },
      first,
      ...rest,
    );
  },
});
