import { z } from 'zod';
import { readIdentityNumber } from '@/domain/identity-number';
import { defineRead } from '../../kernel/read';
import { blindIndex } from '../../kernel/secret-box';

export interface FoundPatient {
  readonly id: string;
  readonly mrn: string;
  readonly name: string;
  readonly sex: 'male' | 'female' | 'unknown';
  readonly birthDate: string | null;
  readonly abo: 'A' | 'B' | 'O' | 'AB' | 'unknown';
  readonly rhd: 'positive' | 'negative' | 'unknown';
  readonly isUnidentified: boolean;
}

/** Patients of this hospital by record number, identity number, name, full pinyin or initials; exact record numbers first, 20 at most. */
export const findPatients = defineRead({
  name: 'patients.find',
  permission: 'patients.read',
  input: z.strictObject({ text: z.string().trim().min(1).max(60) }),
  async run({ q, orgId }, { text }): Promise<FoundPatient[]> {
    const plain = text.normalize('NFKC').replace(/\s/gu, '');
    const identity = readIdentityNumber(plain);
    const index = identity.ok ? blindIndex(identity.value.number, orgId) : null;
    return [
      ...(await q<FoundPatient[]>`
        select id, mrn, name, sex, birth_date as "birthDate", abo, rhd, is_unidentified as "isUnidentified" from patients
        where org_id = ${orgId} and state = 'active' and (
          mrn = ${plain.toUpperCase()} or identity_index = ${index}
          or strpos(name, ${text}) > 0 or strpos(' ' || search, ${` ${plain.toLowerCase()}`}) > 0
        )
        order by mrn = ${plain.toUpperCase()} desc, updated_at desc, id limit 20`),
    ];
  },
});
