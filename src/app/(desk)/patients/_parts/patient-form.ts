import type { FormSection } from '@/components/record/record-form';

export const patientSections: readonly FormSection[] = [
  { name: 'person', fields: ['mrn', 'name', 'isUnidentified', 'sex', 'birthDate', 'identityNumber'] },
  { name: 'blood', fields: ['abo', 'rhd', 'groupDeterminations', 'antibodies'] },
  { name: 'needs', fields: ['requirements'] },
];

export const optionalPatientFields = ['birthDate', 'identityNumber', 'antibodies', 'requirements'] as const;

/** Antibodies are typed as people write them: `抗-E、抗-c`; a blank may stand inside `其他: …`, so the register's reader looks at it. */
export function splitAntibodies(text: string): string[] {
  return text
    .split(/[、,，;；]+/)
    .map((word) => word.trim())
    .filter((word) => word !== '');
}
