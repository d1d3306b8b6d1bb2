'use client';
import { useTranslations } from 'use-intl';
import { useViolationWords } from '@/components/record/violation-words';
import { HardStopPanel } from '@/components/ui/hard-stop-panel';
import { HardStopValue } from '@/components/ui/hard-stop-value';
import { autologousRecord } from '@/domain/autologous-transfusions/record';
import type { Violation } from '@/domain/result';
import type { AutologousDetail } from './autologous-types';

const titles = {
  'autologous.wrong_patient': 'wrongPatient',
  'autologous.bag_of_other': 'otherBag',
  'autologous.expired': 'expired',
} as const;
const whys = {
  'autologous.wrong_patient': 'wrongWhy',
  'autologous.bag_of_other': 'otherWhy',
  'autologous.expired': 'expiredWhy',
} as const;

type ReinfuseStopProps = { stop: Violation; patient: AutologousDetail['patient']; onAnswer: () => void };

/** Red, over the place of work: what is not this patient's blood. Whose it is instead is not said here. */
export function ReinfuseStop({ stop, patient, onAnswer }: ReinfuseStopProps) {
  const t = useTranslations('autologous-transfusions.stop');
  const words = useViolationWords(autologousRecord);
  const known = Object.keys(titles).find((code) => code === stop.code) as keyof typeof titles | undefined;
  const scanned = String(stop.facts?.scanned ?? stop.facts?.bagNo ?? '');
  return (
    <HardStopPanel
      title={t(known ? titles[known] : 'otherTitle')}
      {...(stop.code === 'autologous.wrong_patient'
        ? {
            comparison: {
              firstLabel: t('mine'),
              first: <HardStopValue>{patient.mrn}</HardStopValue>,
              secondLabel: t('scanned'),
              second: <HardStopValue>{scanned}</HardStopValue>,
            },
          }
        : {})}
      action={{ label: t('understood'), onPress: onAnswer }}
    >
      {stop.code !== 'autologous.wrong_patient' && (
        <p className="font-code text-20">
          {t('label')} {scanned}
        </p>
      )}
      <p>{known ? t(whys[known]) : words(stop)}</p>
    </HardStopPanel>
  );
}
