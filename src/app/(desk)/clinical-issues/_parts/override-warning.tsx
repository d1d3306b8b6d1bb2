'use client';
import { useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { DonationNumber } from '@/components/ui/donation-number';
import { GroupPlate } from '@/components/ui/group-plate';
import { WarningPanel } from '@/components/ui/warning-panel';
import { useFormat } from '@/i18n/provider';
import { useBagWords } from './bag-words';
import type { OfferedBag } from './issue-types';
import { useFocusBack } from './use-focus-back';

type Statement = 'known_anti_d_haemolysis_risk' | 'known_antibody_haemolysis_risk';

type OverrideWarningProps = {
  bag: OfferedBag;
  reason: string;
  isEmergency?: boolean;
  onGoOn: (reason: string, statements: readonly Statement[]) => void;
  onBack: () => void;
};

/** Amber: a person may go on, why is kept, and the words of a known antibody are said. Nothing like a hard stop. */
export function OverrideWarning({ bag, reason: given, isEmergency = false, onGoOn, onBack }: OverrideWarningProps) {
  const t = useTranslations('clinical-issues');
  const words = useBagWords();
  const format = useFormat();
  const panel = useRef<HTMLDivElement>(null);
  useFocusBack();
  useEffect(() => panel.current?.querySelector('textarea')?.focus(), []);
  const [reason, setReason] = useState(given);
  const [said, setSaid] = useState<readonly Statement[]>([]);
  const override = bag.verdict.override;
  const statements = override?.statements ?? [];
  const why = words.reason(bag.verdict.reasons[0]?.code ?? '');
  const roles = format.list((override?.roles ?? []).map((role) => t(`form.approvers.${role}`)));
  const isSaid = statements.every((statement) => said.includes(statement));
  const isReady = isSaid && reason.trim().length >= 2;

  return (
    <div ref={panel} className="flex-none">
      <WarningPanel
        title={isEmergency ? t('warn.emergencyTitle', { reason: why }) : t('warn.title', { reason: why, roles })}
        reason={reason}
        onReasonChange={setReason}
        actions={
          <>
            <Button variant="primary" onClick={() => isReady && onGoOn(reason.trim(), said)} isDisabled={!isReady}>
              {t(isEmergency ? 'warn.goOnEmergency' : 'warn.goOn')}
            </Button>
            <Button onClick={onBack}>{t('warn.back')}</Button>
          </>
        }
      >
        <p className="flex items-center gap-2">
          <GroupPlate abo={bag.abo} rhd={bag.rhd} />
          <strong>{words.component(bag)}</strong>
          <DonationNumber donationNo={bag.donationNo} />
        </p>
        <p>{t(isEmergency ? 'warn.emergencyBody' : 'warn.body')}</p>
        {statements.map((statement) => (
          <Checkbox
            key={statement}
            isChecked={said.includes(statement)}
            onCheckedChange={(isOn) =>
              setSaid((before) => (isOn ? [...before, statement] : before.filter((other) => other !== statement)))
            }
          >
            {t(`statement.${statement}`)}
          </Checkbox>
        ))}
      </WarningPanel>
    </div>
  );
}
