'use client';
import { useRouter } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import { Banner } from '@/components/ui/banner';
import { Button, buttonClasses } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Panel } from '@/components/ui/panel';
import { PasswordInput } from '@/components/ui/password-input';
import { type AuthFailure, postAuth } from '../_parts/auth-client';
import { tellTabs } from '../_parts/tabs';
import { useAuthWords } from '../_parts/use-auth-words';

type PasswordFormProps = {
  next: string;
  rules: { minimum: number; classes: number; history: number };
  /** Where an emergency is issued before any password is changed; null for whoever issues nothing. */
  emergency: string | null;
};

export function PasswordForm({ next, rules, emergency }: PasswordFormProps) {
  const t = useTranslations('auth.first');
  const words = useAuthWords();
  const router = useRouter();
  const [current, setCurrent] = useState('');
  const [wanted, setWanted] = useState('');
  const [repeated, setRepeated] = useState('');
  const [failure, setFailure] = useState<AuthFailure | null>(null);
  const [isAsked, setIsAsked] = useState(false);
  const [isPending, setIsPending] = useState(false);
  const differs = isAsked && wanted !== repeated;

  async function submit(event: FormEvent) {
    event.preventDefault();
    setIsAsked(true);
    if (isPending || wanted !== repeated) return;
    setIsPending(true);
    const answer = await postAuth('password', { current, next: wanted });
    setIsPending(false);
    if (!answer.ok) return setFailure(answer.failure);
    router.replace(next);
    router.refresh();
  }

  async function leave() {
    await postAuth('sign-out');
    tellTabs('changed');
    router.replace('/login?why=signed-out');
    router.refresh();
  }

  const sentence = words.sentence(failure, ['current', 'next']);
  return (
    <Panel isFocused className="w-full max-w-[480px]">
      <form onSubmit={submit} className="grid gap-3 p-5" noValidate>
        <h1 className="text-20 font-bold">{t('title')}</h1>
        <p className="text-13 text-ink-2">{t('mustChange')}</p>
        {sentence && <Banner tone="stop">{sentence}</Banner>}
        <Field label={t('current')} labelWidth={100} error={words.fieldError(failure, 'current')}>
          <PasswordInput name="current" value={current} onValueChange={setCurrent} />
        </Field>
        <Field label={t('next')} labelWidth={100} hint={t('rules', rules)} error={words.fieldError(failure, 'next')}>
          <PasswordInput name="next" autoComplete="new-password" value={wanted} onValueChange={setWanted} />
        </Field>
        <Field label={t('repeat')} labelWidth={100} error={differs ? t('repeatDiffers') : null}>
          <PasswordInput name="repeat" autoComplete="new-password" value={repeated} onValueChange={setRepeated} />
        </Field>
        <p className="pl-[100px] text-12 text-ink-3">{t('others')}</p>
        <div className="flex items-center justify-end gap-2 pt-1">
          {emergency && (
            <a className={`${buttonClasses('danger', 'md')} mr-auto`} href={emergency}>
              {t('emergency')}
            </a>
          )}
          <Button variant="ghost" onClick={leave}>
            {t('back')}
          </Button>
          <Button type="submit" variant="primary" isPending={isPending}>
            {t('submit')}
          </Button>
        </div>
      </form>
    </Panel>
  );
}
