'use client';
import { useTranslations } from 'use-intl';
import { SignSlot } from '@/app/_signing/sign-slot';
import type { useSigning } from '@/app/_signing/use-signing';
import { useFailureWords } from '@/components/record/violation-words';
import { Button } from '@/components/ui/button';
import { Panel } from '@/components/ui/panel';
import { SegmentedControl } from '@/components/ui/segmented-control';
import type { SignatureState } from '@/components/ui/signature-box';
import { SignaturePair } from '@/components/ui/signature-pair';
import { useFormat } from '@/i18n/provider';
import { issueModule } from './issue-types';
import type { IssueForm } from './use-issue-form';

type SignaturesPanelProps = {
  form: IssueForm;
  signing: ReturnType<typeof useSigning<'issuer' | 'collector'>>;
  isSingleDutyAllowed: boolean;
  /** Bags, crossmatches and checks come first: a signature follows what it covers. */
  isReady: boolean;
};

/** Issuer and collector side by side; one more scan or tick voids both. */
export function SignaturesPanel({ form, signing, isSingleDutyAllowed, isReady }: SignaturesPanelProps) {
  const t = useTranslations('clinical-issues.form');
  const failureWords = useFailureWords(issueModule);
  const format = useFormat();
  const issuer = signing.fits('issuer', form.covers);

  const stateOf = (place: 'issuer' | 'collector', waiting: SignatureState): SignatureState => {
    const given = signing.given[place];
    if (given && given.covers === form.covers)
      return { kind: 'signed', name: given.name, at: format.timeSeconds(given.at) };
    if (!isReady) return given ? { kind: 'void', name: given.name } : { kind: 'not-yet' };
    return waiting;
  };
  return (
    <Panel
      title={t('signatures')}
      actions={
        <SegmentedControl
          size="sm"
          label={t('duty')}
          value={form.dutyMode}
          onValueChange={form.setDutyMode}
          items={[
            { value: 'two_person', label: t('twoPerson') },
            { value: 'single', label: t('single'), isDisabled: !isSingleDutyAllowed },
          ]}
        />
      }
    >
      <SignaturePair
        statement={t('statement', { count: form.lines.length })}
        first={{
          role: t('issuer'),
          onForget: () => signing.forget('issuer'),
          state: stateOf('issuer', {
            kind: 'waiting',
            slot: (
              <Button
                size="dense"
                isPending={signing.isPending}
                onClick={() => void signing.sign('issuer', { method: 'session' }, form.covers)}
              >
                {t('sign')}
              </Button>
            ),
          }),
        }}
        second={{
          role: t('collector'),
          onForget: () => signing.forget('collector'),
          state: stateOf(
            'collector',
            issuer
              ? {
                  kind: 'waiting',
                  slot: (
                    <SignSlot
                      label={t('collector')}
                      isPending={signing.isPending}
                      onSign={(method) => void signing.sign('collector', method, form.covers)}
                    />
                  ),
                }
              : { kind: 'not-yet' },
          ),
          hint: t('resign'),
        }}
      />
      {signing.failure && (
        <p role="alert" className="px-3 pb-2 text-13 text-stop">
          {failureWords(signing.failure.failure)}
        </p>
      )}
    </Panel>
  );
}
