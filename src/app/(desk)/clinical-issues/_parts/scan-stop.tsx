'use client';
import { useTranslations } from 'use-intl';
import { DonationNumber } from '@/components/ui/donation-number';
import { GroupPlate, type PlateAbo, type PlateRhd } from '@/components/ui/group-plate';
import { HardStopPanel } from '@/components/ui/hard-stop-panel';
import { HardStopValue } from '@/components/ui/hard-stop-value';
import { useKey } from '@/components/ui/use-key';
import { useFormat } from '@/i18n/provider';
import { useBagWords } from './bag-words';
import type { FoundPatient } from './issue-types';
import type { ScanNews } from './scan-flow';
import { useFocusBack } from './use-focus-back';

type ScanStopProps = {
  news: Extract<ScanNews, { kind: 'refused' | 'label-differs' | 'other-patient' | 'autologous' }>;
  recipient: { abo: PlateAbo; rhd: PlateRhd };
  patient: FoundPatient | null;
  onAnswer: () => void;
};

/** Red, over the place of work: both values, the reason, one way on. Earlier scans stay untouched. */
export function ScanStop({ news, recipient, patient, onAnswer }: ScanStopProps) {
  const t = useTranslations('clinical-issues.stop');
  const format = useFormat();
  const words = useBagWords();
  useKey('F2', onAnswer);
  useFocusBack();
  const note = `${format.timeSeconds(news.at)} · ${t('sound')}`;

  if (news.kind === 'other-patient')
    return (
      <HardStopPanel
        title={t('identity')}
        note={note}
        comparison={{
          firstLabel: t('chosenPatient'),
          first: <HardStopValue>{patient?.mrn ?? ''}</HardStopValue>,
          secondLabel: t('scannedPatient'),
          second: <HardStopValue>{news.scanned}</HardStopValue>,
        }}
        action={{ label: t('understood'), kbd: 'F2', onPress: onAnswer }}
      >
        <p>{patient?.name}</p>
        <p>{t('identityWhy')}</p>
      </HardStopPanel>
    );

  if (news.kind === 'autologous')
    return (
      <HardStopPanel
        title={t('autologous')}
        note={note}
        action={{ label: t('autologousUnderstood'), kbd: 'F2', onPress: onAnswer }}
      >
        <p className="font-code text-20">
          {t('autologousLabel')} {news.bagNo}
        </p>
        <p>
          {t('autologousHouse')} {news.orgId}
        </p>
        <p>{t('autologousWhy')}</p>
      </HardStopPanel>
    );

  const { bag } = news;
  const facts = (
    <>
      <p>
        <DonationNumber donationNo={bag.donationNo} size="panel" />
      </p>
      <p>
        {words.component(bag)} {words.amount(bag)}
      </p>
    </>
  );
  if (news.kind === 'label-differs')
    return (
      <HardStopPanel
        title={t('labelGroup')}
        note={note}
        comparison={{
          firstLabel: t('stockSide'),
          first: <GroupPlate abo={bag.abo} rhd={bag.rhd} size="stop" onFill />,
          secondLabel: t('labelSide'),
          second: <GroupPlate abo={news.label.abo} rhd={news.label.rhd} size="stop" onFill />,
        }}
        action={{ label: t('putAside'), kbd: 'F2', onPress: onAnswer }}
      >
        {facts}
        <p>{t('labelWhy')}</p>
        <p>{t(news.isRescanned ? 'labelRescanned' : 'labelRescan')}</p>
      </HardStopPanel>
    );

  const code = bag.blockedBy?.code;
  if (code === 'unit.expired' || code === 'unit.recalled')
    return (
      <HardStopPanel
        title={t(code === 'unit.expired' ? 'expired' : 'recalled')}
        note={note}
        comparison={{
          firstLabel: t('now'),
          first: <HardStopValue>{format.dateTime(news.at)}</HardStopValue>,
          secondLabel: t('bagSide'),
          second: <HardStopValue>{format.dateTime(bag.expiresAt)}</HardStopValue>,
        }}
        action={{ label: t('putAside'), kbd: 'F2', onPress: onAnswer }}
      >
        {facts}
        <p>{t(code === 'unit.expired' ? 'expiredWhy' : 'recalledWhy')}</p>
      </HardStopPanel>
    );

  const reason = bag.verdict.reasons[0]?.code ?? '';
  const isByGroup = /^(abo|rhd|recipient|unit_rhd|second)/.test(reason);
  return (
    <HardStopPanel
      title={t(isByGroup ? 'incompatible' : 'incompatibleOther')}
      note={note}
      comparison={{
        firstLabel: t('patientSide'),
        first: <GroupPlate abo={recipient.abo} rhd={recipient.rhd} size="stop" onFill />,
        secondLabel: t('bagSide'),
        second: <GroupPlate abo={bag.abo} rhd={bag.rhd} size="stop" onFill />,
      }}
      action={{ label: t('putBack'), kbd: 'F2', onPress: onAnswer }}
    >
      {facts}
      <p>{t('why', { reason: words.reason(reason) })}</p>
    </HardStopPanel>
  );
}
