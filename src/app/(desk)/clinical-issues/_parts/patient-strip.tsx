'use client';
import { useTranslations } from 'use-intl';
import { useRecordWords } from '@/components/record/record-words';
import { Button } from '@/components/ui/button';
import { DefinitionList } from '@/components/ui/definition-list';
import { GroupPlate, type PlateAbo, type PlateRhd } from '@/components/ui/group-plate';
import { useFormat } from '@/i18n/provider';
import { usePersonWords } from './bag-words';
import type { FoundPatient } from './issue-types';

const patientModule = { module: 'patients' } as const;

type PatientStripProps = { patient: FoundPatient; now: Date | null; onChange: () => void };

/** Who it is for, locked: what has to be compared aloud stands in one line. */
export function PatientStrip({ patient, now, onChange }: PatientStripProps) {
  const t = useTranslations('clinical-issues.form');
  const words = usePersonWords();
  const format = useFormat();
  const register = useRecordWords(patientModule);
  const determinations =
    patient.groupDeterminations >= 2 ? 'twice' : patient.groupDeterminations === 1 ? 'once' : 'none';
  return (
    <section className="flex flex-none items-center gap-4 border border-line-2 bg-surface px-3 py-2">
      <GroupPlate abo={patient.abo} rhd={patient.rhd === 'unknown' ? 'unspecified' : patient.rhd} size="l" />
      <DefinitionList
        layout="row"
        className="min-w-0 flex-1"
        items={[
          { term: t('patientSearch'), value: patient.name, isStrong: true },
          { term: t('mrn'), value: <span className="font-code">{patient.mrn}</span>, isStrong: true },
          { term: t('sexAge'), value: words.sexAndAge(patient, now) },
          { term: t('group'), value: t(`determinations.${determinations}`), isStrong: determinations !== 'twice' },
          ...(patient.reportedGroup && isContradicted(patient)
            ? [{ term: t('reportedGroup'), value: <ReportedGroup group={patient.reportedGroup} />, isStrong: true }]
            : []),
          {
            term: t('antibodies'),
            value: format.list(patient.antibodies) || t('noAntibodies'),
            isStrong: patient.antibodies.length > 0,
          },
          {
            term: t('requirements'),
            value:
              format.list(patient.requirements.map((code) => register.option('requirements', code))) ||
              t('noRequirements'),
            isStrong: patient.requirements.length > 0,
          },
        ]}
      />
      <Button size="sm" variant="ghost" onClick={onChange}>
        {t('changePatient')}
      </Button>
    </section>
  );
}

/** What the report says and the register does not is unknown at the desk. */
function isContradicted({ reportedGroup, abo, rhd }: FoundPatient): boolean {
  const [reportedAbo, reportedRhd] = reportedGroup?.split('.') ?? [];
  return (abo === 'unknown' && reportedAbo !== 'unknown') || (rhd === 'unknown' && reportedRhd !== 'unknown');
}

function ReportedGroup({ group }: { group: string }) {
  const [abo, rhd] = group.split('.') as [PlateAbo, PlateRhd | 'unknown'];
  return <GroupPlate abo={abo} rhd={rhd === 'unknown' ? 'unspecified' : rhd} />;
}
