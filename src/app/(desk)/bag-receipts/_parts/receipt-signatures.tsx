'use client';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { SignSlot } from '@/app/_signing/sign-slot';
import type { GivenSignature, SignMethod } from '@/app/_signing/use-signing';
import { Button } from '@/components/ui/button';
import { Panel } from '@/components/ui/panel';
import { SegmentedControl } from '@/components/ui/segmented-control';
import type { SignatureState } from '@/components/ui/signature-box';
import { SignaturePair } from '@/components/ui/signature-pair';
import { TextInput } from '@/components/ui/text-input';
import { useFormat } from '@/i18n/provider';
import type { JudgedLine } from './judged-line';

type ReceiptSignaturesProps = {
  judged: readonly JudgedLine[];
  covers: string;
  dutyMode: 'two_person' | 'single';
  isSingleDutyAllowed: boolean;
  onDutyMode: (mode: 'two_person' | 'single') => void;
  receiver: GivenSignature | null;
  reviewer: GivenSignature | null;
  delivererName: string;
  onDelivererName: (name: string) => void;
  onSign: (who: 'receiver' | 'reviewer', method: SignMethod) => void;
  /** For somebody else to sign there. */
  onForget: (who: 'receiver' | 'reviewer') => void;
  signError: string | null;
  isSigning: boolean;
  /** A box whose temperature is no number: nobody signs over it. */
  faultyBoxNo: number | null;
};

/** Two signatures side by side, after the last scan they cover; one more scan voids both. */
export function ReceiptSignatures(props: ReceiptSignaturesProps) {
  const { judged, covers, dutyMode, receiver, reviewer, onSign, signError, isSigning, faultyBoxNo } = props;
  const t = useTranslations('bag-receipts.scan');
  const format = useFormat();
  const accepted = judged.filter(({ judgement }) => judgement.outcome === 'accepted').length;

  const stateOf = (given: GivenSignature | null, slot: ReactNode): SignatureState => {
    if (judged.length === 0) return { kind: 'not-yet' };
    if (faultyBoxNo !== null) return { kind: 'not-yet', reason: t('signNeedsTemperature', { box: faultyBoxNo }) };
    if (given?.covers === covers) return { kind: 'signed', name: given.name, at: format.timeSeconds(given.at) };
    if (given) return { kind: 'void', name: given.name, slot };
    return slot ? { kind: 'waiting', slot } : { kind: 'not-yet' };
  };
  const first = stateOf(
    receiver,
    <Button
      variant="secondary"
      size="dense"
      isPending={isSigning}
      onClick={() => onSign('receiver', { method: 'session' })}
    >
      {t('signNow')}
    </Button>,
  );
  const second: SignatureState =
    dutyMode === 'single'
      ? {
          kind: 'waiting',
          slot: (
            <TextInput
              aria-label={t('delivererName')}
              placeholder={t('delivererName')}
              value={props.delivererName}
              onValueChange={props.onDelivererName}
              density="dense"
            />
          ),
        }
      : stateOf(
          reviewer,
          receiver?.covers === covers ? (
            <SignSlot label={t('reviewer')} isPending={isSigning} onSign={(method) => onSign('reviewer', method)} />
          ) : null,
        );

  return (
    <Panel
      title={t('signatures')}
      note={t('signaturesNote')}
      isPadded={false}
      actions={
        <SegmentedControl
          size="sm"
          label={t('signatures')}
          value={dutyMode}
          onValueChange={props.onDutyMode}
          items={[
            { value: 'two_person', label: t('twoPerson') },
            { value: 'single', label: t('single'), isDisabled: !props.isSingleDutyAllowed },
          ]}
        />
      }
    >
      <SignaturePair
        statement={<Statement judged={judged} accepted={accepted} />}
        first={{ role: t('receiver', { line: judged.length }), state: first }}
        second={{
          role: dutyMode === 'single' ? t('deliverer') : t('reviewer'),
          state: second,
          hint: t('rescan'),
          onForget: () => props.onForget('reviewer'),
        }}
      />
      {signError && (
        <p role="alert" className="px-3 pb-2 text-13 text-stop">
          {signError}
        </p>
      )}
    </Panel>
  );
}

function Statement({ judged, accepted }: { judged: readonly JudgedLine[]; accepted: number }) {
  const t = useTranslations('bag-receipts.scan');
  const reasons = useTranslations('bag-receipts.holdReasons');
  const format = useFormat();
  const others = judged.filter(({ judgement }) => judgement.outcome !== 'accepted');
  if (others.length === 0) return <>{t('statementClean', { count: accepted })}</>;
  const why = format.list([...new Set(others.map(({ judgement }) => reasons(judgement.holdReason ?? 'other')))]);
  if (accepted === 0) return <>{t('statementHeld', { others: others.length, why })}</>;
  return <>{t('statement', { count: accepted, others: others.length, why })}</>;
}
