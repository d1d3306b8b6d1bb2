'use client';
import { useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useIsPractice } from '@/components/record/drawn-for';
import { useFailureWords } from '@/components/record/violation-words';
import { playTone } from '@/components/scan/scan-sounds';
import { Button } from '@/components/ui/button';
import { Chip } from '@/components/ui/chip';
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
  | { by: 'phone'; staffNo: string; at: Date; covers: string };

/** As the command takes it: what was agreed to is in the body beside it. */
export function toSecond(second: Second): { by: 'token'; token: string } | { by: 'phone'; staffNo: string; at: Date } {
  return second.by === 'token'
    ? { by: 'token', token: second.token }
    : { by: 'phone', staffNo: second.staffNo, at: second.at };
}

/** Who was called, when, and what the entry was then: one more bag is not what he agreed to. */
type Call = { staffNo: string; at: Date | null; covers: string | null };

function isCalled({ staffNo, at }: Call): boolean {
  return staffNo.trim() !== '' && at !== null && !Number.isNaN(at.getTime());
}

function agreedByPhone(call: Call, covers: string): Second | null {
  const { staffNo, at } = call;
  return isCalled(call) && at && call.covers === covers ? { by: 'phone', staffNo: staffNo.trim(), at, covers } : null;
}

type SecondPersonProps = {
  /** In whose words a refusal is told. */
  definition: Pick<RecordDefinition, 'module'>;
  /** Who signs here; without it the second of two. */
  heading?: string;
  /** Null while what is signed is not complete: there is nothing to sign yet. */
  covers: string | null;
  onSecond: (second: Second | null) => void;
  isPhoneAllowed: boolean;
  /** Whom the server would refuse is refused here at once. */
  refuse?: SignerRule;
  now: Date | null;
};

/** The second of two in a dialog: by badge, by own password, or, where one person is on duty, by telephone. */
export function SecondPerson(props: SecondPersonProps) {
  const { definition, covers, onSecond, isPhoneAllowed, refuse, now } = props;
  const t = useTranslations('signing');
  const heading = props.heading ?? t('second');
  const practice = useTranslations('practice');
  const isPractice = useIsPractice();
  const words = useFailureWords(definition);
  const [way, setWay] = useState<Second['by']>('token');
  const [call, setCall] = useState<Call>({ staffNo: '', at: null, covers: null });
  const signing = useSigning<'second'>(now, refuse ? { refuse: { second: refuse } } : {});
  const signed = covers === null ? null : signing.fits('second', covers);

  async function prove(method: SignMethod) {
    if (covers === null) return;
    const given = await signing.sign('second', method, covers);
    playTone(given ? 'ok' : 'refuse');
  }
  useBadge({
    isEnabled: way === 'token' && covers !== null && !signed,
    now,
    onBadge: (badge) => void prove({ method: 'badge', badge }),
  });
  const phone = (next: Pick<Call, 'staffNo' | 'at'>) => setCall({ ...next, covers });

  // What the screen shows and what the desk has are one thing: it is told from here alone, and taken back when this goes away.
  const second: Second | null =
    covers === null
      ? null
      : way === 'phone'
        ? agreedByPhone(call, covers)
        : signed
          ? { by: 'token', token: signed.token, covers, name: signed.name }
          : null;
  const told = useRef(onSecond);
  told.current = onSecond;
  const newest = useRef(second);
  newest.current = second;
  const key = second && JSON.stringify(second);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the second of this render
  useEffect(() => told.current(newest.current), [key]);
  useEffect(() => () => told.current(null), []);

  return (
    <section aria-label={heading} className="mt-3 border-t border-line-2 pt-2">
      <h3 className="mb-1 flex items-center gap-3 text-13 font-bold">
        {heading}
        {isPractice && <Chip>{practice('stamp')}</Chip>}
        {isPhoneAllowed && (
          <SegmentedControl
            size="sm"
            label={heading}
            value={way}
            onValueChange={setWay}
            items={[
              { value: 'token', label: t('bySign') },
              { value: 'phone', label: t('byPhone') },
            ]}
          />
        )}
      </h3>
      {covers === null ? (
        <p className="text-13 text-ink-2">{t('signFirst')}</p>
      ) : way === 'phone' ? (
        <>
          <div className="flex gap-3">
            <Field label={t('staffNo')} layout="top">
              <CodeInput value={call.staffNo} onValueChange={(staffNo) => phone({ ...call, staffNo })} />
            </Field>
            <Field label={t('phonedAt')} hint={t('phoneHint')} layout="top">
              <DateTimeInput value={call.at} now={now ?? undefined} onValueChange={(at) => phone({ ...call, at })} />
            </Field>
          </div>
          {isCalled(call) && call.covers !== covers && (
            <p role="alert" className="mt-1 flex items-center gap-3 text-13 text-stop">
              {t('phonedBefore')}
              <Button size="sm" onClick={() => phone(call)}>
                {t('phonedAgain')}
              </Button>
            </p>
          )}
        </>
      ) : signed ? (
        <SignedMark onForget={() => signing.forget('second')}>{t('signed', { name: signed.name })}</SignedMark>
      ) : (
        <SignSlot isWide label={heading} isPending={signing.isPending} onSign={(method) => void prove(method)} />
      )}
      {way === 'token' && signing.failure && (
        <p role="alert" className="mt-1 text-13 text-stop">
          {words(signing.failure.failure)}
        </p>
      )}
    </section>
  );
}
