import type { patients } from '@/db/schema';
import { maskIdentityNumber } from '@/domain/identity-number';
import { openSecret } from '../../kernel/secret-box';

export type PatientRow = typeof patients.$inferSelect;

/** A patient as every read, audit row and conflict shows it: the identity number masked, its cipher never. */
export function presentPatient(row: PatientRow) {
  return {
    id: row.id,
    mrn: row.mrn,
    name: row.name,
    sex: row.sex,
    birthDate: row.birthDate,
    identityNumber: row.identityCipher ? maskIdentityNumber(openIdentity(row)) : null,
    abo: row.abo,
    rhd: row.rhd,
    group: `${row.abo}.${row.rhd}`,
    groupDeterminations: row.groupDeterminations,
    antibodies: row.antibodies,
    requirements: row.requirements,
    isUnidentified: row.isUnidentified,
    state: row.state,
    createdBy: row.createdBy,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
    version: row.version,
  };
}

export type PatientView = ReturnType<typeof presentPatient>;

export const identityOwner = (row: Pick<PatientRow, 'orgId' | 'id'>) => `${row.orgId}|${row.id}`;

/** The number itself: for the mask, for rules, and for the audited look. */
export function openIdentity(row: PatientRow): string {
  return row.identityCipher ? openSecret(row.identityCipher, identityOwner(row)) : '';
}
