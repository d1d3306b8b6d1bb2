import type { FormSection } from '@/components/record/record-form';
import type { CaseType } from '@/domain/certificate-reviews/profiles';

/** What a situation has to say of a donor: a relative everything, the donor himself his certificate, the others nothing. */
export function sectionsOf(caseType: CaseType | undefined): readonly FormSection[] {
  return [
    { name: 'patient', fields: ['patientName', 'identityType', 'identityNo', 'caseType'] },
    { name: 'use', fields: ['usedOn', 'isSupplementary', 'diagnosis', 'bloodUse'] },
    ...(caseType === '2'
      ? [{ name: 'donor', fields: ['donorName', 'donorIdentityType', 'donorIdentityNo', 'relation', 'certificateNo'] }]
      : caseType === '1'
        ? [{ name: 'donor', fields: ['certificateNo'] }]
        : []),
    { name: 'notice', fields: ['isInformed'] },
  ];
}

export const optionalFields = ['usedOn', 'certificateNo'] as const;

/** What two people may have typed differently: everything but the numbers, which nobody sees whole. */
export const comparedFields = [
  'patientName',
  'identityType',
  'caseType',
  'usedOn',
  'isSupplementary',
  'diagnosis',
  'donorName',
  'donorIdentityType',
  'relation',
  'certificateNo',
  'isInformed',
] as const;
