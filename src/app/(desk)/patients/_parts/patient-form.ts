import type { FormSection } from '@/components/record/record-form';

export const patientSections: readonly FormSection[] = [
  { name: 'person', fields: ['mrn', 'name', 'isUnidentified', 'sex', 'birthDate', 'identityNumber'] },
  { name: 'blood', fields: ['abo', 'rhd', 'groupDeterminations', 'antibodies'] },
  { name: 'needs', fields: ['requirements'] },
];

export const optionalPatientFields = ['birthDate', 'identityNumber', 'antibodies', 'requirements'] as const;
