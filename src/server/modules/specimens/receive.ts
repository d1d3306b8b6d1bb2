import { and, eq, ne } from 'drizzle-orm';
import { specimens } from '@/db/schema';
import { specimenValidUntil } from '@/domain/blood/specimens';
import { decideBy } from '@/domain/result';
import { checkReceipt } from '@/domain/specimens/rules';
import { type ReceiveSpecimenInput, receiveSpecimenInput } from '@/domain/specimens/schema';
import { defineCommand, done, unwrap } from '../../kernel/command';
import { refusal } from '../../kernel/errors';
import type { Scope } from '../../kernel/scope';
import { actorName } from '../stock/post';
import { answerOf, changeOf, loadPatient, presentSpecimen } from './load';

interface RequestOf {
  readonly no: string;
  readonly patientId: string;
  readonly state: string;
  readonly department: string;
}

/** 接收: a tube of one patient is taken, or refused with its reason. Either way it stands with who drew it and who looked at it. */
export const receiveSpecimen = defineCommand({
  name: 'specimens.receive',
  permission: 'specimens.receive',
  input: receiveSpecimenInput,
  async run(scope, input) {
    const patient = await loadPatient(scope, input.patientId);
    const request = await loadRequest(scope, input.requestId);
    const [known] = await scope.db
      .select({ id: specimens.id })
      .from(specimens)
      .where(and(eq(specimens.orgId, scope.orgId), eq(specimens.tubeNo, input.tubeNo), ne(specimens.state, 'void')));
    const facts = { now: scope.now, request, isTubeKnown: known !== undefined };
    unwrap(decideBy(checkReceipt(input, facts), () => null));
    const isRefused = input.refusedReason !== undefined;
    const [saved] = await scope.db
      .insert(specimens)
      .values({
        id: crypto.randomUUID(),
        orgId: scope.orgId,
        tubeNo: input.tubeNo,
        patientId: patient.id,
        patientLabel: `${patient.name} ${patient.mrn}`,
        requestId: input.requestId ?? null,
        requestNo: request?.no ?? '',
        department: request?.department ?? '',
        state: isRefused ? 'refused' : 'received',
        drawnAt: input.drawnAt,
        drawnBy: input.drawnBy,
        receivedAt: scope.now,
        receivedBy: actorName(scope),
        checks: [...input.checks],
        validUntil: specimenValidUntil(input.drawnAt),
        reason: input.refusedReason ?? null,
        createdBy: actorName(scope),
        createdAt: scope.now,
        updatedAt: scope.now,
      })
      .onConflictDoNothing()
      .returning();
    // Another hand was quicker with the same tube.
    if (!saved) throw refusal({ code: 'specimen.tube_known', path: 'tubeNo', facts: { tubeNo: input.tubeNo } });
    return done(
      answerOf(saved),
      changeOf(scope, 'receive', saved, {
        before: null,
        after: presentSpecimen(saved),
        ...(input.refusedReason === undefined ? {} : { reason: input.refusedReason }),
      }),
    );
  },
});

/** Undefined: none is named; null: this hospital has none such. */
async function loadRequest(
  { q, orgId }: Scope,
  id: ReceiveSpecimenInput['requestId'],
): Promise<RequestOf | null | undefined> {
  if (id === undefined) return undefined;
  const [row] = await q<RequestOf[]>`
    select coalesce(no, '') as no, patient_id as "patientId", state, department from transfusion_requests where id = ${id} and org_id = ${orgId}`;
  return row ?? null;
}
