import { patientPrefix, placePrefix } from '@/domain/blood/barcodes/read-scan';
import { bagsInHand } from '@/domain/exercises/material';
import { mintRequestId } from '@/server/auth/chain';
import { currentActor, currentRuntime } from '@/server/auth/current-actor';
import { AppError } from '@/server/kernel/errors';
import { runRead } from '@/server/kernel/read';
import { exerciseSheet } from '@/server/modules/exercises/get';
import { partnerBadge, partners } from '@/server/practice/actors';
import { codesOfBag, drawCode } from './bag-codes';

/** The bar codes of one round: bags in the hand, papers, and the badges of the partners. Null: not signed in, not of this house, or no practice city. */
export async function readExerciseSheet(id: string) {
  const actor = await currentActor();
  if (actor?.kind !== 'user') return null;
  const runtime = await currentRuntime();
  try {
    const round = await runRead(exerciseSheet, { runtime, actor, requestId: mintRequestId() }, { id });
    const { shipment, patient, place } = round.material;
    const notes = shipment ? [shipment.no] : [...new Set(round.delivered.map(({ no }) => no))];
    const inHand = bagsInHand(round.material).map((bag) => ({ ...bag, expiresAt: new Date(bag.expiresAt) }));
    const delivered = round.delivered.map((bag) => ({ ...bag, part: 'plain' as const }));
    return {
      code: round.code,
      orgName: actor.orgName,
      notes: notes.map((no) => drawCode('note', no)),
      patient: patient && { ...patient, code: drawCode('patient', `${patientPrefix}${patient.mrn}`) },
      place: place && { ...place, scan: drawCode('place', `${placePrefix}${place.code}`) },
      bags: [...inHand, ...delivered].map((bag) => ({ ...bag, codes: codesOfBag(bag) })),
      // A station's exercise is signed by nobody beside who does it.
      partners:
        actor.orgKind === 'hospital'
          ? partners.map(({ seat, staffNo, name, title }) => ({
              staffNo,
              name,
              title,
              code: drawCode('badge', partnerBadge(runtime, actor.orgId, seat)),
            }))
          : [],
    };
  } catch (error) {
    if (error instanceof AppError && error.code !== 'internal') return null;
    throw error;
  }
}
