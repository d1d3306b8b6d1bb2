'use client';
import { type FormEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '@/components/ui/button';
import { classNames } from '@/components/ui/class-names';
import { PasswordInput } from '@/components/ui/password-input';
import { TextInput } from '@/components/ui/text-input';
import type { SignMethod } from './use-signing';

type SignSlotProps = {
  /** Who signs here: several slots may stand on one page. */
  label: string;
  isPending: boolean;
  onSign: (method: SignMethod) => void;
  /** Side by side where there is room for it. */
  isWide?: boolean;
};

/** A badge is scanned anywhere; here the other way, staff number and own password. */
export function SignSlot({ label, isPending, onSign, isWide }: SignSlotProps) {
  const t = useTranslations('signing');
  const [staffNo, setStaffNo] = useState('');
  const [password, setPassword] = useState('');
  function submit(event: FormEvent) {
    event.preventDefault();
    if (staffNo && password) onSign({ method: 'password', staffNo, password });
    setPassword('');
  }
  return (
    <form onSubmit={submit} className={classNames('flex gap-1', !isWide && 'flex-col')}>
      {/* The field is as wide as what holds it: beside a password it keeps the width of a number. */}
      <span className={classNames('flex min-w-0', isWide && (staffNo ? 'w-28 flex-none' : 'flex-1'))}>
        <TextInput
          aria-label={t('staffNoOf', { label })}
          placeholder={t(isWide ? 'badgeHint' : 'badgeHintShort')}
          value={staffNo}
          onValueChange={setStaffNo}
          density="dense"
          autoComplete="off"
        />
      </span>
      {staffNo && (
        <span className="flex min-w-0 flex-1 gap-1">
          <PasswordInput
            aria-label={t('passwordOf', { label })}
            placeholder={t('password')}
            value={password}
            onValueChange={setPassword}
            density="dense"
            autoComplete="off"
          />
          <Button type="submit" size="dense" isPending={isPending}>
            {t('sign')}
          </Button>
        </span>
      )}
    </form>
  );
}
