import type { RegisterRequestInput } from '@/domain/transfusion-requests/schema';

/** A request that may go to its approvers: 2 U of red cells for tomorrow. */
export function requestInput(
  patientId: string,
  plannedOn: string,
  change: Partial<RegisterRequestInput> = {},
): RegisterRequestInput {
  return {
    patientId,
    sickType: '3',
    department: '骨科',
    ward: '7 病区',
    bed: '23 床',
    feeType: '医保',
    residence: 'local',
    diagnosis: '股骨骨折',
    bloodHistory: 'none',
    bloodTimes: null,
    reactionHistory: 'none',
    reactionText: '',
    allergy: '',
    gravida: null,
    para: null,
    transplant: '',
    isConsented: true,
    isAssessed: true,
    assessment: '适合输血',
    purpose: '增加携氧能力',
    indication: 'Hb 62 g/L',
    nature: 'preparation',
    arrangement: 'allogeneic',
    isEmergency: false,
    lines: [{ component: 'rbc-suspended', amount: 200, modifiers: [] }],
    route: '',
    dripRate: '',
    plannedOn,
    labs: [{ item: 'hb', value: '62' }],
    labsOn: null,
    applicantTitle: null,
    isSubmitted: true,
    ...change,
  };
}
