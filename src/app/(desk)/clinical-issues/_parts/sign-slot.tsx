'use client';
import { type FormEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '@/components/ui/button';
import { PasswordInput } from '@/components/ui/password-input';
import { TextInput } from '@/components/ui/text-input';
import type { SignMethod } from './use-signing';

type SignSlotProps = { label: string; isPending: boolean; onSign: (method: SignMethod) => void };

/** A badge is scanned anywhere on the page; here the other way, staff number and own password. */
export function SignSlot({ label, isPending, onSign }: SignSlotProps) {
  const t = useTranslations('clinical-issues.form');
  const [staffNo, setStaffNo] = useState('');
  const [password, setPassword] = useState('');
  function submit(event: FormEvent) {
    event.preventDefault();
    if (staffNo && password) onSign({ method: 'password', staffNo, password });
    setPassword('');
  }
  return (
    <form onSubmit={submit} className="flex flex-col gap-1">
      <TextInput
        aria-label={`${label} ${t('staffNo')}`}
        placeholder={t('badgeHint')}
        value={staffNo}
        onValueChange={setStaffNo}
        density="dense"
      />
      {staffNo && (
        <span className="flex gap-1">
          <PasswordInput
            aria-label={`${label} ${t('password')}`}
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
