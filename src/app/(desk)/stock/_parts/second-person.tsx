'use client';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import { appErrorOf } from '@/app/_client/app-error';
import { useTRPC } from '@/app/_client/trpc';
import { useFailureWords } from '@/components/record/violation-words';
import { useScanner } from '@/components/scan/use-scanner';
import { Button } from '@/components/ui/button';
import { DateTimeInput } from '@/components/ui/date-time-input';
import { Field } from '@/components/ui/field';
import { PasswordInput } from '@/components/ui/password-input';
import { SegmentedControl } from '@/components/ui/segmented-control';
import { StatusMark } from '@/components/ui/status-mark';
import { TextInput } from '@/components/ui/text-input';
import { readScan } from '@/domain/blood/barcodes/read-scan';
import { stockRecord } from '@/domain/stock/record';
import { cityZone } from '@/i18n/format';

export type Second =
  | { by: 'token'; token: string; covers: string; name: string }
  | { by: 'phone'; staffNo: string; at: Date };

type Proof = { method: 'badge'; badge: string } | { method: 'password'; staffNo: string; password: string };

type SecondPersonProps = {
  /** Null while the grounds are not complete: there is nothing to sign yet. */
  covers: string | null;
  second: Second | null;
  onSecond: (second: Second | null) => void;
  isPhoneAllowed: boolean;
  now: Date | null;
};

/** The second of the two: by badge, by own password, or, where one person is on duty, by telephone. */
export function SecondPerson({ covers, second, onSecond, isPhoneAllowed, now }: SecondPersonProps) {
  const trpc = useTRPC();
  const t = useTranslations('stock.release');
  const words = useFailureWords(stockRecord);
  const [way, setWay] = useState<Second['by']>('token');
  const [staffNo, setStaffNo] = useState('');
  const [password, setPassword] = useState('');
  const [error, setError] = useState<string | null>(null);
  const { mutateAsync, isPending } = useMutation(trpc.signatures.verify.mutationOptions());
  const isSigned = second?.by === 'token' && covers !== null && second.covers === covers;

  async function prove(signature: Proof) {
    if (covers === null) return;
    setError(null);
    try {
      const { token, name } = await mutateAsync({ data: { signature, coversDigest: covers } });
      onSecond({ by: 'token', token, covers, name });
    } catch (thrown) {
      setError(words(appErrorOf(thrown)));
    }
  }
  useScanner({
    on: 'dialog',
    isEnabled: way === 'token' && covers !== null && !isSigned,
    onScan: (raw) => {
      const read = readScan(raw, { now: now ?? new Date(0), timeZone: cityZone });
      if (read.kind === 'badge') void prove({ method: 'badge', badge: read.badgeCode });
    },
  });
  function submit(event: FormEvent) {
    event.preventDefault();
    if (staffNo && password) void prove({ method: 'password', staffNo, password });
    setPassword('');
  }
  function phone(number: string, at: Date | null) {
    const isMoment = at !== null && !Number.isNaN(at.getTime());
    onSecond(number.trim() && isMoment ? { by: 'phone', staffNo: number.trim(), at } : null);
  }
  const [phonedAt, setPhonedAt] = useState<Date | null>(null);

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
            <TextInput
              value={staffNo}
              onValueChange={(value) => {
                setStaffNo(value);
                phone(value, phonedAt);
              }}
              autoComplete="off"
            />
          </Field>
          <Field label={t('phonedAt')} hint={t('phoneHint')} layout="top">
            <DateTimeInput
              value={phonedAt}
              now={now ?? undefined}
              onValueChange={(value) => {
                setPhonedAt(value);
                phone(staffNo, value);
              }}
            />
          </Field>
        </div>
      ) : isSigned ? (
        <StatusMark tone="done">{t('signed', { name: second.name })}</StatusMark>
      ) : covers === null ? (
        <p className="text-13 text-ink-2">{t('signFirst')}</p>
      ) : (
        <form onSubmit={submit} className="flex gap-2">
          <TextInput
            aria-label={t('staffNo')}
            placeholder={t('badgeHint')}
            value={staffNo}
            onValueChange={setStaffNo}
            autoComplete="off"
            className="flex-1"
          />
          {staffNo && (
            <>
              <PasswordInput
                aria-label={t('password')}
                placeholder={t('password')}
                value={password}
                onValueChange={setPassword}
                autoComplete="off"
              />
              <Button type="submit" isPending={isPending}>
                {t('sign')}
              </Button>
            </>
          )}
        </form>
      )}
      {error && (
        <p role="alert" className="mt-1 text-13 text-stop">
          {error}
        </p>
      )}
    </section>
  );
}
