'use client';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useFailureWords } from '@/components/record/violation-words';
import { playTone } from '@/components/scan/scan-sounds';
import { CodeInput } from '@/components/ui/code-input';
import { DateTimeInput } from '@/components/ui/date-time-input';
import { Field } from '@/components/ui/field';
import { SegmentedControl } from '@/components/ui/segmented-control';
import type { RecordDefinition } from '@/domain/record';
import { SignSlot } from './sign-slot';
import { SignedMark } from './signed-mark';
import { useBadge } from './use-badge';
import { type SignerRule, type SignMethod, useSigning } from './use-signing';

export type Second =
  | { by: 'token'; token: string; covers: string; name: string }
  | { by: 'phone'; staffNo: string; at: Date };

type SecondPersonProps = {
  /** In whose words a refusal is told. */
  definition: Pick<RecordDefinition, 'module'>;
  /** Null while what is signed is not complete: there is nothing to sign yet. */
  covers: string | null;
  onSecond: (second: Second | null) => void;
  isPhoneAllowed: boolean;
  /** Whom the server would refuse is refused here at once. */
  refuse?: SignerRule;
  now: Date | null;
};

/** The second of two in a dialog: by badge, by own password, or, where one person is on duty, by telephone. */
export function SecondPerson({ definition, covers, onSecond, isPhoneAllowed, refuse, now }: SecondPersonProps) {
  const t = useTranslations('signing');
  const words = useFailureWords(definition);
  const [way, setWay] = useState<Second['by']>('token');
  const [call, setCall] = useState<{ staffNo: string; at: Date | null }>({ staffNo: '', at: null });
  const signing = useSigning<'second'>(now, refuse ? { refuse: { second: refuse } } : {});
  const signed = covers === null ? null : signing.fits('second', covers);

  async function prove(method: SignMethod) {
    if (covers === null) return;
    const given = await signing.sign('second', method, covers);
    playTone(given ? 'ok' : 'refuse');
    if (given) onSecond({ by: 'token', token: given.token, covers, name: given.name });
  }
  useBadge({
    isEnabled: way === 'token' && covers !== null && !signed,
    now,
    onBadge: (badge) => void prove({ method: 'badge', badge }),
  });
  function phone(next: typeof call) {
    setCall(next);
    const { staffNo, at } = next;
    const isMoment = at !== null && !Number.isNaN(at.getTime());
    onSecond(staffNo.trim() && isMoment ? { by: 'phone', staffNo: staffNo.trim(), at } : null);
  }

  return (
    <section aria-label={t('second')} className="mt-3 border-t border-line-2 pt-2">
      <h3 className="mb-1 flex items-center gap-3 text-13 font-bold">
        {t('second')}
        {isPhoneAllowed && (
          <SegmentedControl
            size="sm"
            label={t('second')}
            value={way}
            onValueChange={(next) => {
              setWay(next);
              onSecond(null);
            }}
            items={[
              { value: 'token', label: t('bySign') },
              { value: 'phone', label: t('byPhone') },
            ]}
          />
        )}
      </h3>
      {way === 'phone' ? (
        <div className="flex gap-3">
          <Field label={t('staffNo')} layout="top">
            <CodeInput value={call.staffNo} onValueChange={(staffNo) => phone({ ...call, staffNo })} />
          </Field>
          <Field label={t('phonedAt')} hint={t('phoneHint')} layout="top">
            <DateTimeInput value={call.at} now={now ?? undefined} onValueChange={(at) => phone({ ...call, at })} />
          </Field>
        </div>
      ) : signed ? (
        <SignedMark
          onForget={() => {
            signing.forget('second');
            onSecond(null);
          }}
        >
          {t('signed', { name: signed.name })}
        </SignedMark>
      ) : covers === null ? (
        <p className="text-13 text-ink-2">{t('signFirst')}</p>
      ) : (
        <SignSlot isWide label={t('second')} isPending={signing.isPending} onSign={(method) => void prove(method)} />
      )}
      {way === 'token' && signing.failure && (
        <p role="alert" className="mt-1 text-13 text-stop">
          {words(signing.failure.failure)}
        </p>
      )}
    </section>
  );
}
