'use client';
import { useTranslations } from 'use-intl';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { DefinitionList } from '@/components/ui/definition-list';
import { GroupPlate } from '@/components/ui/group-plate';
import { formatDate } from '@/i18n/format';
import { useFormat } from '@/i18n/provider';
import type { LineValue } from './lines-input';
import type { Around } from './request-types';
import { useRequestWords } from './request-words';

type PatientHeadProps = {
  around: Around;
  now: Date | undefined;
  onLeave: (() => void) | null;
  onRepeat: (lines: LineValue[]) => void;
};

/** Who it is for, with the group as the laboratory has it, and what was asked for last. */
export function PatientHead({ around, onLeave, onRepeat }: PatientHeadProps) {
  const t = useTranslations('transfusion-requests');
  const patients = useTranslations('patients');
  const format = useFormat();
  const words = useRequestWords();
  const { patient, last } = around;
  const isUnknown = patient.abo === 'unknown' || patient.rhd === 'unknown';
  const lines = last ? format.list(last.lines.map(words.line)) : '';
  return (
    <section className="flex flex-none flex-col gap-2 border border-line-2 bg-surface px-3 py-2">
      <div className="flex items-center gap-4">
        <GroupPlate abo={patient.abo} rhd={patient.rhd === 'unknown' ? 'unspecified' : patient.rhd} size="l" />
        <DefinitionList
          layout="row"
          className="min-w-0 flex-1"
          items={[
            { term: t('patient'), value: patient.name, isStrong: true },
            { term: patients('fields.mrn'), value: <span className="font-code">{patient.mrn}</span>, isStrong: true },
            { term: patients('fields.sex'), value: patients(`options.sex.${patient.sex}`) },
            { term: patients('fields.birthDate'), value: patient.birthDate ?? '' },
            {
              term: t('fields.group'),
              value: isUnknown ? t('groupUnknown') : t('determinations', { count: patient.groupDeterminations }),
              isStrong: isUnknown,
            },
            ...(patient.antibodies.length > 0
              ? [{ term: patients('fields.antibodies'), value: format.list(patient.antibodies), isStrong: true }]
              : []),
            ...(patient.requirements.length > 0
              ? [
                  {
                    term: patients('fields.requirements'),
                    value: words.modifiers(patient.requirements),
                    isStrong: true,
                  },
                ]
              : []),
          ]}
        />
        {onLeave && (
          <Button size="sm" variant="ghost" onClick={onLeave}>
            {t('patientChange')}
          </Button>
        )}
      </div>
      {isUnknown && <Banner tone="info">{t('groupWaits')}</Banner>}
      {last && (
        <p className="flex items-center gap-3 text-13 text-ink-2">
          {t('last', { no: last.no, at: formatDate(last.appliedAt), lines })}
          <Button
            size="sm"
            onClick={() => onRepeat(last.lines.map((line) => ({ ...line, modifiers: [...line.modifiers] })))}
          >
            {t('repeatLast')}
          </Button>
        </p>
      )}
    </section>
  );
}
